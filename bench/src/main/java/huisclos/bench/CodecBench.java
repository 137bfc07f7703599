package huisclos.bench;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.Part10;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.TransferSyntax;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing a CT slice of 525 KB, Explicit VR Little Endian, from and to memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBench {
  private final byte[] file;
  private final DataSet set;

  /** Made by JMH. */
  public CodecBench() {
    try {
      file = SyntheticCt.file();
      set = decoded(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Walks through it, values passed over: what a store does. */
  @Benchmark
  public long walk() throws IOException {
    DataSetReader reader = Part10.open(new ByteArrayInputStream(file)).reader();
    reader.skipToEnd();
    return reader.offset();
  }

  /** The whole of it as a data set in memory. */
  @Benchmark
  public DataSet decode() throws IOException {
    return decoded(file);
  }

  /** From a data set to bytes that nobody keeps. */
  @Benchmark
  public void encode() throws IOException {
    Part10.write(OutputStream.nullOutputStream(), set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static DataSet decoded(byte[] file) throws IOException {
    return DataSetDecoder.read(
        Part10.open(new ByteArrayInputStream(file)).reader(), ReadOptions.whole());
  }
}

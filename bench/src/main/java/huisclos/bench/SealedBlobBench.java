package huisclos.bench;

import huisclos.dicom.Uids;
import huisclos.vault.BlobAddress;
import huisclos.vault.PendingBlob;
import huisclos.vault.SealRequest;
import huisclos.vault.SiteKey;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Sealing, keeping and opening a CT slice of 525 KB, in one thread; one store is one call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealedBlobBench {
  private static final int GROUP = 16;

  private final byte[] file;
  private final BenchHome home;
  private final SiteKey key;
  private final Vault vault;
  private final StudyKeyId study;
  private final PendingBlob sealed;

  /** Made by JMH. */
  public SealedBlobBench() {
    try {
      file = SyntheticCt.file();
      home = BenchHome.make();
      key = SiteKey.generate();
      vault = Vault.open(home.folder().resolve("home"), key);
      study = vault.ring().newStudyKey(vault.ring().newPatientKey());
      sealed = vault.begin();
      try (OutputStream sink = sealed.sink()) {
        sink.write(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Encrypts it in memory, its SHA-256 included. */
  @Benchmark
  public String seal() throws IOException {
    try (PendingBlob blob = sealIt()) {
      return blob.sha256();
    }
  }

  /** Decrypts it from memory, every tag checked. */
  @Benchmark
  public long open() throws IOException {
    try (InputStream in = sealed.read()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Seals it and makes it durable in a container; short, for it fills the disk. */
  @Benchmark
  @Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
  @Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
  public List<BlobAddress> commitOne() throws IOException {
    return commit(1);
  }

  /** The same of sixteen with one sync. */
  @Benchmark
  @Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
  @Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
  public List<BlobAddress> commitGroupOf16() throws IOException {
    return commit(GROUP);
  }

  private List<BlobAddress> commit(int objects) throws IOException {
    List<SealRequest> group = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      PendingBlob blob = sealIt();
      group.add(
          new SealRequest(
              blob,
              study,
              blob.describe(
                  SyntheticCt.STUDY,
                  SyntheticCt.SERIES,
                  SyntheticCt.INSTANCE,
                  Uids.CT_IMAGE_STORAGE,
                  Uids.EXPLICIT_VR_LITTLE_ENDIAN)));
    }
    return vault.commit(group);
  }

  private PendingBlob sealIt() throws IOException {
    PendingBlob blob = vault.begin();
    try (OutputStream sink = blob.sink()) {
      sink.write(file);
    }
    return blob;
  }

  /** Leaves nothing behind. */
  @TearDown
  public void close() throws IOException {
    sealed.close();
    vault.close();
    key.close();
    home.close();
  }
}

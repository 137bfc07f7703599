package huisclos.dicom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Objects far larger than the heap pass; those that break off do not look whole. */
class JsonStreamingTest {
  private static final long GIB = 1L << 30;

  @Test
  void fourGigabytesPassIn128Megabytes() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    int bare = "{'7FE00010':{'vr':'OB'}}".length();
    long whole = bare + ",'InlineBinary':''".length() + (GIB / 4 + 2) / 3 * 4;
    assertThat(said.strip()).isEqualTo("left out " + bare + ", written " + whole);
  }

  /** What runs in a small heap: 4 GiB less 16 bytes left out, then 256 MiB written as base64. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      long leftOut = written((4 * GIB) - 16, JsonOptions.upTo(1024));
      long whole = written(GIB / 4, JsonOptions.EVERYTHING);
      System.out.println("left out " + leftOut + ", written " + whole);
    }

    private static long written(long bytes, JsonOptions options) throws IOException {
      Counter out = new Counter();
      DicomJson.write(
          new DataSetReader(pixelData(bytes), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN),
          out,
          options);
      return out.count;
    }
  }

  /** (7FE0,0010) OB of this many bytes. */
  private static InputStream pixelData(long bytes) {
    byte[] header = HexFormat.of().parseHex("e07f10004f420000");
    byte[] length = new byte[4];
    for (int i = 0; i < 4; i++) {
      length[i] = (byte) (bytes >>> (8 * i));
    }
    return new SequenceInputStream(
        new SequenceInputStream(new ByteArrayInputStream(header), new ByteArrayInputStream(length)),
        new Zeros(bytes));
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int start, int length) {
      if (left <= 0) {
        return -1;
      }
      int step = (int) Math.min(length, left);
      left -= step;
      return step;
    }
  }

  private static final class Counter extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
      count += length;
    }
  }

  @Test
  void aSourceThatBreaksOffLeavesNoCompleteDocument() {
    byte[] half = HexFormat.of().parseHex("10002000" + "4c4f" + "0200" + "4142" + "10003000");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() ->
            DicomJson.write(
                new DataSetReader(
                    new ByteArrayInputStream(half), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN),
                out,
                JsonOptions.EVERYTHING))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.TRUNCATED));
    assertThat(out.toString(ISO_8859_1)).doesNotEndWith("}}");
  }

  @Test
  void bytesThatBreakOffAreTheSameError() {
    assertThatThrownBy(() ->
            DicomJson.write(
                new DataSetReader(
                    new SequenceInputStream(pixelData(1000), InputStream.nullInputStream()) {
                      private int left = 500;

                      @Override
                      public int read(byte[] target, int start, int length) throws IOException {
                        int step = super.read(target, start, Math.min(left, length));
                        left -= Math.max(step, 0);
                        return step == 0 ? -1 : step;
                      }
                    },
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN),
                OutputStream.nullOutputStream(),
                JsonOptions.EVERYTHING))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.TRUNCATED));
  }

  @Test
  void aTagThatOccursTwiceIsRefused() {
    byte[] twice = HexFormat.of().parseHex("10002000" + "4c4f" + "0000" + "10002000" + "4c4f0000");

    assertThatThrownBy(() ->
            DicomJson.write(
                new DataSetReader(
                    new ByteArrayInputStream(twice), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN),
                OutputStream.nullOutputStream(),
                JsonOptions.EVERYTHING))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.rule()).isEqualTo(Rule.DUPLICATE_ELEMENT));
  }

  @Test
  void bigEndianBytesAreTurnedAround() throws IOException {
    byte[] words = HexFormat.of().parseHex("7fe00010" + "4f570000" + "00000006" + "000102030405");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DicomJson.write(
        new DataSetReader(new ByteArrayInputStream(words), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN),
        out,
        JsonOptions.EVERYTHING);

    assertThat(out.toString(ISO_8859_1))
        .isEqualTo("{\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"AQADAgUE\"}}");
  }
}

package huisclos.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of several parts, whole and broken. */
class MultipartReaderTest {
  private static final MediaType TYPE =
      MediaType.of("multipart/related; type=\"application/dicom\"; boundary=\"b-1\"");

  /** Whatever the parts hold and however the bytes come in, what was written is read. */
  @Test
  void partsComeOutAsTheyWentIn() throws IOException {
    Random random = new Random(7);
    for (int turn = 0; turn < 40; turn++) {
      List<byte[]> parts = new ArrayList<>();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      MultipartWriter writer = new MultipartWriter(body, "b-1");
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        byte[] part = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(200_000)];
        // Much that looks like a boundary and is none.
        byte[] almost = "\r\n--b-".getBytes(ISO_8859_1);
        for (int at = 0; at < part.length; at++) {
          part[at] = random.nextInt(4) == 0 ? (byte) random.nextInt('2', 300) : almost[at % 6];
        }
        parts.add(part);
        writer
            .part(MediaType.DICOM, List.of(Map.entry("Content-Location", "urn:" + i)))
            .write(part);
      }
      writer.end();
      MultipartReader reader = new MultipartReader(new Trickle(body.toByteArray(), random), TYPE);
      for (byte[] part : parts) {
        MultipartReader.Part read = reader.next().orElseThrow();
        assertThat(read.type()).isEqualTo(MediaType.DICOM);
        assertThat(read.location()).startsWith("urn:");
        if (random.nextInt(4) > 0) {
          assertThat(read.body().readAllBytes()).isEqualTo(part);
        }
      }
      assertThat(reader.next()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void preambleEpilogueAndPaddingArePassedOver() throws IOException {
    String body =
        "hello\r\n--b-1  \r\n\r\none\r\n--b-1\r\nContent-Type: a/b\r\n\r\n\r\n--b-1--\r\nbye";
    MultipartReader reader = reader(body);
    MultipartReader.Part one = reader.next().orElseThrow();
    assertThat(one.type()).isEqualTo(MediaType.OCTETS);
    assertThat(one.body().readAllBytes()).asString().isEqualTo("one");
    assertThat(reader.next().orElseThrow().body().readAllBytes()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no boundary at all",
        "--b-1\r\n\r\ncut off",
        "--b-1\r\n\r\ncut off\r\n--b-",
        "--b-1\r\nContent-Type: a/b",
        "--b-1\r\nno colon\r\n\r\n\r\n--b-1--",
        "--b-1\r\n folded: x\r\n\r\n\r\n--b-1--",
        "--b-1\r\nA: 1\r\na: 2\r\n\r\n\r\n--b-1--",
        "--b-1\nA: 1\n\n\n--b-1--",
        "--b-1x\r\n\r\n\r\n--b-1--",
        "--b-1\r\nContent-Type: none\r\n\r\n\r\n--b-1--",
        "--b-1\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n--b-1--",
        "--b-1\r\nContent-Encoding: gzip\r\n\r\n\r\n--b-1--"
      })
  void whatIsMalformedIsRefused(String body) {
    assertThatThrownBy(() -> drain(reader(body))).isInstanceOf(MultipartException.class);
  }

  @Test
  void whatIsTooMuchIsRefused() {
    String name = "x".repeat(MultipartReader.MAX_HEADER_BYTES);
    StringBuilder headers = new StringBuilder();
    for (int i = 0; i <= MultipartReader.MAX_HEADERS; i++) {
      headers.append("A").append(i).append(": 1\r\n");
    }
    for (String body :
        List.of(
            "--b-1\r\n" + name + ": 1\r\n\r\n\r\n--b-1--",
            "--b-1\r\n" + headers + "\r\n\r\n--b-1--",
            "x".repeat(200_000) + "\r\n--b-1\r\n\r\n\r\n--b-1--")) {
      assertThatThrownBy(() -> drain(reader(body))).isInstanceOf(MultipartException.class);
    }
    assertThatThrownBy(() -> new MultipartReader(InputStream.nullInputStream(), MediaType.RELATED))
        .isInstanceOf(MultipartException.class);
  }

  private static MultipartReader reader(String body) throws IOException {
    return new MultipartReader(new ByteArrayInputStream(body.getBytes(ISO_8859_1)), TYPE);
  }

  private static void drain(MultipartReader reader) throws IOException {
    for (Optional<MultipartReader.Part> part = reader.next();
        part.isPresent();
        part = reader.next()) {
      var _ = part.get().body().readAllBytes();
    }
  }

  /** Gives a few bytes at a time. */
  private static final class Trickle extends FilterInputStream {
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      super(new ByteArrayInputStream(bytes));
      this.random = random;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      return super.read(target, start, Math.min(length, random.nextInt(1, 5_000)));
    }
  }
}

package huisclos.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Multipart bodies, ranges, entity tags and problem reports, byte by byte. */
class BodiesTest {
  @Test
  void aMultipartBodyIsThatOfRfc2046() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MultipartWriter writer = new MultipartWriter(out, "b0");
    try (OutputStream part = writer.part(MediaType.of("a/b; c=d"))) {
      part.write("one".getBytes(StandardCharsets.US_ASCII));
    }
    try (OutputStream part =
        writer.part(MediaType.OCTETS, List.of(Map.entry("Content-Location", "/x/1")))) {
      part.write('2');
    }
    writer.end();

    assertThat(out.toString(StandardCharsets.US_ASCII))
        .isEqualTo(
            "--b0\r\nContent-Type: a/b; c=d\r\n\r\none"
                + "\r\n--b0\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Location: /x/1\r\n\r\n2"
                + "\r\n--b0--\r\n");
    assertThat(MultipartWriter.mediaType(MediaType.DICOM, "b0"))
        .hasToString("multipart/related; type=\"application/dicom\"; boundary=b0");
  }

  @Test
  void noHeaderOfAPartBreaksItsLine() {
    MultipartWriter writer = new MultipartWriter(OutputStream.nullOutputStream(), "b0");

    assertThatThrownBy(
            () -> writer.part(MediaType.OCTETS, List.of(Map.entry("X", "a\r\nSet-Cookie: b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, Part[from=0; to=9; of=100]",
    "bytes=90-, Part[from=90; to=99; of=100]",
    "bytes=90-200, Part[from=90; to=99; of=100]",
    "bytes=-10, Part[from=90; to=99; of=100]",
    "bytes=-1000, Part[from=0; to=99; of=100]",
    "bytes=100-, Unsatisfiable[of=100]",
    "bytes=-0, Unsatisfiable[of=100]",
    "bytes=5-4, Whole[]",
    "bytes=-, Whole[]",
    "'bytes=0-1,3-4', Whole[]",
    "items=0-1, Whole[]",
    "bytes=9999999999999999999-, Whole[]",
  })
  void aRangeIsHeldAgainstTheLength(String header, String expected) {
    assertThat(ByteRange.parse(header, 100)).hasToString(expected.replace(';', ','));
  }

  @Test
  void aRangeSaysWhichBytesItIs() {
    ByteRange.Part part = (ByteRange.Part) ByteRange.parse("bytes=2-5", 10);

    assertThat(part.length()).isEqualTo(4);
    assertThat(part.contentRange()).isEqualTo("bytes 2-5/10");
    assertThat(new ByteRange.Unsatisfiable(10).contentRange()).isEqualTo("bytes */10");
  }

  @Test
  void anEntityTagChangesWithEachPartAndIsFoundAmongOthers() {
    EntityTag tag = EntityTag.of(List.of("a", "b"));

    assertThat(tag).isEqualTo(EntityTag.of(List.of("a", "b")));
    assertThat(tag).isNotEqualTo(EntityTag.of(List.of("ab")));
    assertThat(tag.isAmong("\"x\", " + tag)).isTrue();
    assertThat(tag.isAmong("W/" + tag)).isTrue();
    assertThat(tag.isAmong("*")).isTrue();
    assertThat(tag.isAmong("\"x\"")).isFalse();
    assertThat(tag.isExactly("W/" + tag)).isFalse();
  }

  @Test
  void aProblemIsJson() {
    assertThat(new Problem(406, "not \"acceptable\"", "there is: a/b").body())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"status\":406,\"title\":\"not \\\"acceptable\\\"\",\"detail\":\"there is: a/b\"}");
  }
}

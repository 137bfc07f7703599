package huisclos.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
  private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";
  private static final String NEAR = "1.2.840.10008.1.2.4.81";

  private static final List<MediaType> OFFERS =
      List.of(
          MediaType.related(MediaType.of("image/jls; transfer-syntax=" + NEAR)),
          MediaType.related(
              MediaType.of("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1")),
          MediaType.related(MediaType.of("application/dicom; transfer-syntax=1.2.840.10008.1.2.1")),
          MediaType.DICOM_JSON,
          MediaType.ZIP);

  /** What is accepted, and which of the offers (from 0) is sent; -1 for 406. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "*/*                                                                  | 0",
        "multipart/related                                                    | 0",
        "multipart/*                                                          | 0",
        "application/dicom+json                                               | 3",
        "application/*                                                        | 3",
        "application/dicom+json;q=0.4, application/zip;q=0.6                  | 4",
        "*/*;q=0.1, application/zip                                           | 4",
        "application/zip;q=0, application/*                                   | 3",
        "application/zip;q=0                                                  | -1",
        "multipart/related; type=\"application/dicom\"                        | 2",
        "multipart/related; type=application/dicom                            | 2",
        "multipart/related; type=\"application/dicom\"; transfer-syntax=*     | 2",
        "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2 | -1",
        "multipart/related; type=\"image/*\"                                  | 0",
        "multipart/related; type=\"image/jls\"                                | -1",
        "multipart/related; type=\"image/jls\"; transfer-syntax=*             | 0",
        "multipart/related; type=\"image/jls\"; transfer-syntax=" + NEAR + " | 0",
        "MULTIPART/Related;TYPE=\"application/octet-stream\"                  | 1",
        "multipart/related; type=\"application/octet-stream\";q=0.9, */*;q=0.8 | 1",
        "image/png                                                            | -1",
        ", application/zip ,                                                  | 4",
      })
  void theClientGetsWhatItLikesBest(String header, int expected) {
    Accept accept = Accept.parse(header).orElseThrow();

    assertThat(accept.choose(OFFERS).map(OFFERS::indexOf).orElse(-1)).isEqualTo(expected);
  }

  @Test
  void aTypeWithoutASyntaxMeansItsDefault() {
    Accept accept = Accept.parse("image/jls, application/octet-stream").orElseThrow();

    assertThat(accept.takes(MediaType.of("image/jls; transfer-syntax=" + JPEG_LS))).isTrue();
    assertThat(accept.takes(MediaType.of("image/jls; transfer-syntax=" + NEAR))).isFalse();
    assertThat(accept.takes(MediaType.OCTETS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "text/",
        "/plain",
        "text/plain; q=2",
        "text/plain; q=-1",
        "text/plain; q=x",
        "text/plain; a=\"b",
        "text/plain; a=1; a=2",
        "text/plain text/html",
        "text/plain; a=\"\u0001\""
      })
  void whatIsNoListOfMediaRangesIsToldApart(String header) {
    assertThat(Accept.parse(header)).isEmpty();
  }

  @Test
  void headersBeyondALimitAreNone() {
    assertThat(Accept.parse("a/b,".repeat(Accept.MAX_RANGES) + "a/b")).isEmpty();
    assertThat(Accept.parse(" ".repeat(Accept.MAX_CHARS + 1))).isEmpty();
    assertThat(MediaType.parse("a/b" + ";c=d".repeat(MediaType.MAX_CHARS))).isEmpty();
  }

  @Test
  void aMediaTypeIsWrittenAsItWasRead() {
    String text = "multipart/related; type=\"application/dicom\"; boundary=\"a \\\"b\\\\\"";

    assertThat(MediaType.of(text)).hasToString(text);
    assertThat(MediaType.of(text).parameter("boundary")).contains("a \"b\\");
  }
}

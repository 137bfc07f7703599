package huisclos.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes a {@code multipart/related} body (RFC 2387, RFC 2046 §5.1; PS3.18 §8.6.1.2.1). Parts
 * stream through; nothing is held. For one body, of one thread.
 *
 * <p>The boundary is random, so that no content can foresee it. A body that was not closed by
 * {@link #end} has no end mark: nobody takes half of it for all.
 */
public final class MultipartWriter {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final OutputStream out;
  private final String boundary;
  private boolean begun;

  /** A body with a boundary of {@link #newBoundary}. */
  public MultipartWriter(OutputStream out, String boundary) {
    this.out = out;
    this.boundary = boundary;
  }

  /** A boundary that nobody can guess: 128 random bits. */
  public static String newBoundary() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The body's media type with its boundary. */
  public static MediaType mediaType(MediaType part, String boundary) {
    return MediaType.RELATED.with("type", part.essence()).with("boundary", boundary);
  }

  /**
   * Begins a part.
   *
   * @param type its {@code Content-Type}
   * @param headers further headers, such as {@code Content-Location}; the caller's own text, free
   *     of line breaks
   * @return where its content goes, until the next part; closing it closes nothing
   */
  public OutputStream part(MediaType type, List<Map.Entry<String, String>> headers)
      throws IOException {
    out.write(head(type, headers, begun));
    begun = true;
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() {
        // The next part goes into the same stream.
      }
    };
  }

  /** A part without further headers. */
  public OutputStream part(MediaType type) throws IOException {
    return part(type, List.of());
  }

  /** Writes the end mark. The stream stays open. */
  public void end() throws IOException {
    String mark = (begun ? "\r\n--" : "--") + boundary + "--\r\n";
    out.write(mark.getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] head(MediaType type, List<Map.Entry<String, String>> headers, boolean later) {
    StringBuilder head = new StringBuilder(160);
    head.append(later ? "\r\n--" : "--").append(boundary).append("\r\nContent-Type: ").append(type);
    for (Map.Entry<String, String> header : headers) {
      require(header.getKey());
      require(header.getValue());
      head.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
    }
    return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void require(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("a header that is not printable ASCII");
    }
  }
}

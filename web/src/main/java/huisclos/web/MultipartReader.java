package huisclos.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a {@code multipart/related} body part by part (RFC 2046 §5.1, RFC 2387), holding 64 KiB of
 * it. For one body, of one thread.
 *
 * <p>Lines end in CR LF. What comes before the first boundary and after the last is passed over, a
 * body that ends without its end mark is cut off: nobody takes half of it for all.
 */
public final class MultipartReader {
  /** Parts of one body. */
  public static final int MAX_PARTS = 100_000;

  /** Bytes of one part's headers. */
  public static final int MAX_HEADER_BYTES = 8 * 1024;

  /** Headers of one part. */
  public static final int MAX_HEADERS = 32;

  /** Bytes before the first boundary. */
  public static final int MAX_PREAMBLE_BYTES = 8 * 1024;

  /** RFC 2046 §5.1.1 allows 70 characters; the plug-in of Orthanc sends 73. */
  private static final int MAX_BOUNDARY = 200;

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];

  /** What ends a part: CR LF, two hyphens and the boundary. */
  private final byte[] delimiter;

  /** How far the delimiter may be moved on by the byte below its end (Horspool's search). */
  private final int[] steps = new int[256];

  private int at;
  private int end;
  private boolean drained;

  /** Whether the current part's end was met. */
  private boolean atDelimiter;

  private boolean finished;
  private int parts;
  private long preamble;

  /**
   * One part.
   *
   * @param type its media type; {@code application/octet-stream} where it names none
   * @param location its {@code Content-Location}; empty where it has none
   * @param body its content, until the next part is asked for
   */
  public record Part(MediaType type, String location, InputStream body) {}

  /**
   * @param type the body's media type, with its boundary
   * @throws MultipartException if the boundary is missing, or none
   */
  public MultipartReader(InputStream in, MediaType type) throws MultipartException {
    this.in = in;
    String boundary = type.parameter("boundary").orElse("");
    if (boundary.isEmpty()
        || boundary.length() > MAX_BOUNDARY
        || boundary.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new MultipartException("no boundary");
    }
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    Arrays.fill(steps, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      steps[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
    }
  }

  /**
   * The next part; what is left of the one before is passed over.
   *
   * @return empty behind the last
   * @throws MultipartException if the body is malformed, cut off, or beyond a limit
   */
  public Optional<Part> next() throws IOException {
    if (finished) {
      return Optional.empty();
    }
    if (parts == 0) {
      first();
    } else {
      Body rest = new Body(parts);
      while (rest.pass() > 0) {
        // Nobody wants it.
      }
    }
    if (!afterDelimiter()) {
      finished = true;
      return Optional.empty();
    }
    if (++parts > MAX_PARTS) {
      throw new MultipartException("too many parts");
    }
    Map<String, String> headers = headers();
    atDelimiter = false;
    MediaType type =
        headers.containsKey("content-type")
            ? MediaType.parse(headers.getOrDefault("content-type", ""))
                .orElseThrow(() -> new MultipartException("a part's media type is none"))
            : MediaType.OCTETS;
    String encoding = headers.getOrDefault("content-transfer-encoding", "binary");
    boolean plain = encoding.equalsIgnoreCase("binary") || encoding.equalsIgnoreCase("8bit");
    if (!plain || headers.containsKey("content-encoding")) {
      throw new MultipartException("a part is encoded");
    }
    return Optional.of(
        new Part(type, headers.getOrDefault("content-location", ""), new Body(parts)));
  }

  /** Passes over what precedes the first boundary, which may stand at the very beginning. */
  private void first() throws IOException {
    fill(delimiter.length);
    boolean atOnce = end - at >= delimiter.length - 2;
    for (int i = 2; atOnce && i < delimiter.length; i++) {
      atOnce = buffer[at + i - 2] == delimiter[i];
    }
    if (atOnce) {
      at += delimiter.length - 2;
      atDelimiter = true;
      return;
    }
    Body before = new Body(0);
    for (long passed = before.pass(); passed > 0; passed = before.pass()) {
      preamble += passed;
      if (preamble > MAX_PREAMBLE_BYTES) {
        throw new MultipartException("no boundary in sight");
      }
    }
  }

  /** After a boundary: whether a part follows; padding is passed over. */
  private boolean afterDelimiter() throws IOException {
    fill(2);
    if (end - at >= 2 && buffer[at] == '-' && buffer[at + 1] == '-') {
      return false;
    }
    String rest = line(MAX_BOUNDARY);
    if (!rest.isBlank()) {
      throw new MultipartException("no line end after a boundary");
    }
    return true;
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    int left = MAX_HEADER_BYTES;
    for (String line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length() + 2;
      int colon = line.indexOf(':');
      if (colon <= 0 || headers.size() == MAX_HEADERS || line.charAt(0) <= ' ') {
        throw new MultipartException("a part's header is none");
      }
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (headers.put(name, line.substring(colon + 1).strip()) != null) {
        throw new MultipartException("a part's header comes twice");
      }
    }
    return headers;
  }

  /** A line without its end. */
  private String line(int most) throws IOException {
    fill(Math.min(BUFFER, most + 2));
    for (int i = at; i + 1 < end && i - at <= most; i++) {
      if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
        String line = new String(buffer, at, i - at, StandardCharsets.ISO_8859_1);
        at = i + 2;
        return line;
      }
      if (buffer[i] == '\n') {
        break;
      }
    }
    throw new MultipartException("a line without its end");
  }

  /** Has this many bytes in the buffer if the body has them. */
  private void fill(int wanted) throws IOException {
    if (end - at >= wanted || drained) {
      return;
    }
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    while (end < wanted) {
      int read = in.read(buffer, end, BUFFER - end);
      if (read < 0) {
        drained = true;
        return;
      }
      end += read;
    }
  }

  /**
   * Content that is surely before the next boundary, in the buffer from {@link #at} on; 0 at it.
   */
  private int ready() throws IOException {
    if (atDelimiter) {
      return 0;
    }
    fill(delimiter.length + 1);
    int last = end - delimiter.length;
    int tail = delimiter.length - 1;
    // Most bytes are never looked at: the last of a place tells how far the next one is.
    for (int i = at; i <= last; i += steps[buffer[i + tail] & 0xFF]) {
      if (isDelimiter(i)) {
        if (i == at) {
          at += delimiter.length;
          atDelimiter = true;
        }
        return atDelimiter ? 0 : i - at;
      }
    }
    // A boundary may begin in the last bytes, unless nothing follows them.
    if (last < at) {
      throw new MultipartException("the body was cut off");
    }
    return last + 1 - at;
  }

  private boolean isDelimiter(int from) {
    for (int i = delimiter.length - 1; i >= 0; i--) {
      if (buffer[from + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /** The content of a part. */
  private final class Body extends InputStream {
    private final int part;

    /** Content that was found to be there. */
    private int left;

    Body(int part) {
      this.part = part;
    }

    private boolean some() throws IOException {
      if (part != parts) {
        throw new MultipartException("another part was begun");
      }
      if (left == 0) {
        left = ready();
      }
      return left > 0;
    }

    /** Passes over some; 0 at the end. */
    int pass() throws IOException {
      if (!some()) {
        return 0;
      }
      int passed = left;
      at += left;
      left = 0;
      return passed;
    }

    @Override
    public int read() throws IOException {
      if (!some()) {
        return -1;
      }
      left--;
      return buffer[at++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!some()) {
        return -1;
      }
      int count = Math.min(length, left);
      System.arraycopy(buffer, at, target, start, count);
      at += count;
      left -= count;
      return count;
    }
  }
}

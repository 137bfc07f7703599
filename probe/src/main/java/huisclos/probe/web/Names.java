package huisclos.probe.web;

import huisclos.probe.share.NameTally;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names in a page that lists a folder, or in a bucket's answer that lists its keys, counted as
 * they go by. Not thread-safe.
 */
final class Names {
  /** What the page is. */
  enum Kind {
    /** None that is known. */
    NONE,
    /** nginx, Apache, lighttpd, Python and IIS list folders so. */
    FOLDER,
    /** S3's {@code ListBucketResult}. */
    BUCKET
  }

  private static final int BUFFER = 8192;
  private static final int MAX_TARGET = 1000;
  private static final byte[] NOTHING = new byte[0];

  private final Kind kind;
  private final byte[] base;
  private final NameTally tally = new NameTally(Names::askable);
  private boolean cut;
  private boolean truncated;

  private Names(Kind kind, byte[] base) {
    this.kind = kind;
    this.base = base;
  }

  static Kind kindOf(byte[] page) {
    if (has(page, "<listbucketresult")) {
      return Kind.BUCKET;
    }
    boolean folder =
        has(page, "<title>index of")
            || has(page, "<title>directory listing for")
            || (has(page, "<pre>") && has(page, "<a href=") && has(page, "&lt;dir&gt;"));
    return folder ? Kind.FOLDER : Kind.NONE;
  }

  private static boolean has(byte[] page, String word) {
    return WebSigns.Needle.find(page, 0, page.length, word) >= 0;
  }

  /**
   * Counts.
   *
   * @param base the path that was asked, ending in a slash
   * @param first what was read of the page by now
   * @param rest what is still to come
   */
  static Names count(Kind kind, byte[] base, byte[] first, InputStream rest) {
    Names names = new Names(kind, base);
    BetweenScan scan =
        kind == Kind.BUCKET
            ? new BetweenScan("<key>", '<', names::key)
            : new BetweenScan("href=\"", '"', names::link);
    BetweenScan more =
        new BetweenScan("<istruncated>", '<', (b, n) -> names.truncated |= n > 0 && b[0] == 't');
    byte[] buffer = new byte[BUFFER];
    try {
      feed(scan, more, first, first.length);
      for (int read = rest.read(buffer); read > 0; read = rest.read(buffer)) {
        feed(scan, more, buffer, read);
      }
    } catch (IOException e) {
      names.cut = true;
    } finally {
      Arrays.fill(buffer, (byte) 0);
      scan.wipe();
    }
    return names;
  }

  private static void feed(BetweenScan scan, BetweenScan more, byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      scan.next(bytes[i]);
      more.next(bytes[i]);
    }
  }

  private void key(byte[] buffer, int length) {
    if (length > 0 && buffer[length - 1] != '/') {
      tally.file(buffer, 0, length);
    }
  }

  private void link(byte[] buffer, int length) {
    int from = 0;
    if (length > 0 && buffer[0] == '/') {
      if (length < base.length || !Arrays.equals(buffer, 0, base.length, base, 0, base.length)) {
        return;
      }
      from = base.length;
    } else if (startsWith(buffer, length, "./")) {
      from = 2;
    }
    int to = length;
    for (int i = from; i < length; i++) {
      if (buffer[i] == ':') {
        return;
      }
      if (buffer[i] == '?' || buffer[i] == '#') {
        to = i;
        break;
      }
    }
    if (to == from || startsWith(buffer, length, "..")) {
      return;
    }
    if (buffer[to - 1] == '/') {
      tally.folder(buffer, from, to);
    } else {
      tally.file(buffer, from, to);
    }
  }

  private static boolean startsWith(byte[] buffer, int length, String with) {
    byte[] bytes = with.getBytes(StandardCharsets.US_ASCII);
    return length >= bytes.length && Arrays.equals(buffer, 0, bytes.length, bytes, 0, bytes.length);
  }

  /** Whether a name can be asked for as it stands, within the folder that lists it. */
  private static boolean askable(byte[] name) {
    if (name.length > MAX_TARGET || name[0] == '/') {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      boolean dots = name[i] == '.' && i + 1 < name.length && name[i + 1] == '.';
      if (name[i] <= ' ' || name[i] >= 0x7F || dots || "\"<>\\^`{|}&;".indexOf(name[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  Kind kind() {
    return kind;
  }

  NameTally tally() {
    return tally;
  }

  /** Whether there are more names than were counted: it broke off, or says so. */
  boolean more() {
    return cut || truncated;
  }

  void stoppedShort() {
    cut = true;
  }

  /** The path of a name in it; to be wiped. */
  byte[] path(byte[] name) {
    byte[] path = Arrays.copyOf(base, base.length + name.length);
    System.arraycopy(name, 0, path, base.length, name.length);
    return path;
  }

  /** No page. */
  static Names none() {
    return new Names(Kind.NONE, NOTHING);
  }
}

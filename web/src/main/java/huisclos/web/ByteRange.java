package huisclos.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} header asks for (RFC 9110 §14), held against the length there is. */
public sealed interface ByteRange {
  /** All of it (status 200): no range, one in another unit, or several, which may be ignored. */
  record Whole() implements ByteRange {}

  /**
   * A part (status 206).
   *
   * @param from the first byte, from 0
   * @param to the last byte
   * @param of the whole length
   */
  record Part(long from, long to, long of) implements ByteRange {
    /** How many bytes it is. */
    public long length() {
      return to - from + 1;
    }

    /** The value of {@code Content-Range}. */
    public String contentRange() {
      return "bytes " + from + "-" + to + "/" + of;
    }
  }

  /** Nothing of it (status 416). */
  record Unsatisfiable(long of) implements ByteRange {
    /** The value of {@code Content-Range}. */
    public String contentRange() {
      return "bytes */" + of;
    }
  }

  /** One range, with at most 18 digits: more than any object's length. */
  Pattern ONE = Pattern.compile("bytes=[ \\t]*(\\d{0,18})-(\\d{0,18})[ \\t]*");

  /**
   * Reads a header's value; one that is no range is ignored (RFC 9110 §14.2).
   *
   * @param length of the whole, at least 0
   */
  static ByteRange parse(String header, long length) {
    Matcher one = ONE.matcher(header);
    if (!one.matches()) {
      return new Whole();
    }
    boolean fromEnd = one.group(1).isEmpty();
    if (fromEnd && one.group(2).isEmpty()) {
      return new Whole();
    }
    if (fromEnd) {
      long last = Long.parseLong(one.group(2));
      return last == 0 || length == 0
          ? new Unsatisfiable(length)
          : new Part(Math.max(0, length - last), length - 1, length);
    }
    long from = Long.parseLong(one.group(1));
    long to = one.group(2).isEmpty() ? length - 1 : Long.parseLong(one.group(2));
    if (!one.group(2).isEmpty() && to < from) {
      return new Whole();
    }
    return from >= length
        ? new Unsatisfiable(length)
        : new Part(from, Math.min(to, length - 1), length);
  }
}

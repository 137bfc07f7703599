package huisclos.probe.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds what stands between a mark and an ending in bytes that go by, such as the links of a page,
 * and hands each on in a buffer that is used again: nothing is kept.
 */
final class BetweenScan {
  private static final int MAX_LENGTH = 1024;

  /** Takes what was found; the buffer is only lent. */
  interface Taker {
    void take(byte[] buffer, int length);
  }

  private final byte[] mark;
  private final byte ending;
  private final Taker taker;
  private final byte[] found = new byte[MAX_LENGTH];
  private int matched;
  private int length = -1;

  /**
   * @param mark lower-case ASCII; found in any case
   */
  BetweenScan(String mark, char ending, Taker taker) {
    this.mark = mark.getBytes(StandardCharsets.US_ASCII);
    this.ending = (byte) ending;
    this.taker = taker;
  }

  void next(byte b) {
    if (length < 0) {
      mark(b);
    } else if (b == ending) {
      taker.take(found, Math.min(length, MAX_LENGTH));
      length = -1;
    } else {
      if (length < MAX_LENGTH) {
        found[length] = b;
      }
      length++;
    }
  }

  private void mark(byte b) {
    int low = WebSigns.Needle.lower(b);
    if (low != mark[matched]) {
      matched = low == mark[0] ? 1 : 0;
      return;
    }
    matched++;
    if (matched == mark.length) {
      matched = 0;
      length = 0;
    }
  }

  void wipe() {
    Arrays.fill(found, (byte) 0);
  }
}

package huisclos.probe.dimse;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Walks through the outermost level of a data set that comes in pieces, and lends out the raw bytes
 * of the few short values that are asked for. Nothing else of it is held or decoded; what was lent
 * is overwritten. A data set with a sequence of undefined length is followed up to there. One
 * thread.
 */
final class ElementScan {
  /** Longest value that is lent; longer ones are cut. */
  static final int MAX_VALUE_BYTES = 256;

  /** Who looks at values. */
  interface Values {
    boolean wants(int tag);

    /** The value's bytes, valid only during the call. */
    void value(int tag, byte[] bytes, int length);
  }

  private enum At {
    HEADER,
    VALUE,
    LOST
  }

  private static final int SHORT_HEADER = 8;
  private static final int LONG_HEADER = 12;

  private final Values values;
  private final byte[] header = new byte[LONG_HEADER];
  private final byte[] held = new byte[MAX_VALUE_BYTES];
  private boolean explicit;
  private At at = At.HEADER;
  private int have;
  private int tag;
  private long left;
  private int kept;
  private boolean wanted;

  ElementScan(Values values) {
    this.values = values;
  }

  /** A new data set begins. */
  void begin(boolean explicitVr) {
    explicit = explicitVr;
    at = At.HEADER;
    have = 0;
  }

  /** The next piece; all of it is taken. */
  void feed(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      switch (at) {
        case HEADER -> header(piece.get());
        case VALUE -> value(piece);
        case LOST -> piece.position(piece.limit());
      }
    }
  }

  private void header(byte next) {
    header[have++] = next;
    if (have == SHORT_HEADER) {
      tag = u16(0) << 16 | u16(2);
      if (!explicit) {
        start(u32(4));
      } else if (!isLong(header[4], header[5])) {
        start(u16(6));
      }
    } else if (have == LONG_HEADER) {
      start(u32(8));
    }
  }

  private void start(long length) {
    if (length == 0xFFFFFFFFL) {
      at = At.LOST;
      return;
    }
    have = 0;
    kept = 0;
    left = length;
    wanted = values.wants(tag);
    at = At.VALUE;
    if (left == 0) {
      end();
    }
  }

  private void value(ByteBuffer piece) {
    int step = (int) Math.min(left, piece.remaining());
    if (wanted) {
      int keep = Math.min(step, held.length - kept);
      piece.get(piece.position(), held, kept, keep);
      kept += keep;
    }
    piece.position(piece.position() + step);
    left -= step;
    if (left == 0) {
      end();
    }
  }

  private void end() {
    if (wanted) {
      values.value(tag, held, kept);
      Arrays.fill(held, 0, kept, (byte) 0);
    }
    at = At.HEADER;
  }

  private int u16(int offset) {
    return (header[offset] & 0xFF) | (header[offset + 1] & 0xFF) << 8;
  }

  private long u32(int offset) {
    return u16(offset) | (long) u16(offset + 2) << 16;
  }

  /** VRs whose length field has 32 bits (PS3.5 §7.1.2). */
  private static boolean isLong(byte first, byte second) {
    return switch (first << 8 | second) {
      case 'O' << 8 | 'B',
          'O' << 8 | 'D',
          'O' << 8 | 'F',
          'O' << 8 | 'L',
          'O' << 8 | 'V',
          'O' << 8 | 'W',
          'S' << 8 | 'Q',
          'S' << 8 | 'V',
          'U' << 8 | 'C',
          'U' << 8 | 'N',
          'U' << 8 | 'R',
          'U' << 8 | 'T',
          'U' << 8 | 'V' ->
          true;
      default -> false;
    };
  }
}

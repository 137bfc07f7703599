package huisclos.pixels.codec;

/**
 * The bits of an entropy-coded segment (T.81 §F.2.2.5): byte stuffing undone, ended by a marker.
 * What is asked for beyond the end is a breach.
 */
final class JpegBits {
  private final byte[] in;
  private int at;
  private long held;
  private int count;

  /** How many of the held bits were made up, for looking ahead at the end. */
  private int padding;

  JpegBits(byte[] in, int at) {
    this.in = in;
    this.at = at;
  }

  /** Where the marker is that ended the segment, or the segment goes on. */
  int position() {
    return at;
  }

  private void fill() {
    while (count <= 48) {
      int next = 0;
      if (at < in.length && (in[at] != (byte) 0xFF || (at + 1 < in.length && in[at + 1] == 0))) {
        next = in[at] & 0xFF;
        at += next == 0xFF ? 2 : 1;
      } else {
        padding += 8;
      }
      held = held << 8 | next;
      count += 8;
    }
  }

  /** The next bits, up to 16, which stay. */
  int peek(int bits) {
    if (count < bits) {
      fill();
    }
    return (int) (held >>> (count - bits)) & ((1 << bits) - 1);
  }

  /** Takes bits that were looked at. */
  void drop(int bits) throws DamagedFrameException {
    count -= bits;
    if (count < padding) {
      throw new DamagedFrameException("The JPEG scan ends early.");
    }
  }

  /** The next bits, up to 16. */
  int take(int bits) throws DamagedFrameException {
    if (bits == 0) {
      return 0;
    }
    int value = peek(bits);
    drop(bits);
    return value;
  }

  /** A difference or coefficient of this many bits (T.81 §F.2.2.1, EXTEND). */
  int extended(int bits) throws DamagedFrameException {
    if (bits == 0) {
      return 0;
    }
    int value = take(bits);
    return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  /** Passes the restart marker of this number, 0 to 7 (T.81 §F.1.2.3). */
  void restart(int number) throws DamagedFrameException {
    held = 0;
    count = 0;
    padding = 0;
    while (at + 1 < in.length && in[at] == (byte) 0xFF && in[at + 1] == (byte) 0xFF) {
      at++;
    }
    if (at + 1 >= in.length || in[at] != (byte) 0xFF || in[at + 1] != (byte) (0xD0 + number)) {
      throw new DamagedFrameException("A JPEG restart marker is missing.");
    }
    at += 2;
  }
}

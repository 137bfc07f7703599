package huisclos.desk.web.wado;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Moves a run of bits to the start of a byte, the lowest bit first as in pixel data of one bit a
 * pixel (PS3.5 §8.1.1); what is left of the last byte is 0. Of one thread.
 */
final class BitShift extends OutputStream {
  private final OutputStream out;
  private final int shift;
  private long left;
  private int held;
  private boolean begun;

  /**
   * @param shift bits of the first byte that aren't of the run, 0 to 7
   * @param bits how many the run has
   */
  BitShift(OutputStream out, int shift, long bits) {
    this.out = out;
    this.shift = shift;
    this.left = bits;
  }

  @Override
  public void write(int b) throws IOException {
    int value = b & 0xFF;
    if (begun) {
      emit((held >>> shift) | (value << (8 - shift)));
    }
    held = value;
    begun = true;
  }

  private void emit(int value) throws IOException {
    if (left > 0) {
      int mask = left >= 8 ? 0xFF : (1 << left) - 1;
      out.write(value & mask);
      left -= 8;
    }
  }

  /** Writes the rest; the target stays open. */
  @Override
  public void close() throws IOException {
    if (begun) {
      emit(held >>> shift);
      begun = false;
    }
  }
}

package huisclos.pixels.codec;

import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Codes RLE (PS3.5 annex G): a segment for each byte of a sample, most significant first, by
 * planes; each row by itself.
 */
public final class RleEncoder {
  private static final int HEADER = 64;
  private static final int MAX_RUN = 128;

  /** Runs shorter than this go into literal runs. */
  private static final int WORTH = 3;

  private RleEncoder() {}

  /** The coded frame; its length is even. */
  public static byte[] encode(NativeFrame frame) {
    PixelDescription d = frame.description();
    ByteArrayOutputStream out = new ByteArrayOutputStream(frame.bytes().length / 2 + HEADER);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(header.array());
    if (d.bitsAllocated() == 1) {
      header.putInt(1).putInt(HEADER);
      byte[] bits = packed(frame.bytes());
      // Rows of bits needn't begin with a byte: all of them are one.
      row(bits, 0, bits.length, 1, out);
      even(out);
    } else {
      int width = d.cellBits() / 8;
      int step = d.samplesPerPixel() * width;
      header.putInt(step);
      for (int s = 0; s < step; s++) {
        header.putInt(out.size());
        int start = s / width * width + width - 1 - s % width;
        int row = d.columns() * step;
        for (int y = 0; y < d.rows(); y++) {
          row(frame.bytes(), start + y * row, d.columns(), step, out);
        }
        even(out);
      }
    }
    byte[] coded = out.toByteArray();
    System.arraycopy(header.array(), 0, coded, 0, HEADER);
    return coded;
  }

  private static byte[] packed(byte[] samples) {
    byte[] bits = new byte[(samples.length + 7) / 8];
    for (int i = 0; i < samples.length; i++) {
      bits[i >>> 3] |= (byte) ((samples[i] & 1) << (i & 7));
    }
    return bits;
  }

  /** PackBits (PS3.5 §G.3.1) of every {@code step}th byte, so many of them. */
  private static void row(byte[] in, int start, int count, int step, ByteArrayOutputStream out) {
    int literal = 0;
    int at = 0;
    while (at < count) {
      int run = run(in, start, at, count, step);
      if (run >= WORTH) {
        literals(in, start, literal, at, step, out);
        out.write(1 - run);
        out.write(in[start + at * step]);
        at += run;
        literal = at;
      } else {
        at += run;
      }
    }
    literals(in, start, literal, count, step, out);
  }

  private static int run(byte[] in, int start, int at, int count, int step) {
    byte value = in[start + at * step];
    int most = Math.min(MAX_RUN, count - at);
    int run = 1;
    while (run < most && in[start + (at + run) * step] == value) {
      run++;
    }
    return run;
  }

  private static void literals(
      byte[] in, int start, int from, int to, int step, ByteArrayOutputStream out) {
    for (int at = from; at < to; at += MAX_RUN) {
      int length = Math.min(MAX_RUN, to - at);
      out.write(length - 1);
      for (int i = 0; i < length; i++) {
        out.write(in[start + (at + i) * step]);
      }
    }
  }

  private static void even(ByteArrayOutputStream out) {
    if (out.size() % 2 != 0) {
      out.write(0);
    }
  }
}

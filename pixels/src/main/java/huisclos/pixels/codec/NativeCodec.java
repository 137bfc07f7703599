package huisclos.pixels.codec;

import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import java.util.Arrays;

/** Uncompressed frames made uniform: cells of 8, 16 or 32 bits, interleaved, full chroma. */
public final class NativeCodec {
  private NativeCodec() {}

  /** Unpacks, interleaves and widens chroma as the description asks (PS3.5 §8; PS3.3 §C.7.6.3). */
  public static NativeFrame decode(byte[] bytes, PixelDescription d) throws DamagedFrameException {
    if (bytes.length * 8L < d.frameBits()) {
      throw new DamagedFrameException("The frame is shorter than its description says.");
    }
    if (d.syntax().uncompressed() && d.frameBits() != d.samples() * d.bitsAllocated()) {
      return new NativeFrame(d, d.photometric().replace("_422", ""), widened(bytes, d));
    }
    byte[] cells =
        d.bitsAllocated() == d.cellBits()
            ? Arrays.copyOf(bytes, (int) d.decodedBytes())
            : unpacked(bytes, d);
    return new NativeFrame(d, d.photometric(), d.planar() ? interleaved(cells, d) : cells);
  }

  /** Cells of other than 8, 16 or 32 bits follow each other from the lowest bit of each byte on. */
  private static byte[] unpacked(byte[] bytes, PixelDescription d) {
    byte[] cells = new byte[(int) d.decodedBytes()];
    int width = d.cellBits() / 8;
    int bits = d.bitsAllocated();
    long at = 0;
    for (int i = 0; i < cells.length; i += width) {
      for (int b = 0; b < bits; b++, at++) {
        int bit = bytes[(int) (at >>> 3)] >>> (at & 7) & 1;
        cells[i + (b >>> 3)] |= (byte) (bit << (b & 7));
      }
    }
    return cells;
  }

  private static byte[] interleaved(byte[] planes, PixelDescription d) {
    int width = d.cellBits() / 8;
    int samples = d.samplesPerPixel();
    int plane = d.rows() * d.columns() * width;
    byte[] pixels = new byte[planes.length];
    for (int s = 0; s < samples; s++) {
      int to = s * width;
      for (int from = s * plane; from < (s + 1) * plane; from += width, to += samples * width) {
        for (int b = 0; b < width; b++) {
          pixels[to + b] = planes[from + b];
        }
      }
    }
    return pixels;
  }

  /** Y1 Y2 Cb Cr becomes two pixels of the same chroma. */
  private static byte[] widened(byte[] bytes, PixelDescription d) {
    byte[] pixels = new byte[(int) d.samples()];
    for (int from = 0, to = 0; to < pixels.length; from += 4, to += 6) {
      pixels[to] = bytes[from];
      pixels[to + 3] = bytes[from + 1];
      pixels[to + 1] = bytes[from + 2];
      pixels[to + 4] = bytes[from + 2];
      pixels[to + 2] = bytes[from + 3];
      pixels[to + 5] = bytes[from + 3];
    }
    return pixels;
  }
}

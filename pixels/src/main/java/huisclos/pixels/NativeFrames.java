package huisclos.pixels;

import huisclos.dicom.DataSetReader;
import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import huisclos.pixels.Undecodable.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Uncompressed pixel data cut into frames (PS3.5 §8.1.1). A frame need not begin at a byte: those
 * of one bit a sample follow each other without padding, and are moved here to begin at bit 0.
 */
final class NativeFrames {
  private NativeFrames() {}

  static SortedMap<Integer, byte[]> all(ValueElement value, PixelDescription d) {
    byte[] bytes = value.bytes();
    if (d.syntax().bigEndian() && d.bitsAllocated() == 32 && value.vr() == Vr.OW) {
      // Read as 16 bit words, which in big endian lay the upper one first.
      bytes = bytes.clone();
      swapWords(bytes);
    }
    SortedMap<Integer, byte[]> frames = new TreeMap<>();
    for (int n = 0; n < d.frames(); n++) {
      long start = n * d.frameBits();
      if (start / 8 >= bytes.length) {
        break;
      }
      frames.put(n, cut(bytes, start, d.frameBits()));
    }
    return frames;
  }

  /**
   * Gives the wanted frames of a value that streams by to a sink; holds one.
   *
   * @param wanted ascending
   * @return why it ended early; empty at the end of the value
   */
  static Optional<Undecodable> read(
      DataSetReader reader,
      ElementHeader header,
      PixelDescription d,
      PrimitiveIterator.OfInt wanted,
      FrameSink sink)
      throws IOException {
    InputStream in = reader.valueStream();
    int unit = unit(d, header.vr());
    long at = 0;
    byte[] slice = {};
    while (wanted.hasNext()) {
      int n = wanted.nextInt();
      long start = Math.multiplyExact((long) n, d.frameBits());
      // Whole units, so that they can be turned round.
      long from = start / 8 / 4 * 4;
      long to = Math.min(header.length(), ((start + d.frameBits() + 7) / 8 + 3) / 4 * 4);
      if (n < 0 || n >= d.frames() || from >= to) {
        continue;
      }
      if (to - from > PixelLimits.MAX_FRAME_BYTES) {
        return Optional.of(new Undecodable(Reason.TOO_LARGE));
      }
      if (from >= at) {
        in.skipNBytes(from - at);
        slice = in.readNBytes((int) (to - from));
      } else {
        // The last unit of the frame before is the first of this one.
        int kept = (int) (at - from);
        byte[] more = in.readNBytes((int) (to - at));
        byte[] both = Arrays.copyOfRange(slice, slice.length - kept, slice.length + more.length);
        System.arraycopy(more, 0, both, kept, more.length);
        slice = both;
      }
      at = to;
      Optional<Undecodable> over =
          sink.take(n, cut(turned(slice, d, unit), start - from * 8, d.frameBits()));
      if (over.isPresent()) {
        return over;
      }
    }
    reader.skipValue();
    return Optional.empty();
  }

  private static int unit(PixelDescription d, Vr vr) {
    return d.bitsAllocated() == 32 ? 4 : d.bitsAllocated() == 16 ? 2 : vr.unitBytes();
  }

  private static byte[] turned(byte[] slice, PixelDescription d, int unit) {
    if (!d.syntax().bigEndian() || unit == 1) {
      return slice;
    }
    byte[] turned = slice.clone();
    for (int i = 0; i + unit <= turned.length; i += unit) {
      for (int j = 0; j < unit; j++) {
        turned[i + j] = slice[i + unit - 1 - j];
      }
    }
    return turned;
  }

  private static void swapWords(byte[] bytes) {
    for (int i = 0; i + 4 <= bytes.length; i += 4) {
      byte b0 = bytes[i];
      byte b1 = bytes[i + 1];
      bytes[i] = bytes[i + 2];
      bytes[i + 1] = bytes[i + 3];
      bytes[i + 2] = b0;
      bytes[i + 3] = b1;
    }
  }

  /** These bits as bytes of their own, or what there is of them. */
  private static byte[] cut(byte[] bytes, long startBit, long bits) {
    int from = (int) (startBit / 8);
    int shift = (int) (startBit % 8);
    long wanted = (bits + 7) / 8;
    if (shift == 0) {
      return Arrays.copyOfRange(bytes, from, (int) Math.min(bytes.length, from + wanted));
    }
    byte[] cut = new byte[(int) Math.min(bytes.length - from, wanted)];
    for (int i = 0; i < cut.length; i++) {
      int low = (bytes[from + i] & 0xFF) >>> shift;
      int high = from + i + 1 < bytes.length ? bytes[from + i + 1] << (8 - shift) : 0;
      cut[i] = (byte) (low | high);
    }
    return cut;
  }
}

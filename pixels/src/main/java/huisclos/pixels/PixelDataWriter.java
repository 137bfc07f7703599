package huisclos.pixels;

import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the element Pixel Data frame by frame, little endian: as numbers (PS3.5 §8.1.1), or as
 * fragments, one a frame after an empty basic offset table (PS3.5 §A.4). Of one thread.
 */
abstract sealed class PixelDataWriter {
  private static final int UNDEFINED = 0xFFFFFFFF;
  private static final long MAX_LENGTH = 0xFFFFFFFEL;

  final OutputStream out;

  private PixelDataWriter(OutputStream out) {
    this.out = out;
  }

  static PixelDataWriter of(TransferSyntax syntax, OutputStream out) {
    return syntax.encapsulated() ? new Fragments(out) : new Numbers(syntax.explicit(), out);
  }

  /** Whether frames so described fit into the value of an element. */
  boolean fits(PixelDescription d) {
    return Numbers.length(d) <= MAX_LENGTH;
  }

  /** Writes the element's header. */
  abstract void begin(PixelDescription description) throws IOException;

  /** Writes the next frame. */
  abstract void frame(byte[] bytes) throws IOException;

  /** Ends the value. */
  abstract void end() throws IOException;

  void header(boolean explicit, Vr vr, int length) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    tag(header, Tag.PIXEL_DATA);
    if (explicit) {
      header.put((byte) vr.name().charAt(0)).put((byte) vr.name().charAt(1)).putShort((short) 0);
    }
    out.write(header.putInt(length).array(), 0, header.position());
  }

  private static void tag(ByteBuffer header, int tag) {
    header.putShort((short) (tag >>> 16)).putShort((short) tag);
  }

  private static final class Numbers extends PixelDataWriter {
    private final boolean explicit;
    private boolean bits;
    private boolean odd;

    /** Bits of the last byte so far, and how many. */
    private int carry;

    private int carried;

    Numbers(boolean explicit, OutputStream out) {
      super(out);
      this.explicit = explicit;
    }

    /** Bytes of all frames; those of one bit a sample follow each other without padding. */
    static long length(PixelDescription d) {
      return d.bitsAllocated() == 1
          ? Math.ceilDiv(d.samples() * d.frames(), 8)
          : d.decodedBytes() * d.frames();
    }

    @Override
    void begin(PixelDescription d) throws IOException {
      long length = length(d);
      bits = d.bitsAllocated() == 1;
      odd = length % 2 != 0;
      header(explicit, d.cellBits() == 8 ? Vr.OB : Vr.OW, (int) (length + length % 2));
    }

    @Override
    void frame(byte[] bytes) throws IOException {
      if (bits) {
        pack(bytes);
      } else {
        out.write(bytes);
      }
    }

    private void pack(byte[] samples) throws IOException {
      byte[] packed = new byte[(samples.length + carried) / 8];
      int at = 0;
      for (byte sample : samples) {
        carry |= (sample & 1) << carried++;
        if (carried == 8) {
          packed[at++] = (byte) carry;
          carry = 0;
          carried = 0;
        }
      }
      out.write(packed);
    }

    @Override
    void end() throws IOException {
      if (carried > 0) {
        out.write(carry);
      }
      if (odd) {
        out.write(0);
      }
    }
  }

  private static final class Fragments extends PixelDataWriter {
    Fragments(OutputStream out) {
      super(out);
    }

    @Override
    void begin(PixelDescription description) throws IOException {
      header(true, Vr.OB, UNDEFINED);
      item(Tag.ITEM, 0);
    }

    @Override
    void frame(byte[] bytes) throws IOException {
      item(Tag.ITEM, bytes.length + bytes.length % 2);
      out.write(bytes);
      if (bytes.length % 2 != 0) {
        out.write(0);
      }
    }

    @Override
    void end() throws IOException {
      item(Tag.SEQUENCE_DELIMITATION_ITEM, 0);
    }

    private void item(int tag, int length) throws IOException {
      ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      tag(header, tag);
      out.write(header.putInt(length).array());
    }
  }
}

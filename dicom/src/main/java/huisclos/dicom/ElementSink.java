package huisclos.dicom;

import java.io.IOException;
import java.io.OutputStream;

/** Writes headers and values through a buffer of its own. {@link #flush} passes all on. */
final class ElementSink {
  private final OutputStream out;
  private final byte[] buffer = new byte[8 << 10];
  private int filled;

  ElementSink(OutputStream out) {
    this.out = out;
  }

  /**
   * The header of an element (PS3.5 §7.1.2, §7.1.3).
   *
   * @param length unsigned; must fit 16 bits for a VR that has no more
   */
  void header(int tag, Vr vr, int length, boolean explicit, boolean big) throws IOException {
    room(12);
    put16(Tags.group(tag), big);
    put16(Tags.element(tag), big);
    if (!explicit) {
      put32(length, big);
      return;
    }
    buffer[filled++] = (byte) vr.name().charAt(0);
    buffer[filled++] = (byte) vr.name().charAt(1);
    if (vr.isLongLength()) {
      put16(0, big);
      put32(length, big);
    } else {
      put16(length, big);
    }
  }

  /** The header of an item or a delimiter (PS3.5 §7.5). */
  void item(int tag, int length, boolean big) throws IOException {
    room(8);
    put16(Tags.group(tag), big);
    put16(Tags.element(tag), big);
    put32(length, big);
  }

  /** Bytes as they are. */
  void bytes(byte[] bytes) throws IOException {
    bytes(bytes, bytes.length);
  }

  /** The first of these bytes. */
  void bytes(byte[] bytes, int length) throws IOException {
    if (length > buffer.length - filled) {
      flush();
      if (length >= buffer.length) {
        out.write(bytes, 0, length);
        return;
      }
    }
    System.arraycopy(bytes, 0, buffer, filled, length);
    filled += length;
  }

  /** Passes on what is buffered; the stream itself is not flushed. */
  void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }

  private void room(int count) throws IOException {
    if (buffer.length - filled < count) {
      flush();
    }
  }

  private void put16(int value, boolean big) {
    buffer[filled++] = (byte) (big ? value >>> 8 : value);
    buffer[filled++] = (byte) (big ? value : value >>> 8);
  }

  private void put32(int value, boolean big) {
    put16(big ? value >>> 16 : value & 0xFFFF, big);
    put16(big ? value & 0xFFFF : value >>> 16, big);
  }
}

package huisclos.net.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects big-endian fields whose lengths are filled in afterwards. Not thread-safe. */
public final class ByteSink {
  private byte[] bytes = new byte[512];
  private int size;

  public ByteSink u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  public ByteSink u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public ByteSink u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  public ByteSink bytes(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** The buffer's remaining bytes; its position stays. */
  public ByteSink bytes(ByteBuffer value) {
    int count = value.remaining();
    room(count);
    value.get(value.position(), bytes, size, count);
    size += count;
    return this;
  }

  public ByteSink ascii(String value) {
    return bytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Leaves room for a 32-bit length. */
  public int begin32() {
    u32(0);
    return size;
  }

  /** Fills in the length of what came since {@code mark}. */
  public void end32(int mark) {
    ByteBuffer.wrap(bytes).putInt(mark - 4, size - mark);
  }

  /** Leaves room for a 16-bit length. */
  public int begin16() {
    u16(0);
    return size;
  }

  /**
   * Fills in the length of what came since {@code mark}.
   *
   * @throws IllegalArgumentException if it is beyond 65,535
   */
  public void end16(int mark) {
    int length = size - mark;
    if (length > 0xFFFF) {
      throw new IllegalArgumentException("item longer than 65,535 bytes");
    }
    ByteBuffer.wrap(bytes).putShort(mark - 2, (short) length);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    }
  }
}

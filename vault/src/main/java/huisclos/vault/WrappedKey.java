package huisclos.vault;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A key sealed by another one, 60 bytes: no secret without that one, yet not shown either. */
final class WrappedKey {
  static final int BYTES = Gcm.WRAPPED_BYTES;

  private final byte[] bytes;

  WrappedKey(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  static WrappedKey read(ByteBuffer from) {
    byte[] bytes = new byte[BYTES];
    from.get(bytes);
    return new WrappedKey(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "WrappedKey[...]";
  }
}

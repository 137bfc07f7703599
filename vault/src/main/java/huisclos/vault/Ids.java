package huisclos.vault;

import com.google.crypto.tink.subtle.Random;
import java.nio.ByteBuffer;

/** What the 128-bit ids have in common. */
final class Ids {
  /** Length of every id, bytes. */
  static final int BYTES = 16;

  private Ids() {}

  static byte[] randomBytes() {
    return Random.randBytes(BYTES);
  }

  static void checkLength(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an id is 16 bytes");
    }
  }

  static long high(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong(0);
  }

  static long low(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong(8);
  }

  static byte[] bytes(long high, long low) {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  static byte[] read(ByteBuffer from) {
    byte[] bytes = new byte[BYTES];
    from.get(bytes);
    return bytes;
  }

  static String hex(long high, long low) {
    return "%016x%016x".formatted(high, low);
  }
}

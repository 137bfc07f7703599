package huisclos.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first {@value #BYTES} bytes of a container, big-endian: magic {@code HCBLOBS} and version 1
 * (one byte), vault id (16), store (4), number (8), zeros (24), CRC-32C (4).
 */
final class ContainerHeader {
  static final int BYTES = 64;

  private static final byte[] MAGIC = "HCBLOBS\u0001".getBytes(StandardCharsets.ISO_8859_1);

  private ContainerHeader() {}

  static byte[] encode(VaultId vault, int store, long number) {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.put(MAGIC).put(vault.bytes()).putInt(store).putLong(number);
    out.putInt(BYTES - 4, Checksum.of(out.array(), 0, BYTES - 4));
    return out.array();
  }

  static boolean matches(byte[] bytes, VaultId vault, int store, long number) {
    return Arrays.equals(bytes, encode(vault, store, number));
  }
}

package huisclos.vault;

import java.util.zip.CRC32C;

/** CRC-32C: finds damage by accident; damage by intent is found by the seals. */
final class Checksum {
  private Checksum() {}

  static int of(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}

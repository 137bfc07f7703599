package huisclos.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first {@value #BYTES} bytes of the key ring, big-endian: magic {@code HCRING} and version 1
 * (two bytes), vault id (16), id of the site key that wraps the ring (16), the home key wrapped by
 * it (60), rotations so far (4), zeros (20), CRC-32C (4).
 */
final class RingHeader {
  static final int BYTES = 128;

  private static final byte[] MAGIC = "HCRING\u0000\u0001".getBytes(StandardCharsets.ISO_8859_1);

  private final VaultId vault;
  private final byte[] siteKeyId;
  private final WrappedKey wrappedHomeKey;
  private final int rotations;

  RingHeader(VaultId vault, byte[] siteKeyId, WrappedKey wrappedHomeKey, int rotations) {
    this.vault = vault;
    this.siteKeyId = siteKeyId.clone();
    this.wrappedHomeKey = wrappedHomeKey;
    this.rotations = rotations;
  }

  VaultId vault() {
    return vault;
  }

  boolean wrappedBy(SiteKey key) {
    return Arrays.equals(siteKeyId, key.idBytes());
  }

  String siteKeyIdHex() {
    return HexFormat.of().formatHex(siteKeyId);
  }

  WrappedKey wrappedHomeKey() {
    return wrappedHomeKey;
  }

  int rotations() {
    return rotations;
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.put(MAGIC).put(vault.bytes()).put(siteKeyId).put(wrappedHomeKey.bytes()).putInt(rotations);
    out.putInt(BYTES - 4, Checksum.of(out.array(), 0, BYTES - 4));
    return out.array();
  }

  static RingHeader decode(byte[] bytes) throws CorruptRingException {
    if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new CorruptRingException("no key ring, or of another version", 0);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt(BYTES - 4) != Checksum.of(bytes, 0, BYTES - 4)) {
      throw new CorruptRingException("header checksum", 0);
    }
    in.position(MAGIC.length);
    VaultId vault = VaultId.of(Ids.read(in));
    byte[] siteKeyId = Ids.read(in);
    WrappedKey home = WrappedKey.read(in);
    return new RingHeader(vault, siteKeyId, home, in.getInt());
  }
}

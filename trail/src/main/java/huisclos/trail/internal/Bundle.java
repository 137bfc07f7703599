package huisclos.trail.internal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An entry bundle's bytes: records, each after its length as a big-endian uint16 (C2SP). */
public final class Bundle {
  private Bundle() {}

  /** The longest record. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  /** The longest bundle. */
  public static final int MAX_BYTES = LogFolder.TILE_WIDTH * (2 + MAX_ENTRY_BYTES);

  /** The bundle of these records. */
  public static byte[] encode(List<byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      out.write(entry.length >>> 8);
      out.write(entry.length);
      out.writeBytes(entry);
    }
    return out.toByteArray();
  }

  /** The records of a bundle, or nothing if its bytes don't come out even. */
  public static Optional<List<byte[]>> decode(byte[] bytes) {
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      if (bytes.length - at < 2 || entries.size() == LogFolder.TILE_WIDTH) {
        return Optional.empty();
      }
      int length = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
      at += 2;
      if (bytes.length - at < length) {
        return Optional.empty();
      }
      entries.add(Arrays.copyOfRange(bytes, at, at + length));
      at += length;
    }
    return Optional.of(entries);
  }
}

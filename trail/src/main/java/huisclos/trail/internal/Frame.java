package huisclos.trail.internal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The journal's bytes. A segment begins with a header, then frames follow, all big-endian:
 *
 * <pre>
 * segment  magic 8 | log id 16 | first index 8 | CRC-32C of these 4
 * frame    length 4 | index 8 | durable 8 | CRC-32C of the record 4 | CRC-32C of log id and these 4
 *          | the record
 * </pre>
 *
 * {@code durable} is how many records were synced when the frame was written. It tells a tail that
 * was torn by a power cut, and never acknowledged, from the damage of records that were.
 */
public final class Frame {
  private Frame() {}

  /** Bytes of a segment's header. */
  public static final int SEGMENT_HEADER = 36;

  /** Bytes before a record. */
  public static final int HEADER = 28;

  private static final long MAGIC = 0x4843_5452_4149_4c01L; // "HCTRAIL" and the version

  /** What stands before a record. */
  public record Head(int length, long index, long durable, int crc) {}

  /** A segment's header. */
  public static ByteBuffer segmentHeader(String logId, long first) {
    ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER);
    header.putLong(MAGIC).put(HexFormat.of().parseHex(logId)).putLong(first);
    return header.putInt(crc(header.array(), 0, SEGMENT_HEADER - 4)).flip();
  }

  /** Appends a frame. */
  public static void put(ByteBuffer out, String logId, long index, long durable, byte[] entry) {
    ByteBuffer head = ByteBuffer.allocate(HEADER);
    head.putInt(entry.length).putLong(index).putLong(durable);
    head.putInt(crc(entry, 0, entry.length));
    out.put(head.putInt(headCrc(logId, head, 0)).flip()).put(entry);
  }

  /** Whether {@code bytes} begin with a plausible head whose checksum holds. */
  public static boolean isHead(ByteBuffer bytes, String logId) {
    int length = bytes.getInt(bytes.position());
    return length >= 0
        && length <= Bundle.MAX_ENTRY_BYTES
        && headCrc(logId, bytes, bytes.position()) == bytes.getInt(bytes.position() + HEADER - 4);
  }

  /** The head that {@code bytes} begin with; they are left where they are. */
  public static Head head(ByteBuffer bytes) {
    int at = bytes.position();
    return new Head(
        bytes.getInt(at), bytes.getLong(at + 4), bytes.getLong(at + 12), bytes.getInt(at + 20));
  }

  /** Whether this is the record the head speaks of. */
  public static boolean holds(Head head, byte[] entry) {
    return crc(entry, 0, entry.length) == head.crc;
  }

  private static int headCrc(String logId, ByteBuffer bytes, int at) {
    CRC32C crc = new CRC32C();
    crc.update(HexFormat.of().parseHex(logId));
    byte[] covered = new byte[HEADER - 4];
    bytes.get(at, covered);
    crc.update(covered);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}

package huisclos.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * What an object is, sealed with it, so that the index can be rebuilt from the blobs and checked
 * against them.
 *
 * @param studyUid Study Instance UID; each UID at most {@value #MAX_UID_BYTES} bytes of UTF-8
 * @param seriesUid Series Instance UID
 * @param sopInstanceUid SOP Instance UID
 * @param sopClassUid SOP Class UID
 * @param transferSyntaxUid transfer syntax of the content
 * @param length of the plaintext, bytes
 * @param sha256 of the plaintext, 64 lower-case hexadecimal digits
 */
public record BlobDescriptor(
    String studyUid,
    String seriesUid,
    String sopInstanceUid,
    String sopClassUid,
    String transferSyntaxUid,
    long length,
    String sha256) {
  /** Longest UID kept; the standard's 64 with room for what peers send. */
  public static final int MAX_UID_BYTES = 255;

  private static final int VERSION = 1;
  private static final int SHA_BYTES = 32;

  /** Longest encoded form, bytes. */
  static final int MAX_BYTES = 1 + 5 * (1 + MAX_UID_BYTES) + 8 + SHA_BYTES;

  public BlobDescriptor {
    for (String uid :
        List.of(studyUid, seriesUid, sopInstanceUid, sopClassUid, transferSyntaxUid)) {
      if (uid.length() > MAX_UID_BYTES
          || uid.getBytes(StandardCharsets.UTF_8).length > MAX_UID_BYTES) {
        throw new IllegalArgumentException("a UID is at most 255 bytes");
      }
    }
    if (length < 0 || sha256.length() != 2 * SHA_BYTES) {
      throw new IllegalArgumentException("a length is not negative, a SHA-256 has 64 digits");
    }
  }

  /** Version (1), five UIDs each after its length (1), length (8), SHA-256 (32). */
  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put((byte) VERSION);
    put(out, studyUid);
    put(out, seriesUid);
    put(out, sopInstanceUid);
    put(out, sopClassUid);
    put(out, transferSyntaxUid);
    out.putLong(length).put(HexFormat.of().parseHex(sha256));
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  /**
   * @throws IllegalArgumentException for bytes that are no descriptor
   */
  static BlobDescriptor decode(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != VERSION) {
        throw new IllegalArgumentException("descriptor of another version");
      }
      String study = uid(in);
      String series = uid(in);
      String instance = uid(in);
      String sopClass = uid(in);
      String syntax = uid(in);
      long length = in.getLong();
      byte[] sha = new byte[SHA_BYTES];
      in.get(sha);
      return new BlobDescriptor(
          study, series, instance, sopClass, syntax, length, HexFormat.of().formatHex(sha));
    } catch (java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("descriptor cut short", e);
    }
  }

  private static void put(ByteBuffer out, String uid) {
    byte[] bytes = uid.getBytes(StandardCharsets.UTF_8);
    out.put((byte) bytes.length).put(bytes);
  }

  private static String uid(ByteBuffer in) {
    byte[] bytes = new byte[in.get() & 0xFF];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

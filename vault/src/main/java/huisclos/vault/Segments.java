package huisclos.vault;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.security.InvalidAlgorithmParameterException;

/**
 * The arithmetic of the sealed content: Tink's AES-256-GCM-HKDF streaming form with segments of 64
 * KiB. The first segment starts with a header of {@value #HEADER_BYTES} bytes, each ends with a tag
 * of {@value #TAG_BYTES}; an empty object has one segment without content.
 */
final class Segments {
  /** A sealed segment, bytes; the last one may be shorter. */
  static final int SEALED_BYTES = 1 << 16;

  static final int TAG_BYTES = 16;
  static final int HEADER_BYTES = 40;

  /** Content of every segment but the first and last, bytes. */
  static final int PLAIN_BYTES = SEALED_BYTES - TAG_BYTES;

  /** Content of a full first segment, bytes. */
  static final int FIRST_PLAIN_BYTES = PLAIN_BYTES - HEADER_BYTES;

  /** Most segments of an object: the form numbers them with 32 bits; 2^31 make 128 TiB. */
  static final long MAX_SEALED_BYTES = (1L << 31) * SEALED_BYTES;

  private Segments() {}

  static AesGcmHkdfStreaming cipher(byte[] objectKey) {
    try {
      return new AesGcmHkdfStreaming(objectKey, "HMACSHA256", 32, SEALED_BYTES, 0);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  static int capacity(long segment) {
    return segment == 0 ? FIRST_PLAIN_BYTES : PLAIN_BYTES;
  }

  static long sealedLength(long plain) {
    long beyondFirst = Math.max(0, plain - FIRST_PLAIN_BYTES);
    long segments = 1 + Math.ceilDiv(beyondFirst, PLAIN_BYTES);
    return HEADER_BYTES + plain + segments * TAG_BYTES;
  }

  static long segments(long sealed) {
    return Math.ceilDiv(sealed, SEALED_BYTES);
  }

  static long plainLength(long sealed) {
    return sealed - HEADER_BYTES - segments(sealed) * TAG_BYTES;
  }

  /** The segment that holds a plaintext position. */
  static long segmentOf(long position) {
    return position < FIRST_PLAIN_BYTES ? 0 : 1 + (position - FIRST_PLAIN_BYTES) / PLAIN_BYTES;
  }

  /** The plaintext position at which a segment starts. */
  static long start(long segment) {
    return segment == 0 ? 0 : FIRST_PLAIN_BYTES + (segment - 1) * PLAIN_BYTES;
  }
}

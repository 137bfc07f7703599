package huisclos.trail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The part of a record that may identify a patient: bytes that only a {@link Sealer} opens. There
 * is no way to make one from clear bytes without sealing them. Immutable.
 */
public final class SealedPart {
  private static final byte[] CONTEXT = "trail record".getBytes(StandardCharsets.UTF_8);

  private final byte[] bytes;

  private SealedPart(byte[] bytes) {
    if (bytes.length > TrailLimits.MAX_SEALED_BYTES) {
      throw new IllegalArgumentException("sealed part of a trail record is too long");
    }
    this.bytes = bytes;
  }

  /**
   * Seals {@code plain}; what it holds is the caller's affair, as a rule UTF-8 text.
   *
   * @throws IllegalArgumentException if it is over {@value TrailLimits#MAX_PLAIN_BYTES} bytes
   */
  public static SealedPart seal(Sealer sealer, byte[] plain) {
    if (plain.length > TrailLimits.MAX_PLAIN_BYTES) {
      throw new IllegalArgumentException("sealed part of a trail record is too long");
    }
    return new SealedPart(sealer.seal(plain, CONTEXT.clone()));
  }

  /** A sealed part as it was read from a record. */
  static SealedPart stored(byte[] sealed) {
    return new SealedPart(sealed);
  }

  /** The plain bytes; a runtime exception of the sealer means that this is not its seal. */
  public byte[] open(Sealer sealer) {
    return sealer.open(bytes.clone(), CONTEXT.clone());
  }

  /** A copy of the sealed bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedPart that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SealedPart[" + bytes.length + " bytes]";
  }
}

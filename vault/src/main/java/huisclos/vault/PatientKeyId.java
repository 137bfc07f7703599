package huisclos.vault;

/**
 * Names the key of one patient record in the {@link KeyRing}. 128 random bits; no secret, safe to
 * log.
 */
public record PatientKeyId(long high, long low) {

  /** A fresh random id. */
  public static PatientKeyId random() {
    byte[] bytes = Ids.randomBytes();
    return of(bytes);
  }

  /**
   * The id of its 16 bytes, as {@link #bytes()} gives them.
   *
   * @throws IllegalArgumentException for another length
   */
  public static PatientKeyId of(byte[] bytes) {
    Ids.checkLength(bytes);
    return new PatientKeyId(Ids.high(bytes), Ids.low(bytes));
  }

  /** The id's 16 bytes, big-endian. */
  public byte[] bytes() {
    return Ids.bytes(high, low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return Ids.hex(high, low);
  }
}

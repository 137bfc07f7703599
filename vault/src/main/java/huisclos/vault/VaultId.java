package huisclos.vault;

/**
 * Names one vault (one home); drawn on first use and part of all associated data, so that nothing
 * sealed in one home opens in another. 128 random bits; no secret, safe to log.
 */
public record VaultId(long high, long low) {

  /** A fresh random id. */
  public static VaultId random() {
    byte[] bytes = Ids.randomBytes();
    return of(bytes);
  }

  /**
   * The id of its 16 bytes, as {@link #bytes()} gives them.
   *
   * @throws IllegalArgumentException for another length
   */
  public static VaultId of(byte[] bytes) {
    Ids.checkLength(bytes);
    return new VaultId(Ids.high(bytes), Ids.low(bytes));
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

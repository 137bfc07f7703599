package huisclos.archive;

/** A sealed value as it lies in a column; the bytes are not copied and must not be changed. */
final class SealedColumn {
  private final byte[] bytes;

  SealedColumn(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "SealedColumn[" + bytes.length + " bytes]";
  }
}

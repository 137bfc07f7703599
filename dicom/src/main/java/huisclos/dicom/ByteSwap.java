package huisclos.dicom;

/** Turns numbers around between big and little endian. */
final class ByteSwap {
  private ByteSwap() {}

  /** Reverses each whole unit in place; what is left of a last one stays. */
  static void swap(byte[] bytes, int length, int unit) {
    for (int start = 0; unit > 1 && start + unit <= length; start += unit) {
      for (int i = start, j = start + unit - 1; i < j; i++, j--) {
        byte b = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = b;
      }
    }
  }

  /** A copy turned around, or the same array where there is nothing to turn. */
  static byte[] swapped(byte[] bytes, int unit) {
    if (unit == 1 || bytes.length < unit) {
      return bytes;
    }
    byte[] copy = bytes.clone();
    swap(copy, copy.length, unit);
    return copy;
  }
}

package huisclos.pixels.codec;

/** A Huffman table (T.81 §C, §F.2.2.3): short codes by a look-up, longer ones by their length. */
final class JpegHuffman {
  private static final int FAST = 9;
  private static final int MAX_LENGTH = 16;

  private final byte[] symbols;

  /** By the next 9 bits: length of the code in the upper byte, symbol in the lower; 0 if longer. */
  private final short[] fast = new short[1 << FAST];

  /** By length: the first code beyond those of it, left-aligned to 16 bits. */
  private final int[] limit = new int[MAX_LENGTH + 2];

  /** By length: what to add to a code for its symbol's index. */
  private final int[] delta = new int[MAX_LENGTH + 1];

  /**
   * A table.
   *
   * @param lengths how many codes there are of 1 to 16 bits
   * @param symbols their symbols, as many as there are codes
   */
  JpegHuffman(int[] lengths, byte[] symbols) throws DamagedFrameException {
    this.symbols = symbols;
    int code = 0;
    int index = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      int n = lengths[length - 1];
      delta[length] = index - code;
      if (code + n > 1 << length) {
        throw new DamagedFrameException("A JPEG Huffman table has more codes than fit.");
      }
      if (length <= FAST) {
        for (int i = 0; i < n; i++) {
          int from = (code + i) << (FAST - length);
          short entry = (short) (length << 8 | (symbols[index + i] & 0xFF));
          java.util.Arrays.fill(fast, from, from + (1 << (FAST - length)), entry);
        }
      }
      code += n;
      index += n;
      limit[length] = code << (MAX_LENGTH - length);
      code <<= 1;
    }
  }

  /** The next symbol, 0 to 255. */
  int next(JpegBits bits) throws DamagedFrameException {
    int ahead = bits.peek(MAX_LENGTH);
    int entry = fast[ahead >>> (MAX_LENGTH - FAST)];
    if (entry != 0) {
      bits.drop(entry >>> 8);
      return entry & 0xFF;
    }
    for (int length = FAST + 1; length <= MAX_LENGTH; length++) {
      if (ahead < limit[length]) {
        bits.drop(length);
        return symbols[(ahead >>> (MAX_LENGTH - length)) + delta[length]] & 0xFF;
      }
    }
    throw new DamagedFrameException("A JPEG scan holds a code that its table has not.");
  }
}

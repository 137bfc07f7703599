package huisclos.pixels.codec;

/**
 * What a JPEG frame header says (T.81 §B.2.2).
 *
 * @param kind the marker's low byte: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless
 * @param precision bits of a sample
 */
record JpegFrame(int kind, int precision, int rows, int columns) {
  boolean lossless() {
    return kind == 0xC3;
  }

  boolean progressive() {
    return kind == 0xC2;
  }
}

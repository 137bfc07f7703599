package huisclos.pixels;

/**
 * Pixels ready to be shown: eight bits a band, bands interleaved, rows from the top. The array is
 * changed in place by what draws on it; of one thread.
 *
 * @param width its columns
 * @param height its rows
 * @param bands 1 for grey, 3 for red, green and blue
 * @param samples {@code width * height * bands} of them
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer with its shape; nobody compares pictures
record Picture(int width, int height, int bands, byte[] samples) {
  static final byte WHITE = (byte) 255;

  /** Sets one pixel to a shade of grey; outside of the picture nothing happens. */
  void dot(int x, int y, byte grey) {
    if (x >= 0 && y >= 0 && x < width && y < height) {
      int at = (y * width + x) * bands;
      for (int band = 0; band < bands; band++) {
        samples[at + band] = grey;
      }
    }
  }

  @Override
  public String toString() {
    return width + "x" + height + "x" + bands;
  }
}

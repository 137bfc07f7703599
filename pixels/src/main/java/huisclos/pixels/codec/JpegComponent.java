package huisclos.pixels.codec;

/** A component of a JPEG frame (T.81 §A.1.1), with what its scans have decoded. */
final class JpegComponent {
  final int id;
  final int horizontal;
  final int vertical;
  final int quantisation;

  /** Its size in samples, rounded up. */
  final int width;

  final int height;

  /** Blocks of a row and rows of blocks, filled up to whole units of an interleaved scan. */
  final int blocksWide;

  final int blocksHigh;

  /** Coefficients, 64 a block in zigzag order; or samples for a lossless frame. */
  final short[] values;

  /** Whether a scan has had it. */
  boolean seen;

  JpegComponent(int id, int sampling, int quantisation, JpegFrame frame, int maxH, int maxV) {
    this.id = id;
    this.horizontal = sampling >> 4;
    this.vertical = sampling & 15;
    this.quantisation = quantisation;
    this.width = ceil(frame.columns() * horizontal, maxH);
    this.height = ceil(frame.rows() * vertical, maxV);
    this.blocksWide = ceil(frame.columns(), 8 * maxH) * horizontal;
    this.blocksHigh = ceil(frame.rows(), 8 * maxV) * vertical;
    this.values =
        new short
            [frame.lossless() ? width * height : Math.multiplyExact(blocksWide * blocksHigh, 64)];
  }

  static int ceil(int value, int unit) {
    return (value + unit - 1) / unit;
  }
}

package huisclos.pixels.codec;

import java.util.List;

/**
 * A scan header (T.81 §B.2.3).
 *
 * @param from first coefficient of the band; the predictor for a lossless frame
 * @param to last coefficient
 * @param high bits already known (successive approximation), 0 for the first scan
 * @param low the point transform
 * @param restart units between restart markers, 0 for none
 */
record JpegScan(List<Part> parts, int from, int to, int high, int low, int restart) {
  /** A component with its tables; a table that the scan does not need may be absent. */
  record Part(JpegComponent component, Table dc, Table ac) {}

  /** A table's slot. */
  interface Table {
    /** A symbol by this table. */
    int next(JpegBits bits) throws DamagedFrameException;
  }
}

package huisclos.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A raw deflate stream made plain (PS3.5 §A.5), within {@link Limits#MAX_INFLATED_BYTES} and {@link
 * Limits#MAX_INFLATE_RATIO}.
 *
 * <p>The native inflater's memory is given back at the end of the data, on any failure, and
 * otherwise by the collector.
 */
final class InflatedStream extends InputStream {
  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final byte[] input = new byte[Limits.READ_AHEAD_BYTES];
  private boolean inputEnded;
  private boolean finished;
  private long taken;
  private long made;

  InflatedStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!finished) {
      int count = inflate(target, start, length);
      if (count > 0) {
        made += count;
        check();
        return count;
      }
      if (inflater.finished() || inflater.needsDictionary()) {
        finished = true;
      } else {
        refill();
      }
    }
    return -1;
  }

  /**
   * Takes what follows the deflated bytes: the NUL that makes their number even, and whatever else
   * the stream still holds, which belongs to nothing and is ignored.
   */
  void finish() throws IOException {
    inflater.end();
    while (!inputEnded) {
      inputEnded = in.read(input) < 0;
    }
  }

  private int inflate(byte[] target, int start, int length) throws DicomException {
    try {
      return inflater.inflate(target, start, length);
    } catch (DataFormatException e) {
      throw failed(Rule.DEFLATE);
    }
  }

  private void refill() throws IOException {
    int count = in.read(input);
    if (count < 0) {
      inputEnded = true;
      throw failed(Rule.TRUNCATED);
    }
    taken += count;
    inflater.setInput(input, 0, count);
  }

  private void check() throws DicomException {
    if (made > Limits.MAX_INFLATED_BYTES) {
      throw failed(Rule.INFLATED_BYTES);
    }
    if (made > Limits.INFLATE_FREE_BYTES && made / Limits.MAX_INFLATE_RATIO > taken) {
      throw failed(Rule.INFLATE_RATIO);
    }
  }

  private DicomException failed(Rule rule) {
    finished = true;
    inflater.end();
    return new DicomException(rule, made, 0);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}

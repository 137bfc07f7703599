package huisclos.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/**
 * A raw deflate stream of an even number of bytes (PS3.5 §A.5). Closing it ends the deflated data
 * and leaves the stream below open.
 */
final class DeflatedOutput extends OutputStream {
  private final OutputStream out;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final byte[] buffer = new byte[8 << 10];
  private boolean odd;
  private boolean closed;

  DeflatedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    deflater.setInput(bytes, start, length);
    while (!deflater.needsInput()) {
      pass();
    }
  }

  private void pass() throws IOException {
    int count = deflater.deflate(buffer);
    out.write(buffer, 0, count);
    odd ^= (count & 1) == 1;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      deflater.finish();
      while (!deflater.finished()) {
        pass();
      }
      if (odd) {
        out.write(0);
      }
    } finally {
      deflater.end();
    }
  }
}

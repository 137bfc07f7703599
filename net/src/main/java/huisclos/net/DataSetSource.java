package huisclos.net;

import java.io.IOException;
import java.io.OutputStream;

/** A data set to be sent, without preamble and file meta information, in its transfer syntax. */
public interface DataSetSource {
  /** Its length in bytes, or -1 where that isn't known. */
  long length();

  /** Writes all of it, once. */
  void writeTo(OutputStream target) throws IOException;
}

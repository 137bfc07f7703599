package huisclos.dicom;

import java.io.InputStream;

/**
 * An opened DICOM file, its stream positioned at the first byte of the data set. Not thread-safe;
 * closing the stream is the caller's matter.
 */
public final class Part10File {
  private final boolean preamble;
  private final DataSet meta;
  private final TransferSyntax syntax;
  private final ByteSource source;
  private final long offset;

  Part10File(
      boolean preamble, DataSet meta, TransferSyntax syntax, ByteSource source, long offset) {
    this.preamble = preamble;
    this.meta = meta;
    this.syntax = syntax;
    this.source = source;
    this.offset = offset;
  }

  /** Whether the file has preamble and prefix. */
  public boolean hasPreamble() {
    return preamble;
  }

  /** File meta information, group 0002; empty where the file has none. */
  public DataSet fileMeta() {
    return meta;
  }

  /** The data set's transfer syntax: named by the file, or guessed. */
  public TransferSyntax transferSyntax() {
    return syntax;
  }

  /** The data set's bytes to the end of the file, deflated if the syntax is. */
  public InputStream dataSetStream() {
    return source;
  }

  /** Where the data set starts, in bytes from the start of the file. */
  public long dataSetOffset() {
    return offset;
  }

  /** The data set's reader; it shares the stream, so one is to be had. */
  public DataSetReader reader() {
    return new DataSetReader(source, syntax, source.seekable());
  }
}

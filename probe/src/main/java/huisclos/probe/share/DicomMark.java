package huisclos.probe.share;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The 132 bytes by which a DICOM file is told, and not one more (PS3.10 §7.1). */
public final class DicomMark {
  /** Preamble and prefix, bytes. */
  public static final int LENGTH = 132;

  private static final int PREFIX = 128;

  private DicomMark() {}

  /** Whether a stream begins like a DICOM file; reads at most {@value #LENGTH} bytes. */
  public static boolean begins(InputStream in) throws IOException {
    byte[] bytes = new byte[LENGTH];
    try {
      int read = in.readNBytes(bytes, 0, LENGTH);
      return read == LENGTH
          && bytes[PREFIX] == 'D'
          && bytes[PREFIX + 1] == 'I'
          && bytes[PREFIX + 2] == 'C'
          && bytes[PREFIX + 3] == 'M';
    } finally {
      // A preamble may hold anything.
      Arrays.fill(bytes, (byte) 0);
    }
  }
}

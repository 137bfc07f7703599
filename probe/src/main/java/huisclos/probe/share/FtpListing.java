package huisclos.probe.share;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Counts the names of an FTP listing (RFC 959 LIST, as Unix and IIS write it) line by line, in one
 * buffer that is used again. A line of another shape is passed over.
 */
final class FtpListing {
  private static final int MAX_LINE = 1024;
  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final int UNIX_FIELDS = 8;
  private static final int IIS_FIELDS = 3;

  private FtpListing() {}

  /**
   * Counts.
   *
   * @return whether it came to its end
   */
  static boolean count(InputStream in, NameTally tally) {
    byte[] line = new byte[MAX_LINE];
    byte[] buffer = new byte[8192];
    int length = 0;
    long taken = 0;
    try {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            one(line, Math.min(length, MAX_LINE), tally);
            length = 0;
          } else {
            if (length < MAX_LINE) {
              line[length] = buffer[i];
            }
            length++;
          }
        }
        taken += read;
        if (taken >= MAX_BYTES) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      Arrays.fill(line, (byte) 0);
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private static void one(byte[] line, int length, NameTally tally) {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    boolean unix = end > 0 && "d-l".indexOf(line[0]) >= 0;
    int name = after(line, end, unix ? UNIX_FIELDS : IIS_FIELDS);
    if (name >= end || line[name] == '.') {
      return;
    }
    boolean folder = unix ? line[0] == 'd' : contains(line, name, "<DIR>");
    if (folder) {
      tally.folder(line, name, end);
    } else if (!unix || line[0] == '-') {
      tally.file(line, name, end);
    }
  }

  /** Where the rest begins after so many fields. */
  private static int after(byte[] line, int end, int fields) {
    int at = 0;
    for (int i = 0; i < fields; i++) {
      while (at < end && line[at] != ' ') {
        at++;
      }
      while (at < end && line[at] == ' ') {
        at++;
      }
    }
    return at;
  }

  private static boolean contains(byte[] line, int end, String word) {
    for (int i = 0; i + word.length() <= end; i++) {
      int j = 0;
      while (j < word.length() && line[i + j] == word.charAt(j)) {
        j++;
      }
      if (j == word.length()) {
        return true;
      }
    }
    return false;
  }
}

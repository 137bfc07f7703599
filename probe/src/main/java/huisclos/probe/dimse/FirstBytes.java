package huisclos.probe.dimse;

import java.io.IOException;
import java.io.InputStream;

/** Passes bytes on and remembers the first few, to tell what it was where it is no PDU. */
final class FirstBytes extends InputStream {
  /** How many are remembered: enough for a header of DICOM, TLS or HTTP, too few for a value. */
  private static final int MOST = 6;

  private final InputStream in;
  private final byte[] first = new byte[MOST];
  private int have;

  FirstBytes(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    for (int i = 0; i < read && have < MOST; i++) {
      first[have++] = target[offset + i];
    }
    return read;
  }

  /** Whether anything came. */
  boolean any() {
    return have > 0;
  }

  /** Whether it is a TLS record: an alert, or a handshake (RFC 8446 §5.1). */
  boolean tls() {
    return have >= 2 && (first[0] == 0x15 || first[0] == 0x16) && first[1] == 0x03;
  }

  /** What it looks like, in words. */
  String words() {
    if (tls()) {
      return "TLS";
    }
    if (starts("HTTP")) {
      return "HTTP";
    }
    if (starts("SSH-")) {
      return "SSH";
    }
    if (starts("220")) {
      return "FTP or SMTP";
    }
    return first[0] >= 1 && first[0] <= 7 && first[1] == 0
        ? "a malformed or overlong DICOM PDU"
        : "another protocol";
  }

  private boolean starts(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (i >= have || first[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

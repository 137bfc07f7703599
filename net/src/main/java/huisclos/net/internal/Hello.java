package huisclos.net.internal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The first record of a TLS connection, awaited before anything is set up for it (RFC 8446 §5.1):
 * whoever connects and says nothing, or says it byte by byte, costs a socket and a parked thread.
 */
final class Hello {
  private static final int HANDSHAKE = 22;
  private static final int HEADER_BYTES = 5;

  /** A hello with every extension in use has two thousand bytes; a longer record is read later. */
  private static final int MOST_BYTES = 4 * 1024;

  private static final int FIRST_BYTES = 512;

  private Hello() {}

  /**
   * Reads until a whole record is there; what is none by its first byte is left to whoever judges
   * it.
   *
   * @return what was read, to be read again
   * @throws EOFException if the peer closes instead
   */
  static InputStream await(InputStream in) throws IOException {
    byte[] bytes = new byte[FIRST_BYTES];
    int size = 0;
    int wanted = HEADER_BYTES;
    while (size < wanted) {
      int read = in.read(bytes, size, Math.min(wanted, bytes.length) - size);
      if (read < 0) {
        throw new EOFException("closed before a hello");
      }
      size += read;
      if (bytes[0] != HANDSHAKE) {
        break;
      }
      if (size == HEADER_BYTES && wanted == HEADER_BYTES) {
        int length = (bytes[3] & 0xFF) << 8 | (bytes[4] & 0xFF);
        wanted = Math.min(MOST_BYTES, HEADER_BYTES + length);
        bytes = Arrays.copyOf(bytes, wanted);
      }
    }
    return new ByteArrayInputStream(bytes, 0, size);
  }
}

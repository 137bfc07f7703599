package huisclos.probe.dimse;

import huisclos.probe.finding.Door;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Asks a door whether it still takes TLS 1.0 or 1.1, retired by RFC 8996: a ClientHello that offers
 * no more than 1.1 (RFC 4346 §7.4.1.2), whose ServerHello is looked at as far as its version. The
 * JVM itself speaks neither any more. Stateless.
 */
public final class OldHello {
  private static final int VERSION = 0x0302;
  private static final int OLDEST = 0x0301;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;
  private static final int RANDOM_BYTES = 32;

  /** Record header, handshake header and version. */
  private static final int ANSWER_BYTES = 11;

  /** Those that servers of that age have: ECDHE, DHE and RSA with AES or 3DES, and the SCSV. */
  private static final int[] SUITES = {
    0xC014, 0xC013, 0xC00A, 0xC009, 0x0039, 0x0033, 0x0035, 0x002F, 0x000A, 0x00FF
  };

  private static final int[] GROUPS = {0x001D, 0x0017, 0x0018};

  private OldHello() {}

  /** Likewise, in the words of the DICOM looks. */
  static boolean taken(Visit visit) throws DialException {
    return taken(visit, Asks.connect(Asks.OLD_HELLO.rung()), Asks.OLD_HELLO, Asks.OLD_HELLO_END);
  }

  /**
   * Whether it is taken; what fails is a no.
   *
   * @param connect what the connection is for
   * @param ask what the hello is for
   * @param end what the alert that ends it is for
   * @throws DialException only if the run was stopped
   */
  public static boolean taken(Visit visit, Purpose connect, Purpose ask, Purpose end)
      throws DialException {
    try (Line line = visit.dialer().dial(visit.door(), connect)) {
      line.send(ask, hello(visit.door(), visit.random()));
      boolean taken = answer(line.in());
      byte[] closeNotify = {ALERT, 3, 2, 0, 2, 1, 0};
      line.send(end, closeNotify);
      return taken;
    } catch (DialException e) {
      if (e.kind() == DialException.Kind.STOPPED) {
        throw e;
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answer(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(ANSWER_BYTES);
    if (bytes.length < ANSWER_BYTES || bytes[0] != HANDSHAKE || bytes[5] != SERVER_HELLO) {
      return false;
    }
    int version = (bytes[9] & 0xFF) << 8 | (bytes[10] & 0xFF);
    return version == VERSION || version == OLDEST;
  }

  /** The record of a ClientHello. */
  static byte[] hello(Door door, SecureRandom random) {
    byte[] extensions = extensions(door);
    int body = 2 + RANDOM_BYTES + 1 + 2 + 2 * SUITES.length + 2 + 2 + extensions.length;
    ByteBuffer out = ByteBuffer.allocate(5 + 4 + body);
    out.put((byte) HANDSHAKE).putShort((short) OLDEST).putShort((short) (4 + body));
    out.putInt(CLIENT_HELLO << 24 | body);
    byte[] nonce = new byte[RANDOM_BYTES];
    random.nextBytes(nonce);
    out.putShort((short) VERSION).put(nonce).put((byte) 0);
    out.putShort((short) (2 * SUITES.length));
    for (int suite : SUITES) {
      out.putShort((short) suite);
    }
    out.put((byte) 1).put((byte) 0); // no compression
    out.putShort((short) extensions.length).put(extensions);
    return out.array();
  }

  private static byte[] extensions(Door door) {
    ByteBuffer out = ByteBuffer.allocate(512);
    door.name()
        .map(name -> name.getBytes(StandardCharsets.US_ASCII))
        .filter(name -> name.length < 256)
        .ifPresent(name ->
            // server_name (RFC 6066 §3)
            out.putShort((short) 0)
                .putShort((short) (name.length + 5))
                .putShort((short) (name.length + 3))
                .put((byte) 0)
                .putShort((short) name.length)
                .put(name));
    // supported_groups and ec_point_formats (RFC 8422 §5.1)
    out.putShort((short) 10)
        .putShort((short) (2 + 2 * GROUPS.length))
        .putShort((short) (2 * GROUPS.length));
    for (int group : GROUPS) {
      out.putShort((short) group);
    }
    out.putShort((short) 11).putShort((short) 2).put((byte) 1).put((byte) 0);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }
}

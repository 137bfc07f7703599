package huisclos.app.probelab;

import huisclos.net.AssociateRj;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** What doors do that are no archives, or don't want to be. */
final class OddScripts {
  private static final int MAX_PDU = 1 << 20;
  private static final int DRIP_MILLIS = 150;

  private OddScripts() {}

  /** Reads the request as a server does, and rejects it so. */
  static FakeDoor.Script rejects(int result, int source, int reason) {
    return (in, out) -> {
      var _ = new PduReader(in, MAX_PDU).read();
      out.write(PduWriter.encode(new AssociateRj(result, source, reason)));
      out.flush();
      drain(in);
    };
  }

  /** Is congested the first times that it is called, and then does what another script says. */
  static FakeDoor.Script busyAtFirst(int times, FakeDoor.Script then) {
    AtomicInteger calls = new AtomicInteger();
    return (in, out) -> (calls.getAndIncrement() < times ? rejects(2, 3, 1) : then).serve(in, out);
  }

  /** Remembers that somebody came, who shouldn't have. */
  static FakeDoor.Script tripwire(AtomicInteger trips) {
    return (in, _) -> {
      trips.incrementAndGet();
      drain(in);
    };
  }

  /** Never says a word. */
  static FakeDoor.Script silent() {
    return (in, _) -> drain(in);
  }

  /** An acceptance that never ends, byte by byte. */
  static FakeDoor.Script drips() {
    return (_, out) -> {
      byte[] bytes = HexFormat.of().parseHex("02000000020000010000");
      for (int i = 0; i < 600; i++) {
        out.write(i < bytes.length ? bytes[i] : ' ');
        out.flush();
        Thread.sleep(DRIP_MILLIS);
      }
    };
  }

  /** Announces an acceptance of nearly 4 GB and begins with it. */
  static FakeDoor.Script huge() {
    return (in, out) -> {
      out.write(HexFormat.of().parseHex("0200fffffff000010000"));
      out.write(new byte[4096]);
      out.flush();
      drain(in);
    };
  }

  static FakeDoor.Script garbage() {
    return (in, out) -> {
      byte[] bytes = new byte[700];
      new Random(5).nextBytes(bytes);
      bytes[0] = (byte) 0x9E;
      out.write(bytes);
      out.flush();
      drain(in);
    };
  }

  static FakeDoor.Script closesAtOnce() {
    return (_, _) -> {};
  }

  /** What a web server says to an A-ASSOCIATE-RQ. */
  static FakeDoor.Script speaksHttp() {
    return (in, out) -> {
      if (in.read() >= 0) {
        out.write(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    };
  }

  /** Greets as an SSH server. */
  static FakeDoor.Script speaksSsh() {
    return (in, out) -> {
      out.write("SSH-2.0-lab\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      drain(in);
    };
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[4096];
    while (in.read(buffer) >= 0) {
      // Nothing is done with it.
    }
  }
}

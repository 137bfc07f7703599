package huisclos.probe.run;

import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.net.ReleaseRp;
import huisclos.net.UserItem;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A network in memory, whose hosts are what their address makes them: most refuse, some are silent,
 * every so manieth takes any association and no query context. Thread-safe.
 */
final class SimulatedNetwork implements Wire.Network {
  /** What a silent host costs, shorter than real ones so that a million of them end. */
  private final Duration silence;

  private final int openOneIn;
  private final int silentOneIn;
  final LongAdder connections = new LongAdder();
  final AtomicInteger now = new AtomicInteger();
  final AtomicInteger most = new AtomicInteger();

  SimulatedNetwork(int openOneIn, int silentOneIn, Duration silence) {
    this.openOneIn = openOneIn;
    this.silentOneIn = silentOneIn;
    this.silence = silence;
  }

  /** Whether the DICOM port of this address is open. */
  boolean open(InetAddress address) {
    return Math.floorMod(mixed(address), openOneIn) == 0;
  }

  private static int mixed(InetAddress address) {
    int bits = 0;
    for (byte b : address.getAddress()) {
      bits = bits * 31 + b;
    }
    bits ^= bits >>> 15;
    bits *= 0x2c1b3c6d;
    return bits ^ (bits >>> 12);
  }

  @Override
  public Wire connect(InetSocketAddress to, Duration within) throws DialException {
    connections.increment();
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      if (open(to.getAddress())) {
        return new Answering();
      }
      if (Math.floorMod(mixed(to.getAddress()) >>> 8, silentOneIn) == 0) {
        try {
          Thread.sleep(silence);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new DialException(DialException.Kind.SILENT, "silent");
      }
      throw new DialException(DialException.Kind.REFUSED, "refused");
    } finally {
      now.decrementAndGet();
    }
  }

  /** Takes the association, and none of its contexts but verification. */
  private static final class Answering implements Wire {
    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();
    private InputStream answer = InputStream.nullInputStream();

    @Override
    public InputStream in() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          if (asked.size() > 0) {
            answer = new ByteArrayInputStream(answer(asked.toByteArray()));
            asked.reset();
          }
          return answer.read(target, offset, length);
        }
      };
    }

    private static byte[] answer(byte[] asked) throws IOException {
      return switch (new PduReader(new ByteArrayInputStream(asked), 16_384).read()) {
        case AssociateRq rq ->
            PduWriter.encode(
                new AssociateAc(
                    1,
                    rq.titles(),
                    rq.applicationContext(),
                    rq.contexts().stream()
                        .map(c ->
                            new AnsweredContext(
                                c.id(), c.id() == 1 ? 0 : 3, c.transferSyntaxes().getFirst()))
                        .toList(),
                    List.of(
                        new UserItem.MaximumLength(16_384),
                        new UserItem.ImplementationClassUid("1.2.3.4"))));
        default -> PduWriter.encode(new ReleaseRp());
      };
    }

    @Override
    public OutputStream out() {
      return asked;
    }

    @Override
    public void readTimeout(Duration time) {}

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public Optional<Socket> socket() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}

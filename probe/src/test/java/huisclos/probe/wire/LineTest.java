package huisclos.probe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Rung;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LineTest {
  private static final Purpose ANY = Purpose.of(Rung.ASSOCIATES, "a test's");

  private interface Peer {
    void play(Socket socket) throws IOException, InterruptedException;
  }

  private static ServerSocket peer(Peer peer) throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = listener.accept()) {
            peer.play(socket);
          } catch (IOException e) {
            // The probe left.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return listener;
  }

  private static Line line(ServerSocket to) throws DialException {
    Dialer dialer =
        new Dialer(
            new Anything(),
            (_, _) -> {},
            new TcpNetwork(),
            new KillSwitch(),
            new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Throttle.perSecond(1e6),
            Throttle.perSecond(1e6));
    return dialer.dial(Door.of(to.getInetAddress(), to.getLocalPort(), DoorKind.DICOM), ANY);
  }

  @Test
  void a_handshake_drop_by_drop_ends_with_the_conversation() throws Exception {
    Peer drips =
        socket -> {
          socket.getOutputStream().write(new byte[] {22, 3, 3, 0x3F, 0, 2});
          while (true) {
            socket.getOutputStream().write(0);
            Thread.sleep(50);
          }
        };
    try (ServerSocket listener = peer(drips);
        Line line = line(listener)) {
      assertThat(line.secure(ANY, TlsOffer.current()).failure()).contains("timeout");
    }
  }

  @Test
  void a_peer_that_stops_reading_ends_with_the_conversation() throws Exception {
    Peer deaf = _ -> Thread.sleep(Duration.ofSeconds(15));
    try (ServerSocket listener = peer(deaf);
        Line line = line(listener)) {
      assertThatThrownBy(() -> line.send(ANY, new byte[64 * 1024 * 1024]))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private record Anything() implements Mandate {
    @Override
    public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
      return Optional.empty();
    }

    @Override
    public Set<Rung> rungs(InetAddress address) {
      return Set.of(Rung.ASSOCIATES);
    }

    @Override
    public boolean namesMayCross(InetAddress address) {
      return false;
    }

    @Override
    public Optional<String> deletionPlan(InetAddress address) {
      return Optional.empty();
    }
  }
}

package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever fills the foyer keeps nobody else out. */
class FoyerTest {
  /** 64 wait at most, 4 of one address. */
  private static final NetLimits LIMITS = NetLimits.DEFAULT.withAssociations(8, 4);

  private static final int WAITING = 64;

  private final MemoryArchive archive = new MemoryArchive();
  private final RecordingListener events = new RecordingListener();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private AcceptorServer start() throws IOException {
    AcceptorServer server =
        new AcceptorServer(
            TestTls.loopback(), TestTls.context(TestTls.SERVER), archive, LIMITS, events);
    server.start();
    return server;
  }

  /** Connects from one of loopback's many addresses. */
  private Socket from(int last, AcceptorServer server) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.bind(
        new InetSocketAddress(
            InetAddress.getByAddress(new byte[] {127, 1, (byte) (last >> 8), (byte) last}), 0));
    socket.connect(server.address());
    return socket;
  }

  private static void assertComesIn(AcceptorServer server) throws IOException {
    try (Association association =
        Requestor.connect(
            server.address(),
            Optional.of(TestTls.context(TestTls.DEVICE)),
            MemoryArchive.everything(),
            NetLimits.DEFAULT)) {
      assertThat(association.echo().success()).isTrue();
    }
  }

  private static void await(AcceptorServer server, int waiting) throws InterruptedException {
    for (int i = 0; i < 500 && server.waiting() != waiting; i++) {
      Thread.sleep(10);
    }
    assertThat(server.waiting()).isEqualTo(waiting);
  }

  @Test
  void strangers_from_many_addresses_lose_their_slowest_to_who_comes() throws Exception {
    try (AcceptorServer server = start()) {
      for (int i = 0; i < WAITING; i++) {
        from(i, server);
      }
      await(server, WAITING);
      assertThat(server.freePlaces()).isEqualTo(8);
      assertComesIn(server);
      assertThat(sockets.getFirst().getInputStream().read()).as("the first is out").isEqualTo(-1);
      events.await("limit WAITING");
      for (int i = 0; i < 10 * WAITING; i++) {
        from(WAITING + i, server);
      }
      assertComesIn(server);
      assertThat(server.waiting()).isLessThanOrEqualTo(WAITING);
    }
  }

  @Test
  void one_address_has_its_share_and_loses_its_own() throws Exception {
    try (AcceptorServer server = start()) {
      Socket alone = from(7, server);
      for (int i = 0; i < 4; i++) {
        from(9, server);
      }
      await(server, 5);
      Socket fifth = from(9, server);
      assertThat(fifth.getInputStream().read()).as("its address has its share").isEqualTo(-1);
      events.await("limit PER_PEER");
      Thread.sleep(1_100);
      Socket sixth = from(9, server);
      assertThat(sockets.get(1).getInputStream().read()).as("the slowest gives way").isEqualTo(-1);
      await(server, 5);
      assertThat(sixth.isConnected() && alone.isConnected()).isTrue();
      assertComesIn(server);
    }
  }

  @Test
  void a_certificate_alone_takes_no_place() throws Exception {
    try (AcceptorServer server = start()) {
      for (int i = 0; i < 4; i++) {
        Socket secure =
            TestTls.context(TestTls.DEVICE)
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
        sockets.add(secure);
        secure.getOutputStream().write(0);
      }
      await(server, 4);
      assertThat(server.freePlaces()).isEqualTo(8);
    }
  }

  @Test
  void a_hello_cut_in_pieces_is_put_together() throws Exception {
    try (AcceptorServer server = start();
        Relay relay = new Relay(server.address())) {
      try (Association association =
          Requestor.connect(
              relay.address(),
              Optional.of(TestTls.context(TestTls.DEVICE)),
              MemoryArchive.everything(),
              NetLimits.DEFAULT)) {
        assertThat(association.echo().success()).isTrue();
      }
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        // A record that is announced longer than any, and then some of it.
        peer.send((byte) 22, (byte) 3, (byte) 1, (byte) 0xFF, (byte) 0xFF);
        peer.send(new byte[8_000]);
        assertThat(peer.receiveAll().length).isIn(0, 7);
      }
      events.await("handshake");
    }
  }
}

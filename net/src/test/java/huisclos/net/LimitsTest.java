package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.Uids;
import huisclos.testkit.ScriptedPeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a peer can't make us do: wait for ever, hold too much, take all the places. */
class LimitsTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Patient, but for a peer that ought to close. */
  private static final NetLimits LIMITS =
      NetLimits.DEFAULT.withTimeouts(LONG, LONG, SHORT, LONG, LONG);

  private final MemoryArchive archive = new MemoryArchive();
  private final RecordingListener events = new RecordingListener();

  private AcceptorServer start(NetLimits limits) throws IOException {
    AcceptorServer server =
        AcceptorServer.dangerouslyPlainText(TestTls.loopback(), archive, limits, events);
    server.start();
    return server;
  }

  private static Pdu parse(byte[] pdu) throws IOException {
    return new PduReader(new ByteArrayInputStream(pdu), 1 << 20).read();
  }

  private static void associate(ScriptedPeer peer) throws IOException {
    peer.send(new WireSession().associate().toByteArray());
    assertThat(parse(peer.receivePdu())).isInstanceOf(AssociateAc.class);
  }

  @Test
  void whoever_never_asks_is_put_out_by_artim() throws Exception {
    NetLimits limits = NetLimits.DEFAULT.withTimeouts(LONG, SHORT, SHORT, LONG, LONG);
    try (AcceptorServer server = start(limits);
        ScriptedPeer silent = ScriptedPeer.connect(server.address());
        ScriptedPeer half = ScriptedPeer.connect(server.address())) {
      half.send((byte) 1, (byte) 0, (byte) 0);
      assertThat(silent.receiveAll()).isEmpty();
      assertThat(half.receiveAll()).isEmpty();
      events.await("nothing asked: timed out");
    }
  }

  @Test
  void an_idle_association_is_aborted() throws Exception {
    NetLimits limits = NetLimits.DEFAULT.withTimeouts(LONG, LONG, SHORT, SHORT, LONG);
    try (AcceptorServer server = start(limits);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      associate(peer);
      assertThat(parse(peer.receivePdu())).isEqualTo(new Abort(0, 0));
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(events.await("ended")).isEqualTo("ended timed out: the next PDU");
    }
  }

  @Test
  void a_slow_sender_is_aborted_within_a_pdu_only() throws Exception {
    NetLimits limits = NetLimits.DEFAULT.withTimeouts(LONG, LONG, SHORT, LONG, SHORT);
    try (AcceptorServer server = start(limits);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      associate(peer);
      // Between PDUs it may be silent for longer than the grace.
      Thread.sleep(1000);
      peer.send(new WireSession().echo(1).toByteArray());
      assertThat(parse(peer.receivePdu())).isInstanceOf(PDataTf.class);
      byte[] slow = new WireSession().echo(2).toByteArray();
      peer.send(Arrays.copyOf(slow, 20));
      assertThat(parse(peer.receivePdu())).isEqualTo(new Abort(0, 0));
      assertThat(events.await("ended")).isEqualTo("ended timed out: the rest of a PDU");
    }
  }

  @Test
  void a_peer_that_takes_nothing_does_not_hold_us() throws Exception {
    NetLimits limits = NetLimits.DEFAULT.withTimeouts(LONG, LONG, SHORT, LONG, SHORT);
    archive.matches = Integer.MAX_VALUE;
    archive.padding = 50_000;
    try (AcceptorServer server = start(limits);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      associate(peer);
      byte[] identifier = {8, 0, 0x52, 0, 6, 0, 0, 0, 'S', 'T', 'U', 'D', 'Y', ' '};
      String find = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
      peer.send(
          new WireSession()
              .value(WireSession.FIND, true, true, WireSession.command(0x0020, 1, find, "", true))
              .value(WireSession.FIND, false, true, identifier)
              .toByteArray());
      assertThat(events.await("ended")).isEqualTo("ended timed out: the peer to take what we send");
    }
  }

  @Test
  void a_lie_about_a_length_is_aborted_before_anything_is_held() throws Exception {
    try (AcceptorServer server = start(LIMITS);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      associate(peer);
      peer.send((byte) 4, (byte) 0, (byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF);
      assertThat(parse(peer.receivePdu()))
          .isEqualTo(new Abort(Abort.SERVICE_PROVIDER, Abort.INVALID_PDU_PARAMETER_VALUE));
      peer.endOutput();
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(events.await("ended")).contains("broke the protocol");
    }
  }

  @Test
  void an_endless_command_is_aborted() throws Exception {
    try (AcceptorServer server = start(LIMITS);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      associate(peer);
      byte[] part = new byte[20_000];
      peer.send(
          new WireSession().value(1, true, false, part).value(1, true, false, part).toByteArray());
      assertThat(parse(peer.receivePdu())).isEqualTo(new Abort(0, 0));
      assertThat(events.await("ended")).contains("crossed a limit");
    }
  }

  @Test
  void an_endless_data_set_is_aborted() throws Exception {
    NetLimits limits = LIMITS.withDataSets(100_000, 50_000, 10_000);
    try (AcceptorServer server = start(limits)) {
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        associate(peer);
        peer.send(
            new WireSession().store(1, "1.2", new byte[100_002], new Random(1)).toByteArray());
        assertThat(parse(peer.receivePdu())).isEqualTo(new Abort(0, 0));
        assertThat(events.await("ended")).contains("crossed a limit");
      }
      archive.refuseStores = Status.REFUSED_OUT_OF_RESOURCES;
      events.lines.clear();
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        associate(peer);
        peer.send(new WireSession().store(1, "1.2", new byte[80_000], new Random(1)).toByteArray());
        assertThat(parse(peer.receivePdu())).isEqualTo(new Abort(0, 0));
        assertThat(events.await("ended")).contains("crossed a limit");
      }
    }
  }

  @Test
  void an_identifier_beyond_its_limit_is_refused_and_the_association_stays() throws Exception {
    NetLimits limits = LIMITS.withDataSets(1 << 20, 1 << 20, 10_000);
    try (AcceptorServer server = start(limits);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      associate(peer);
      String find = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
      byte[] huge = new byte[20_008];
      // (0008,0018) of 20,000 bytes.
      System.arraycopy(new byte[] {8, 0, 0x18, 0, 0x20, 0x4E, 0, 0}, 0, huge, 0, 8);
      peer.send(
          new WireSession()
              .value(5, true, true, WireSession.command(0x0020, 1, find, "", true))
              .value(5, false, true, huge)
              .echo(2)
              .toByteArray());
      assertThat(DimseMisuseTest.status(peer.receivePdu()))
          .isEqualTo(Status.REFUSED_OUT_OF_RESOURCES);
      assertThat(DimseMisuseTest.status(peer.receivePdu())).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void the_places_are_limited_per_peer_and_in_total() throws Exception {
    try (AcceptorServer server = start(NetLimits.DEFAULT.withAssociations(10, 3))) {
      List<ScriptedPeer> peers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        peers.add(ScriptedPeer.connect(server.address()));
        associate(peers.getLast());
      }
      try (ScriptedPeer fourth = ScriptedPeer.connect(server.address())) {
        fourth.send(new WireSession().associate().toByteArray());
        assertThat(parse(fourth.receivePdu())).isEqualTo(new AssociateRj(2, 3, 2));
        events.await("limit PER_PEER");
      }
      peers.removeFirst().close();
      events.await("ended");
      assertComesIn(server);
      for (ScriptedPeer peer : peers) {
        peer.close();
      }
    }
    try (AcceptorServer server = start(NetLimits.DEFAULT.withAssociations(2, 2))) {
      ScriptedPeer first = ScriptedPeer.connect(server.address());
      ScriptedPeer second = ScriptedPeer.connect(server.address());
      associate(first);
      associate(second);
      try (ScriptedPeer third = ScriptedPeer.connect(server.address())) {
        third.send(new WireSession().associate().toByteArray());
        Thread.sleep(200);
        assertThat(archive.requests).hasSize(6);
        // It waits until there is a place.
        first.close();
        assertThat(parse(third.receivePdu())).isInstanceOf(AssociateAc.class);
      }
      second.close();
    }
  }

  private static void assertComesIn(AcceptorServer server) throws Exception {
    for (int i = 0; i < 100; i++) {
      try (ScriptedPeer again = ScriptedPeer.connect(server.address())) {
        again.send(new WireSession().associate().toByteArray());
        again.receivePdu();
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    throw new AssertionError("the place was not given back");
  }

  @Test
  void a_request_beyond_its_limits_is_aborted() throws Exception {
    List<ProposedContext> contexts = new ArrayList<>();
    for (int id = 1; id <= 255; id += 2) {
      contexts.add(new ProposedContext(id, Uids.CT_IMAGE_STORAGE, List.of("1.2.3")));
    }
    byte[] most = PduWriter.encode(AssociateRq.of("ARCHIVE", "DEVICE", contexts, List.of()));
    try (AcceptorServer server = start(LIMITS)) {
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send(most);
        AssociateAc answer = (AssociateAc) parse(peer.receivePdu());
        assertThat(answer.contexts()).hasSize(128).allMatch(AnsweredContext::accepted);
      }
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        contexts.add(new ProposedContext(1, Uids.CT_IMAGE_STORAGE, List.of("1.2.3")));
        peer.send(PduWriter.encode(AssociateRq.of("ARCHIVE", "DEVICE", contexts, List.of())));
        assertThat(parse(peer.receivePdu())).isEqualTo(new Abort(0, 0));
      }
    }
    assertThatThrownBy(() -> new AssociateRequestSpec("A", "B", contexts, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_peer_that_wants_tiny_pdus_is_rejected() throws Exception {
    try (AcceptorServer server = start(LIMITS);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send(
          PduWriter.encode(
              AssociateRq.of(
                  "ARCHIVE", "DEVICE", List.of(), List.of(new UserItem.MaximumLength(16)))));
      assertThat(parse(peer.receivePdu())).isInstanceOf(AssociateRj.class);
      events.await("rejected 1/2/1");
    }
  }

  @Test
  void a_foreign_application_context_and_protocol_version_are_rejected() throws Exception {
    try (AcceptorServer server = start(LIMITS)) {
      Bytes titles = AssociateRq.of("A", "B", List.of(), List.of()).titles();
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send(PduWriter.encode(new AssociateRq(1, titles, "1.2.3", List.of(), List.of())));
        assertThat(parse(peer.receivePdu())).isEqualTo(new AssociateRj(1, 1, 2));
      }
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send(PduWriter.encode(new AssociateRq(2, titles, "1.2.3", List.of(), List.of())));
        assertThat(parse(peer.receivePdu())).isEqualTo(new AssociateRj(1, 2, 2));
      }
    }
  }

  @Test
  void our_requestor_does_not_wait_for_ever_either() throws Exception {
    NetLimits limits = NetLimits.DEFAULT.withTimeouts(SHORT, SHORT, SHORT, SHORT, SHORT);
    try (ServerSocket silent = new ServerSocket(0, 1, TestTls.loopback().getAddress())) {
      assertThatThrownBy(() ->
              Requestor.connect(
                  (InetSocketAddress) silent.getLocalSocketAddress(),
                  Optional.empty(),
                  MemoryArchive.everything(),
                  limits))
          .isInstanceOfSatisfying(
              AssociationException.class,
              e -> assertThat(e.ending()).isEqualTo(new Ending.TimedOut(Ending.Wait.ASSOCIATE)));
    }
  }
}

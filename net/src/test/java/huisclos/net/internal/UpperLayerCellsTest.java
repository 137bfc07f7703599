package huisclos.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.net.Abort;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRj;
import huisclos.net.AssociateRq;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.NetLimits;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.PduWriter;
import huisclos.net.Pdv;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import huisclos.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every cell of PS3.8 Table 9-10 on a real connection: the machine is led into the state, the event
 * is made to happen, and what the peer then sees is compared with what the action says.
 *
 * <p>The expectation is written state by state, the other way round than the table that the machine
 * runs on.
 */
class UpperLayerCellsTest {
  private static final Map<State, String> EXPECTED =
      Map.ofEntries(
          Map.entry(State.STA_1, "1:AE_1 5:AE_5"),
          Map.entry(
              State.STA_2,
              "3:AA_1 4:AA_1 6:AE_6 10:AA_1 12:AA_1 13:AA_1 16:AA_2 17:AA_5 18:AA_2 19:AA_1"),
          Map.entry(
              State.STA_3,
              "3:AA_8 4:AA_8 6:AA_8 7:AE_7 8:AE_8 10:AA_8 12:AA_8 13:AA_8 15:AA_1 16:AA_3"
                  + " 17:AA_4 19:AA_8"),
          Map.entry(State.STA_4, "2:AE_2 15:AA_2 17:AA_4"),
          Map.entry(
              State.STA_5,
              "3:AE_3 4:AE_4 6:AA_8 10:AA_8 12:AA_8 13:AA_8 15:AA_1 16:AA_3 17:AA_4 19:AA_8"),
          Map.entry(
              State.STA_6,
              "3:AA_8 4:AA_8 6:AA_8 9:DT_1 10:DT_2 11:AR_1 12:AR_2 13:AA_8 15:AA_1 16:AA_3"
                  + " 17:AA_4 19:AA_8"),
          Map.entry(
              State.STA_7,
              "3:AA_8 4:AA_8 6:AA_8 10:AR_6 12:AR_8 13:AR_3 15:AA_1 16:AA_3 17:AA_4 19:AA_8"),
          Map.entry(
              State.STA_8,
              "3:AA_8 4:AA_8 6:AA_8 9:AR_7 10:AA_8 12:AA_8 13:AA_8 14:AR_4 15:AA_1 16:AA_3"
                  + " 17:AA_4 19:AA_8"),
          Map.entry(
              State.STA_9,
              "3:AA_8 4:AA_8 6:AA_8 10:AA_8 12:AA_8 13:AA_8 14:AR_9 15:AA_1 16:AA_3 17:AA_4"
                  + " 19:AA_8"),
          Map.entry(
              State.STA_10,
              "3:AA_8 4:AA_8 6:AA_8 10:AA_8 12:AA_8 13:AR_10 15:AA_1 16:AA_3 17:AA_4 19:AA_8"),
          Map.entry(
              State.STA_11,
              "3:AA_8 4:AA_8 6:AA_8 10:AA_8 12:AA_8 13:AR_3 15:AA_1 16:AA_3 17:AA_4 19:AA_8"),
          Map.entry(
              State.STA_12,
              "3:AA_8 4:AA_8 6:AA_8 10:AA_8 12:AA_8 13:AA_8 14:AR_4 15:AA_1 16:AA_3 17:AA_4"
                  + " 19:AA_8"),
          Map.entry(
              State.STA_13,
              "3:AA_6 4:AA_6 6:AA_7 10:AA_6 12:AA_6 13:AA_6 16:AA_2 17:AR_5 18:AA_2 19:AA_7"));

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final NetLimits LIMITS =
      NetLimits.DEFAULT.withTimeouts(LONG, LONG, LONG, LONG, LONG);

  private static final AssociateRq REQUEST =
      AssociateRq.of("ARCHIVE", "DEVICE", List.of(), List.of());
  private static final AssociateAc ACCEPTANCE =
      new AssociateAc(1, REQUEST.titles(), REQUEST.applicationContext(), List.of(), List.of());
  private static final AssociateRj REJECTION = new AssociateRj(1, 1, 1);
  private static final PDataTf DATA =
      new PDataTf(List.of(new Pdv(1, true, true, ByteBuffer.wrap(new byte[] {1, 2}))));
  private static final byte[] NO_PDU = {0x42, 0, 0, 0, 0, 0};

  record Cell(State state, Event event) {}

  static Stream<Cell> cells() {
    return Stream.of(State.values())
        .flatMap(state -> Stream.of(Event.values()).map(event -> new Cell(state, event)));
  }

  private static Optional<Action> expected(Cell cell) {
    String number = cell.event().name().substring("EVT_".length());
    for (String entry : EXPECTED.getOrDefault(cell.state(), "").split(" ", -1)) {
      if (entry.startsWith(number + ":")) {
        return Optional.of(Action.valueOf(entry.substring(number.length() + 1)));
      }
    }
    return Optional.empty();
  }

  /** A machine and whoever is at the other end. */
  private static final class Stand implements AutoCloseable {
    final ScriptedPeer.Pair pair = ScriptedPeer.pair();
    final Transport transport = Transport.of(pair.other());
    final UpperLayer layer;

    Stand(boolean requestor, NetLimits limits) throws IOException {
      this.layer = new UpperLayer(limits, requestor);
    }

    UpperLayer.Dial dial() {
      return () -> transport;
    }

    @Override
    public void close() throws IOException {
      transport.kill();
      pair.close();
    }
  }

  /** Leads a machine into a state. */
  private static Stand reach(State state, NetLimits limits) throws IOException {
    boolean requestor =
        switch (state) {
          case STA_4, STA_5, STA_9, STA_11 -> true;
          default -> false;
        };
    Stand stand = new Stand(requestor, limits);
    UpperLayer layer = stand.layer;
    ScriptedPeer peer = stand.pair.peer();
    if (state == State.STA_1) {
      return stand;
    }
    if (requestor) {
      local(stand, Event.EVT_1);
      if (state == State.STA_4) {
        return stand;
      }
      layer.connect(stand.dial(), REQUEST);
      peer.receivePdu();
      if (state == State.STA_5) {
        return stand;
      }
      peer.send(PduWriter.encode(ACCEPTANCE));
      layer.step();
    } else {
      layer.use(stand.transport);
      local(stand, Event.EVT_5);
      if (state == State.STA_2) {
        return stand;
      }
      peer.send(PduWriter.encode(REQUEST));
      layer.step();
      if (state == State.STA_3) {
        return stand;
      }
      if (state == State.STA_13) {
        local(stand, Event.EVT_8);
        peer.receivePdu();
        return stand;
      }
      layer.accept(ACCEPTANCE);
      peer.receivePdu();
    }
    if (state == State.STA_6) {
      return stand;
    }
    if (state == State.STA_8) {
      peer.send(PduWriter.encode(new ReleaseRq()));
      layer.step();
      return stand;
    }
    layer.requestRelease();
    peer.receivePdu();
    if (state == State.STA_7) {
      return stand;
    }
    peer.send(PduWriter.encode(new ReleaseRq()));
    layer.step();
    if (state == State.STA_11) {
      layer.answerRelease();
      peer.receivePdu();
    } else if (state == State.STA_12) {
      peer.send(PduWriter.encode(new ReleaseRp()));
      layer.step();
    }
    return stand;
  }

  /** An event of the local side; what is indicated. */
  private static Optional<Pdu> local(Stand stand, Event event) throws IOException {
    Input input =
        switch (event) {
          case EVT_2 -> Input.send(event, REQUEST);
          case EVT_7 -> Input.send(event, ACCEPTANCE);
          case EVT_8 -> Input.send(event, REJECTION);
          case EVT_9 -> Input.send(event, DATA);
          case EVT_11 -> Input.send(event, new ReleaseRq());
          case EVT_14 -> Input.send(event, new ReleaseRp());
          default -> Input.of(event, new Ending.AbortedHere(Ending.Cause.LOCAL_REQUEST));
        };
    return stand.layer.fire(input) ? Optional.ofNullable(input.pdu()) : Optional.empty();
  }

  /** Makes the event happen; what is indicated. */
  private static Optional<Pdu> happen(Stand stand, Event event) throws IOException {
    ScriptedPeer peer = stand.pair.peer();
    Optional<Pdu> sent =
        switch (event) {
          case EVT_3 -> Optional.of(ACCEPTANCE);
          case EVT_4 -> Optional.of(REJECTION);
          case EVT_6 -> Optional.of(REQUEST);
          case EVT_10 -> Optional.of(DATA);
          case EVT_12 -> Optional.of(new ReleaseRq());
          case EVT_13 -> Optional.of(new ReleaseRp());
          case EVT_16 -> Optional.of(new Abort(Abort.SERVICE_USER, 0));
          default -> Optional.empty();
        };
    if (sent.isPresent()) {
      peer.send(PduWriter.encode(sent.get()));
      return stand.layer.step();
    }
    return switch (event) {
      case EVT_2, EVT_5 -> {
        stand.layer.use(stand.transport);
        yield local(stand, event);
      }
      case EVT_17 -> {
        if (stand.layer.state() == State.STA_4) {
          yield local(stand, event);
        }
        peer.endOutput();
        yield stand.layer.step();
      }
      // In the two states that have the timer it runs out while the peer says nothing.
      case EVT_18 -> stand.layer.step();
      case EVT_19 -> {
        peer.send(NO_PDU);
        yield stand.layer.step();
      }
      default -> local(stand, event);
    };
  }

  @ParameterizedTest
  @MethodSource("cells")
  void does_what_the_table_says(Cell cell) throws Exception {
    Optional<Action> expected = expected(cell);
    assertThat(StateTable.cell(cell.state(), cell.event())).isEqualTo(expected);
    Duration artim = cell.event() == Event.EVT_18 ? Duration.ofMillis(100) : LONG;
    NetLimits limits = LIMITS.withTimeouts(LONG, artim, artim, LONG, LONG);
    if (expected.isEmpty()) {
      try (Stand stand = reach(cell.state(), LIMITS)) {
        assertThat(stand.layer.state()).isEqualTo(cell.state());
        assertNothingHappens(stand, cell);
      }
      return;
    }
    try (Stand stand = reach(cell.state(), limits)) {
      assertThat(stand.layer.state()).isEqualTo(cell.state());
      Optional<Pdu> indicated = happen(stand, cell.event());
      assertEffect(stand, expected.get(), cell, indicated);
    }
    if (expected.get() == Action.AR_8) {
      // The other side's half of a release collision.
      try (Stand stand = reach(State.STA_9, limits)) {
        assertThat(stand.layer.state()).isEqualTo(State.STA_9);
      }
    }
  }

  /**
   * An event that a state has no cell for can only come from our own side: it is an error there.
   */
  private static void assertNothingHappens(Stand stand, Cell cell) throws IOException {
    assertThatThrownBy(() -> local(stand, cell.event()))
        .isInstanceOfAny(IllegalStateException.class, AssociationException.class);
    assertThat(stand.layer.state()).isEqualTo(cell.state());
    stand.transport.kill();
    assertThat(stand.pair.peer().receiveAll()).isEmpty();
  }

  private static void assertEffect(Stand stand, Action action, Cell cell, Optional<Pdu> indicated)
      throws IOException {
    UpperLayer layer = stand.layer;
    assertThat(layer.state())
        .isEqualTo(action.next() == State.STA_9 ? State.STA_10 : action.next());
    assertThat(indicated.isPresent()).isEqualTo(indicates(action));
    if (layer.state() == State.STA_1) {
      assertThat(layer.ending()).isPresent();
      assertThatThrownBy(layer::receive).isInstanceOf(AssociationException.class);
      if (cell.state() != State.STA_4) {
        // Closed by us, for nobody kills it here.
        assertThat(stand.pair.peer().receiveAll()).isEmpty();
      }
      return;
    }
    stand.transport.kill();
    assertThat(kinds(stand.pair.peer().receiveAll())).isEqualTo(sent(action, cell));
  }

  private static boolean indicates(Action action) {
    return switch (action) {
      case AE_3, AE_6, DT_2, AR_2, AR_3, AR_6, AR_8, AR_10 -> true;
      default -> false;
    };
  }

  /** The type bytes of the PDUs that an action sends; an abort's with its source and reason. */
  private static List<String> sent(Action action, Cell cell) {
    return switch (action) {
      case AE_2 -> List.of("1");
      case AE_7 -> List.of("2");
      case AE_8 -> List.of("3");
      case DT_1, AR_7 -> List.of("4");
      case AR_1 -> List.of("5");
      case AR_4, AR_9 -> List.of("6");
      case AA_1 -> List.of("7/0/0");
      case AA_7 -> List.of("7/2/2");
      case AA_8 -> List.of(cell.event() == Event.EVT_19 ? "7/2/1" : "7/2/2");
      default -> List.of();
    };
  }

  private static List<String> kinds(byte[] bytes) {
    List<String> kinds = new ArrayList<>();
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      int type = all.get();
      all.get();
      ByteBuffer body = all.slice(all.position() + 4, all.getInt());
      all.position(all.position() + body.remaining());
      kinds.add(type == 7 ? "7/" + body.get(2) + "/" + body.get(3) : String.valueOf(type));
    }
    return kinds;
  }
}

package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.ScriptedPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Thousands of associations that end in every way there is leave nothing behind. */
class LeakTest {
  private static final int ROUNDS = 3_000;
  private static final int CALLERS = 8;

  @Test
  void every_place_is_given_back_whatever_happened() throws Exception {
    MemoryArchive archive = new MemoryArchive();
    RecordingListener events = new RecordingListener();
    NetLimits limits = NetLimits.DEFAULT.withAssociations(64, 64);
    long seed = System.nanoTime();
    try (AcceptorServer server =
        AcceptorServer.dangerouslyPlainText(TestTls.loopback(), archive, limits, events)) {
      server.start();
      List<Future<?>> callers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int caller = 0; caller < CALLERS; caller++) {
          Random random = new Random(seed + caller);
          callers.add(
              threads.submit(() -> {
                for (int i = 0; i < ROUNDS / CALLERS; i++) {
                  call(server, random.nextInt(7), random);
                }
                return null;
              }));
        }
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
      for (int i = 0; i < 400 && server.connections() > 0; i++) {
        Thread.sleep(25);
      }
      assertThat(server.connections()).as("seed " + seed).isZero();
      assertThat(server.freePlaces()).isEqualTo(limits.maxAssociations());
      long opened = events.lines.stream().filter(l -> l.startsWith("opened")).count();
      assertThat(opened).isGreaterThan(ROUNDS / 3);
      assertThat(events.endings).hasSize((int) opened);
      assertThat(archive.closed).hasSize((int) opened);
      assertThat(events.lines).noneMatch(line -> line.startsWith("failed"));
    }
  }

  private static void call(AcceptorServer server, int how, Random random) throws IOException {
    byte[] associate = new WireSession().associate().toByteArray();
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      switch (how) {
        case 0 -> {}
        case 1 -> peer.send(Arrays.copyOf(associate, random.nextInt(associate.length)));
        case 2 -> peer.send((byte) 0x42);
        case 3 -> {
          peer.send(associate);
          peer.receivePdu();
        }
        case 4 -> {
          peer.send(associate);
          peer.receivePdu();
          peer.send(PduWriter.encode(new Abort(0, 0)));
        }
        case 5 -> {
          peer.send(associate);
          peer.receivePdu();
          byte[] store =
              new WireSession().store(1, "1.2.3", new byte[20_000], random).toByteArray();
          peer.send(Arrays.copyOf(store, random.nextInt(store.length)));
        }
        default -> {
          peer.send(associate);
          peer.receivePdu();
          peer.send(new WireSession().release().toByteArray());
          peer.receivePdu();
        }
      }
    }
  }
}

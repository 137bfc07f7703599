package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.ScriptedPeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same session however its bytes are cut and glued, by TCP or by the peer. */
class FragmentationTest {
  private static final int ROUNDS = 40;

  @Test
  void a_session_means_the_same_in_any_pieces() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    MemoryArchive archive = new MemoryArchive();
    try (AcceptorServer server =
        AcceptorServer.dangerouslyPlainText(
            TestTls.loopback(), archive, NetLimits.DEFAULT, new RecordingListener())) {
      server.start();
      for (int round = 0; round < ROUNDS; round++) {
        List<byte[]> dataSets = new ArrayList<>();
        WireSession session = new WireSession().associate();
        int messages = 1 + random.nextInt(4);
        for (int i = 1; i <= messages; i++) {
          byte[] dataSet = new byte[2 * random.nextInt(round % 4 < 2 ? 60_000 : 3_000)];
          random.nextBytes(dataSet);
          dataSets.add(dataSet);
          session.store(i, "1.2." + i, dataSet, random).echo(100 + i);
        }
        byte[] bytes = session.release().toByteArray();
        int most = List.of(1 << 20, 5000, 300, 37).get(round % 4);
        List<Pdu> answers = exchange(server, bytes, most, random);
        String hint = "seed " + seed + ", round " + round;
        assertThat(answers.getFirst()).as(hint).isInstanceOf(AssociateAc.class);
        assertThat(answers.getLast()).as(hint).isInstanceOf(ReleaseRp.class);
        assertThat(answers).as(hint).hasSize(2 + 2 * messages);
        for (int i = 1; i <= messages; i++) {
          assertThat(Objects.requireNonNull(archive.instances.get("1.2." + i)).dataSet())
              .as(hint)
              .isEqualTo(Bytes.of(dataSets.get(i - 1)));
        }
      }
    }
  }

  /** Sends on one thread, for the peer answers before it has heard all. */
  private static List<Pdu> exchange(AcceptorServer server, byte[] bytes, int most, Random random)
      throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  peer.sendInPieces(bytes, most, random);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      List<Pdu> answers = new ArrayList<>();
      do {
        answers.add(new PduReader(new ByteArrayInputStream(peer.receivePdu()), 1 << 20).read());
      } while (!(answers.getLast() instanceof ReleaseRp));
      sender.join();
      return answers;
    }
  }
}

package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Some seconds of mutated PDUs on every run: each is read, refused, or ends too soon. */
class PduMutationTest {
  private static final long NANOS = 4_000_000_000L;

  @Test
  void a_mutated_pdu_is_read_or_refused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<byte[]> seeds =
        new ArrayList<>(PduGoldenTest.golden().map(g -> PduWriter.encode(g.pdu())).toList());
    seeds.add(
        new WireSession().associate().store(1, "1.2.3", new byte[3000], random).toByteArray());
    long due = System.nanoTime() + NANOS;
    long rounds = 0;
    while (System.nanoTime() - due < 0) {
      byte[] bytes = mutate(seeds.get(random.nextInt(seeds.size())), random);
      try {
        consume(bytes);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + seed + ", round " + rounds, e);
      }
      rounds++;
    }
    assertThat(rounds).isGreaterThan(1000);
  }

  /** Reads all PDUs; what was read can be written, and then reads the same. */
  static void consume(byte[] bytes) {
    PduReader reader = new PduReader(new ByteArrayInputStream(bytes), 16 * 1024);
    try {
      while (true) {
        Pdu pdu = reader.read();
        byte[] written = PduWriter.encode(pdu);
        Pdu again = new PduReader(new ByteArrayInputStream(written), 1 << 20).read();
        // Text that is none reads as U+FFFD, which can't be written back.
        if (!pdu.toString().contains("\uFFFD")) {
          assertThat(again).isEqualTo(pdu);
        }
      }
    } catch (EOFException | PduException e) {
      assertThat(e.getMessage()).isNotBlank();
    } catch (IOException e) {
      throw new AssertionError("neither ended nor refused", e);
    }
  }

  private static byte[] mutate(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 ->
            bytes[at] = (byte) List.of(0, 1, 0x7F, 0x80, 0xFF).get(random.nextInt(5)).intValue();
        case 3 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
        default -> {
          int length = random.nextInt(bytes.length - at) + 1;
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, bytes.length, length);
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}

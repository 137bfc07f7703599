package huisclos.dicom;

import huisclos.testkit.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A short fuzz run of our own, always on: real and made-up files with some bytes changed. */
class MutationTest {
  private static final long SEED = Long.getLong("huisclos.seed", 20261122L);
  private static final long NANOS = 5_000_000_000L;
  private static final int SMALL = 40_000;

  /** Lengths and tags where parsers go wrong. */
  private static final byte[][] POISON = {
    Bytes.of("FF FF FF FF"), Bytes.of("FF FF FF 7F"), Bytes.of("00 00 00 80"),
    Bytes.of("FE FF 00 E0"), Bytes.of("FE FF 0D E0"), Bytes.of("FE FF DD E0"),
    Bytes.of("'UN' 00 00 FF FF FF FF"), Bytes.of("'SQ' 00 00"), Bytes.of("00 00 00 00"),
  };

  @Test
  void noMutationDoesMoreThanBeRefused() throws IOException {
    List<byte[]> seeds = seeds();
    Random random = new Random(SEED);
    long end = System.nanoTime() + NANOS;
    for (int run = 0; System.nanoTime() < end; run++) {
      byte[] mutant = mutant(seeds.get(random.nextInt(seeds.size())), random);
      try {
        HostileInput.file(mutant);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", run " + run, e);
      }
    }
  }

  private static byte[] mutant(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> {
          byte[] poison = POISON[random.nextInt(POISON.length)];
          System.arraycopy(poison, 0, bytes, at, Math.min(poison.length, bytes.length - at));
        }
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (long seed = 0; seed < 40; seed++) {
      for (TransferSyntax syntax : TransferSyntax.all()) {
        if (syntax.uncompressed()) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          Part10.write(out, new SeededSets(seed).next(), syntax);
          seeds.add(out.toByteArray());
        }
      }
    }
    if (SharedData.find().isPresent()) {
      for (SharedData.Entry entry : SharedData.entries()) {
        if (Files.size(entry.file()) < SMALL) {
          seeds.add(Files.readAllBytes(entry.file()));
        }
      }
    }
    return seeds;
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent ends in an outcome, and what is there stays as it was. */
class HostileStoreTest {
  /** Long enough to meet most of what a mutation can do, short enough for every run. */
  private static final long MUTATION_NANOS = 4_000_000_000L;

  @TempDir Path folder;

  @Test
  void everySharedFileEndsInAnOutcome() throws IOException {
    SharedData.require();
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      int stored = 0;
      for (SharedData.Entry entry : SharedData.entries()) {
        if (!entry.wellFormed() && Files.size(entry.file()) < 4_000_000) {
          byte[] file = Files.readAllBytes(entry.file());
          stored += offer(site, dataSet(file)) instanceof StoreOutcome.Stored ? 1 : 0;
        }
      }
      // Odd ones are kept, and can be fetched again.
      assertThat(stored).isPositive();
      assertThat(site.archive.statistics().instances()).isEqualTo(stored + 1);
      assertUnharmed(site);
    }
  }

  /** What follows the file meta information, found without the help of our own reader. */
  private static byte[] dataSet(byte[] file) {
    boolean part10 =
        file.length > 144
            && Arrays.equals(
                Arrays.copyOfRange(file, 128, 132), "DICM".getBytes(StandardCharsets.US_ASCII));
    if (!part10) {
      return file;
    }
    int length =
        (file[140] & 0xFF)
            | (file[141] & 0xFF) << 8
            | (file[142] & 0xFF) << 16
            | (file[143] & 0xFF) << 24;
    int start = length < 0 || length > file.length - 144 ? 132 : 144 + length;
    return Arrays.copyOfRange(file, start, file.length);
  }

  /** Offers bytes in every uncompressed syntax, under the UIDs that they hold if they do. */
  private static StoreOutcome offer(Site site, byte[] bytes) throws IOException {
    StoreOutcome last = new StoreOutcome.Failed();
    for (TransferSyntax syntax :
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      String sop = "1.2";
      String sopClass = Uids.CT_IMAGE_STORAGE;
      try {
        var header = HeaderReader.read(new ByteArrayInputStream(bytes), syntax, List.of());
        sop = header.string(Tag.SOP_INSTANCE_UID, sop);
        sopClass = header.string(Tag.SOP_CLASS_UID, sopClass);
      } catch (IOException e) {
        // Offered all the same, under a UID of nobody.
      }
      last = site.store(new StoreHeader(sopClass, sop, syntax.uid()), bytes);
      if (last instanceof StoreOutcome.Stored) {
        assertThat(site.fetch(sop)).isEqualTo(bytes);
        return last;
      }
    }
    return last;
  }

  @Test
  void mutantsEndInAnOutcome() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      byte[] original = Site.bytes(Made.ct(2, 1, 1, 1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      StoreHeader header =
          new StoreHeader(
              Uids.CT_IMAGE_STORAGE, Made.instance(2, 1, 1, 1), Uids.EXPLICIT_VR_LITTLE_ENDIAN);
      long seed = System.nanoTime();
      Random random = new Random(seed);
      long end = System.nanoTime() + MUTATION_NANOS;
      int refused = 0;
      while (System.nanoTime() < end) {
        byte[] mutant = original.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
          mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
          mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length));
        }
        StoreOutcome outcome = site.store(header, mutant);
        assertThat(outcome).as("seed %d", seed).isNotInstanceOf(StoreOutcome.OutOfResources.class);
        assertThat(outcome).as("seed %d", seed).isNotInstanceOf(StoreOutcome.Failed.class);
        refused += outcome instanceof StoreOutcome.Invalid ? 1 : 0;
      }
      assertThat(refused).isPositive();
      assertUnharmed(site);
    }
  }

  private static void assertUnharmed(Site site) throws IOException {
    assertThat(site.fetch(Made.instance(1, 1, 1, 1)))
        .isEqualTo(Site.bytes(Made.ct(1, 1, 1, 1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    assertThat(
            site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(1, 1))))
        .hasSize(1);
  }
}

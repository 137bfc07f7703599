package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainerScanTest {
  private static final Path HOME = Path.of("/home");

  private final FakeDisk disk = new FakeDisk();
  private final List<BlobAddress> addresses = new ArrayList<>();
  private final SiteKey key = SiteKey.generate();
  private final Vault vault = open();
  private long container;
  private Path file = Path.of("");
  private byte[] whole = {};

  private Vault open() {
    try {
      return Vault.open(HOME, key, disk, Homes.SMALL);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void store() throws IOException {
    StudyKeyId study = Homes.newStudy(vault);
    for (int i = 0; i < 5; i++) {
      addresses.add(Homes.store(vault, study, Homes.bytes(i * 7000, i)));
    }
    container = addresses.getFirst().container();
    file = HOME.resolve("blobs").resolve("%010d.hcb".formatted(container));
    whole = disk.content(file);
  }

  @AfterEach
  void close() throws IOException {
    vault.close();
  }

  private List<BlobAddress> found(long from, List<ScanReport.Gap> gaps) throws IOException {
    List<BlobAddress> found = new ArrayList<>();
    ScanReport report = vault.forEach(container, from, entry -> found.add(entry.address()));
    gaps.addAll(report.gaps());
    assertThat(report.entries()).isEqualTo(found.size());
    return found;
  }

  @Test
  void findsEveryEntryFromAnyOfThem() throws IOException {
    for (int i = 0; i < 5; i++) {
      List<ScanReport.Gap> gaps = new ArrayList<>();
      long from = i == 0 ? 0 : addresses.get(i).offset();
      assertThat(found(from, gaps)).isEqualTo(addresses.subList(i, 5));
      assertThat(gaps).isEmpty();
    }
    assertThat(found(whole.length, new ArrayList<>())).isEmpty();
  }

  @Test
  void entriesOpenWithoutAnIndex() throws IOException {
    List<BlobEntry> entries = new ArrayList<>();
    vault.forEach(container, 0, entries::add);
    for (BlobEntry entry : entries) {
      vault.open(entry).verify();
      assertThat(vault.open(entry).descriptor().seriesUid()).isEqualTo("1.2.3.4");
    }
  }

  @Test
  void aTornTailIsAGapAndNothingElse() throws IOException {
    long lastStart = addresses.get(4).offset();
    for (long cut = lastStart; cut < whole.length; cut += 97) {
      disk.setContent(file, Arrays.copyOf(whole, (int) cut));
      List<ScanReport.Gap> gaps = new ArrayList<>();
      assertThat(found(0, gaps)).isEqualTo(addresses.subList(0, 4));
      if (cut == lastStart) {
        assertThat(gaps).isEmpty();
      } else {
        assertThat(gaps).containsExactly(new ScanReport.Gap(lastStart, cut - lastStart));
      }
    }
  }

  @Test
  void damageCostsOneEntryOnly() throws IOException {
    BlobAddress hurt = addresses.get(2);
    for (long at = hurt.offset(); at < hurt.end(); at += at < hurt.offset() + 150 ? 1 : 61) {
      disk.flip(file, at, (int) (at % 8));
      List<ScanReport.Gap> gaps = new ArrayList<>();
      List<BlobAddress> expected = new ArrayList<>(addresses);
      expected.remove(2);
      assertThat(found(0, gaps)).as("flip at %d", at).isEqualTo(expected);
      assertThat(gaps).containsExactly(new ScanReport.Gap(hurt.offset(), hurt.length()));
      disk.setContent(file, whole);
    }
  }

  @Test
  void aDamagedContainerHeaderIsReportedAndItsEntriesAreFound() throws IOException {
    disk.flip(file, 20, 3);
    List<ScanReport.Gap> gaps = new ArrayList<>();
    assertThat(found(0, gaps)).isEqualTo(addresses);
    assertThat(gaps).containsExactly(new ScanReport.Gap(0, ContainerHeader.BYTES));
  }

  /** Whatever happens to the bytes: an answer or a {@link VaultException}, quickly. */
  @Test
  void survivesAnyMutation() throws IOException {
    SplittableRandom random = new SplittableRandom(20261122);
    Path ring = HOME.resolve("keys").resolve("ring");
    byte[] wholeRing = disk.content(ring);
    long until = System.nanoTime() + 3_000_000_000L;
    for (int round = 0; System.nanoTime() < until || round < 50; round++) {
      disk.setContent(file, mutate(whole, random));
      disk.setContent(ring, mutate(wholeRing, random));
      vault.forEach(container, random.nextInt(whole.length), this::tryToOpen);
      for (BlobAddress address : addresses) {
        tryToOpen(new BlobEntry(address, StudyKeyId.random()));
      }
      try (Vault again = Vault.open(HOME, key, disk, Homes.SMALL)) {
        again.forEach(container, 0, this::tryToOpen);
      } catch (VaultException _) {
        // A damaged ring is refused.
      }
    }
  }

  private void tryToOpen(BlobEntry entry) {
    try {
      vault.open(new BlobEntry(entry.address(), vault.keyOf(entry.address()))).verify();
    } catch (VaultException _) {
      // As it should be.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] mutate(byte[] from, SplittableRandom random) {
    byte[] bytes =
        random.nextInt(4) == 0
            ? Arrays.copyOf(from, random.nextInt(from.length + 100))
            : from.clone();
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 16), (byte) random.nextInt());
        default -> {
          int n = Math.min(random.nextInt(200), bytes.length - at);
          System.arraycopy(bytes, random.nextInt(bytes.length - n + 1), bytes, at, n);
        }
      }
    }
    return bytes;
  }
}

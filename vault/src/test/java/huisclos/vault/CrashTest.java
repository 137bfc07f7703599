package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The machine stops before any step of any operation, loses what was not durable, and comes back:
 * what was acknowledged is there and whole, what was not is whole or invisible. Faults of the disk
 * (full, failing syncs) are mixed in. The seed in a failure's text reproduces it.
 */
class CrashTest {
  private static final int SEEDS = Integer.getInteger("huisclos.crash.seeds", 100);
  private static final Path HOME = Path.of("/home");

  private final FakeDisk disk = new FakeDisk();
  private final Map<BlobAddress, StudyKeyId> acknowledged = new LinkedHashMap<>();
  private final Map<BlobAddress, String> digests = new LinkedHashMap<>();
  private final Set<BlobAddress> quarantined = new HashSet<>();
  private final Set<String> everOffered = new HashSet<>();
  private final List<StudyKeyId> durableStudies = new ArrayList<>();
  private List<SiteKey> possibleKeys = List.of(SiteKey.generate());

  @Test
  void whatWasAcknowledgedSurvivesAnyCrash() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        new CrashTest().life(new SplittableRandom(seed));
      } catch (AssertionError | IOException | RuntimeException e) {
        fail("seed " + seed, e);
      }
    }
  }

  private void life(SplittableRandom random) throws IOException {
    for (int power = 0; power < 3; power++) {
      disk.stopAfter(random.nextInt(120));
      try {
        work(random);
      } catch (FakeDisk.MachineStopped _) {
        // The point of it.
      }
      disk.crash(random);
      try (Vault vault = reopen()) {
        checkAll(vault);
      }
    }
  }

  /** The ring is under the key in use, or under the next one if a rotation was under way. */
  private Vault reopen() throws IOException {
    IOException last = new IOException("no key");
    for (SiteKey key : possibleKeys) {
      try {
        Vault vault = Vault.open(HOME, key, disk, Homes.SMALL);
        possibleKeys = List.of(key);
        return vault;
      } catch (SiteKeyMismatchException e) {
        last = e;
      }
    }
    throw last;
  }

  private void work(SplittableRandom random) throws IOException {
    try (Vault vault = Vault.open(HOME, possibleKeys.getFirst(), disk, Homes.SMALL)) {
      List<StudyKeyId> studies = new ArrayList<>(durableStudies);
      for (int i = 0; i < 40; i++) {
        inject(random);
        try {
          step(vault, studies, random);
        } catch (DurabilityException _) {
          return; // The documented answer: close, look, open again.
        } catch (IOException _) {
          // The disk took no more; the vault stays usable.
        }
        assertThat(vault.pendingBytes()).isZero();
      }
    }
  }

  private void inject(SplittableRandom random) {
    if (random.nextInt(8) == 0) {
      List<String> steps =
          List.of("write", "force", "create", "rename", "syncDirectory", "truncate", "delete");
      disk.fail(steps.get(random.nextInt(steps.size())), random.nextInt(4));
    }
  }

  private void step(Vault vault, List<StudyKeyId> studies, SplittableRandom random)
      throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> {
        SiteKey next = SiteKey.generate();
        possibleKeys = List.of(possibleKeys.getFirst(), next);
        vault.rotateSiteKey(next);
        possibleKeys = List.of(next);
      }
      case 1 -> {
        if (!durableStudies.isEmpty()) {
          StudyKeyId study = durableStudies.get(random.nextInt(durableStudies.size()));
          vault.ring().rewrap(study, vault.ring().newPatientKey());
        }
      }
      case 2 -> {
        PendingBlob blob = offer(vault, random);
        BlobDescriptor descriptor = Homes.describe(blob);
        try (blob) {
          BlobAddress address = vault.quarantine(blob, descriptor);
          quarantined.add(address);
          digests.put(address, descriptor.sha256());
        }
      }
      default -> group(vault, studies, random);
    }
  }

  private void group(Vault vault, List<StudyKeyId> studies, SplittableRandom random)
      throws IOException {
    List<SealRequest> group = new ArrayList<>();
    boolean committed = false;
    try {
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        if (studies.isEmpty() || random.nextInt(4) == 0) {
          studies.add(Homes.newStudy(vault));
        }
        StudyKeyId study = studies.get(random.nextInt(studies.size()));
        group.add(Homes.request(offer(vault, random), study));
      }
      List<BlobAddress> addresses = vault.commit(group);
      committed = true;
      for (int i = 0; i < group.size(); i++) {
        acknowledged.put(addresses.get(i), group.get(i).study());
        digests.put(addresses.get(i), group.get(i).descriptor().sha256());
        if (!durableStudies.contains(group.get(i).study())) {
          durableStudies.add(group.get(i).study());
        }
      }
    } finally {
      if (!committed) {
        group.forEach(request -> request.blob().abort());
      }
    }
  }

  private PendingBlob offer(Vault vault, SplittableRandom random) throws IOException {
    int length = random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(30_000);
    PendingBlob blob = Homes.pending(vault, Homes.bytes(length, random.nextLong()));
    everOffered.add(blob.sha256());
    return blob;
  }

  private void checkAll(Vault vault) throws IOException {
    Set<BlobAddress> seen = new HashSet<>();
    for (int store : new int[] {BlobAddress.BLOBS, BlobAddress.QUARANTINE}) {
      for (ContainerInfo container : vault.containers(store)) {
        vault.scan(store, container.number(), 0, true, entry -> check(vault, entry, seen));
      }
    }
    assertThat(seen).containsAll(digests.keySet());
    for (var one : acknowledged.entrySet()) {
      SealedBlob blob = vault.open(one.getKey(), one.getValue());
      blob.verify();
      assertThat(blob.descriptor().sha256()).isEqualTo(digests.get(one.getKey()));
    }
    for (BlobAddress address : quarantined) {
      vault.openQuarantined(address).verify();
    }
    assertThat(disk.list(HOME.resolve("tmp"))).isEmpty();
  }

  private void check(Vault vault, BlobEntry entry, Set<BlobAddress> seen) {
    try {
      seen.add(entry.address());
      SealedBlob blob = vault.open(entry);
      blob.verify();
      assertThat(everOffered).contains(blob.descriptor().sha256());
    } catch (UnknownKeyException e) {
      // Never acknowledged: its key was not durable. Unreadable, so not half visible either.
      assertThat(digests).doesNotContainKey(entry.address());
    } catch (IOException e) {
      throw new AssertionError("an entry is visible but not whole", e);
    }
  }
}

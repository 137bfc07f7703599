package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Keys destroyed many at once, and single objects shredded, whole or cut short by a crash. */
class DestructionTest {
  private static final Path HOME = Path.of("/home");

  private final FakeDisk disk = new FakeDisk();
  private SiteKey key = SiteKey.generate();

  private Vault open() throws IOException {
    return Vault.open(HOME, key, disk, Homes.SMALL);
  }

  @Test
  void manyKeysAreDestroyedByOneRotation() throws IOException {
    SiteKey old = SiteKey.dangerouslyImport(key.dangerouslyExport());
    byte[] oldRing;
    BlobAddress goneBlob;
    StudyKeyId gone;
    StudyKeyId kept;
    BlobAddress keptBlob;
    try (Vault vault = open()) {
      PatientKeyId patient = vault.ring().newPatientKey();
      gone = vault.ring().newStudyKey(patient);
      kept = vault.ring().newStudyKey(patient);
      PatientKeyId whole = vault.ring().newPatientKey();
      StudyKeyId ofWhole = vault.ring().newStudyKey(whole);
      goneBlob = Homes.store(vault, gone, Homes.bytes(5_000, 1));
      keptBlob = Homes.store(vault, kept, Homes.bytes(5_000, 2));
      Homes.store(vault, ofWhole, Homes.bytes(5_000, 3));
      oldRing = disk.content(HOME.resolve("keys/ring"));
      key = SiteKey.generate();
      vault.destroy(new Destruction(Set.of(whole), Set.of(gone)), key);
      assertThat(vault.ring().rotations()).isEqualTo(1);
      assertThat(vault.ring().wasDestroyed(gone)).isTrue();
      assertThat(vault.ring().wasDestroyed(ofWhole)).isTrue();
      assertThat(vault.ring().contains(whole)).isFalse();
      assertThat(vault.ring().contains(patient)).isTrue();
    }
    try (Vault vault = open()) {
      assertThatThrownBy(() -> vault.open(goneBlob, gone)).isInstanceOf(UnknownKeyException.class);
      vault.open(keptBlob, kept).verify();
      assertThat(vault.ring().wasDestroyed(gone)).isTrue();
      assertThat(vault.ring().wasDestroyed(kept)).isFalse();
      key = SiteKey.generate();
      vault.rotateSiteKey(key);
      assertThat(vault.ring().wasDestroyed(gone)).as("through later rotations").isTrue();
    }
    // The proof's other half: it was the keys that protected it, for the old ones still open it.
    FakeDisk past = new FakeDisk();
    past.createFolder(HOME.resolve("keys"));
    past.createFolder(HOME.resolve("blobs"));
    copy(oldRing, past, HOME.resolve("keys/ring"));
    for (String name : disk.list(HOME.resolve("blobs"))) {
      Path file = HOME.resolve("blobs").resolve(name);
      copy(disk.content(file), past, file);
    }
    try (Vault vault = Vault.open(HOME, old, past, Homes.SMALL)) {
      vault.open(goneBlob, gone).verify();
    }
  }

  private static void copy(byte[] bytes, FakeDisk to, Path file) throws IOException {
    try (DiskFile out = to.create(file)) {
      out.write(ByteBuffer.wrap(bytes), 0);
    }
  }

  @Test
  void aShreddedObjectIsPassedByAndItsNeighboursStay() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      BlobAddress before = Homes.store(vault, study, Homes.bytes(3_000, 1));
      BlobAddress gone = Homes.store(vault, study, Homes.bytes(3_000, 2));
      BlobAddress after = Homes.store(vault, study, Homes.bytes(3_000, 3));
      vault.shred(List.of(gone));
      vault.shred(List.of(gone));
      assertThatThrownBy(() -> vault.open(gone, study)).isInstanceOf(CorruptBlobException.class);
      BlobAddress later = Homes.store(vault, study, Homes.bytes(3_000, 4));
      List<BlobAddress> seen = new ArrayList<>();
      ScanReport report = vault.forEach(gone.container(), 0, e -> seen.add(e.address()));
      assertThat(seen).containsExactly(before, after, later);
      assertThat(report.gaps()).isEmpty();
      for (BlobAddress address : seen) {
        vault.open(address, study).verify();
      }
    }
  }

  @Test
  void whatLiesElsewhereIsNotShredded() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      BlobAddress one = Homes.store(vault, study, Homes.bytes(3_000, 1));
      BlobAddress two = Homes.store(vault, study, Homes.bytes(3_000, 2));
      BlobAddress mixed =
          new BlobAddress(two.object(), one.store(), one.container(), one.offset(), one.length());
      assertThatThrownBy(() -> vault.shred(List.of(mixed)))
          .isInstanceOf(CorruptBlobException.class);
      vault.open(one, study).verify();
    }
  }

  @Test
  void aShreddingCutShortAnywhereIsCompletedByAskingAgain() throws IOException {
    for (int step = 0; step < 6; step++) {
      for (int seed = 0; seed < 20; seed++) {
        DestructionTest one = new DestructionTest();
        one.cutShort(step, new SplittableRandom(seed));
      }
    }
  }

  private void cutShort(int steps, SplittableRandom random) throws IOException {
    StudyKeyId study;
    BlobAddress before;
    BlobAddress gone;
    BlobAddress after;
    try (Vault vault = open()) {
      study = Homes.newStudy(vault);
      before = Homes.store(vault, study, Homes.bytes(3_000, 1));
      gone = Homes.store(vault, study, Homes.bytes(3_000, 2));
      after = Homes.store(vault, study, Homes.bytes(3_000, 3));
      disk.stopAfter(steps);
      try {
        vault.shred(List.of(gone));
      } catch (FakeDisk.MachineStopped _) {
        // The point of it.
      }
    } catch (FakeDisk.MachineStopped _) {
      throw new AssertionError("stopped too early");
    }
    disk.crash(random);
    try (Vault vault = open()) {
      vault.shred(List.of(gone));
      List<BlobAddress> seen = new ArrayList<>();
      ScanReport report = vault.forEach(gone.container(), 0, e -> seen.add(e.address()));
      assertThat(seen).containsExactly(before, after);
      assertThat(report.gaps()).isEmpty();
      vault.open(before, study).verify();
      vault.open(after, study).verify();
    }
  }
}

package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final Path HOME = Path.of("/home");
  private static final Path RING = HOME.resolve("keys").resolve("ring");

  private final FakeDisk disk = new FakeDisk();
  private final SiteKey key = SiteKey.generate();

  private Vault open() throws IOException {
    return Vault.open(HOME, key, disk, Homes.SMALL);
  }

  @Test
  void keysOutliveTheProcess() throws IOException {
    PatientKeyId patient;
    StudyKeyId study;
    byte[] raw;
    VaultId id;
    try (Vault vault = open()) {
      id = vault.id();
      patient = vault.ring().newPatientKey();
      study = vault.ring().newStudyKey(patient);
      raw = vault.ring().wrappingKey(study);
      vault.ring().sync();
    }
    try (Vault vault = open()) {
      assertThat(vault.id()).isEqualTo(id);
      assertThat(vault.ring().patientOf(study)).contains(patient);
      assertThat(vault.ring().wrappingKey(study)).isEqualTo(raw);
      assertThat(vault.ring().studyKeys()).isEqualTo(1);
      assertThat(vault.ring().patientKeys()).isEqualTo(1);
      assertThat(vault.ring().tornBytes()).isZero();
    }
  }

  @Test
  void aSyncWithoutNewKeysTouchesNothing() throws IOException {
    try (Vault vault = open()) {
      Homes.newStudy(vault);
      vault.ring().sync();
      long steps = disk.steps();
      vault.ring().sync();
      assertThat(disk.steps()).isEqualTo(steps);
    }
  }

  @Test
  void unknownKeysAreRefused() throws IOException {
    try (Vault vault = open()) {
      assertThatThrownBy(() -> vault.ring().newStudyKey(PatientKeyId.random()))
          .isInstanceOf(UnknownKeyException.class);
      assertThatThrownBy(
              () -> vault.ring().rewrap(StudyKeyId.random(), vault.ring().newPatientKey()))
          .isInstanceOf(UnknownKeyException.class);
      assertThat(vault.ring().patientOf(StudyKeyId.random())).isEmpty();
      assertThatThrownBy(() -> vault.destroyPatient(PatientKeyId.random(), SiteKey.generate()))
          .isInstanceOf(UnknownKeyException.class);
    }
  }

  @Test
  void anotherSiteKeyIsRefusedAndNamed() throws IOException {
    open().close();
    SiteKey other = SiteKey.generate();
    assertThatThrownBy(() -> Vault.open(HOME, other, disk))
        .isInstanceOf(SiteKeyMismatchException.class)
        .hasMessageContaining(other.id())
        .hasMessageContaining(key.id());
  }

  @Test
  void aMoveRewrapsAndTheObjectsStayReadable() throws IOException {
    PatientKeyId from;
    PatientKeyId to;
    StudyKeyId study;
    BlobAddress address;
    try (Vault vault = open()) {
      from = vault.ring().newPatientKey();
      to = vault.ring().newPatientKey();
      study = vault.ring().newStudyKey(from);
      address = Homes.store(vault, study, Homes.bytes(1000, 1));
      vault.ring().rewrap(study, to);
      vault.ring().sync();
      vault.open(address, study).verify();
    }
    try (Vault again = open()) {
      assertThat(again.ring().patientOf(study)).contains(to);
      again.open(address, study).verify();
      // The patient record moved from can go; the study does not go with it.
      SiteKey next = SiteKey.generate();
      again.destroyPatient(from, next);
      again.open(address, study).verify();
    }
  }

  @Test
  void aTornLastWriteIsCutOffAndKept() throws IOException {
    List<Integer> ends = new ArrayList<>();
    try (Vault vault = open()) {
      for (int i = 0; i < 3; i++) {
        Homes.newStudy(vault);
        vault.ring().sync();
        ends.add(disk.content(RING).length);
      }
    }
    byte[] whole = disk.content(RING);
    for (int length = RingHeader.BYTES; length <= whole.length; length++) {
      disk.setContent(RING, Arrays.copyOf(whole, length));
      int cut = length;
      int expected = (int) ends.stream().filter(end -> end <= cut).count();
      try (Vault vault = open()) {
        assertThat(vault.ring().studyKeys()).as("cut at %d", length).isEqualTo(expected);
        int end = expected == 0 ? RingHeader.BYTES : ends.get(expected - 1);
        assertThat(vault.ring().tornBytes()).isEqualTo(length - end);
        if (length > end) {
          assertThat(disk.content(RING.resolveSibling("ring.torn-" + end)))
              .isEqualTo(Arrays.copyOfRange(whole, end, length));
        }
        Homes.newStudy(vault);
        vault.ring().sync();
      }
      try (Vault vault = open()) {
        assertThat(vault.ring().studyKeys()).isEqualTo(expected + 1);
        assertThat(vault.ring().tornBytes()).isZero();
      }
    }
  }

  @Test
  void damageBeforeTheLastWriteStopsTheStartAndChangesNothing() throws IOException {
    int end = 0;
    try (Vault vault = open()) {
      Homes.newStudy(vault);
      vault.ring().sync();
      end = disk.content(RING).length;
      Homes.newStudy(vault);
      vault.ring().sync();
    }
    for (int at = 0; at < end; at++) {
      disk.flip(RING, at, at % 8);
      byte[] before = disk.content(RING);
      assertThatThrownBy(this::open).as("flip at %d", at).isInstanceOf(CorruptRingException.class);
      assertThat(disk.content(RING)).isEqualTo(before);
      disk.flip(RING, at, at % 8);
    }
    open().close();
  }

  @Test
  void aMissingRingIsNotMadeAnewOverObjects() throws IOException {
    try (Vault vault = open()) {
      Homes.store(vault, Homes.newStudy(vault), new byte[10]);
    }
    disk.delete(RING);
    assertThatThrownBy(this::open).isInstanceOf(CorruptRingException.class);
  }

  @Test
  void rotationKeepsEverythingReadableUnderTheNextKeyOnly() throws IOException {
    SiteKey next = SiteKey.generate();
    StudyKeyId study;
    BlobAddress address;
    BlobAddress quarantined;
    byte[] token;
    try (Vault vault = open()) {
      study = Homes.newStudy(vault);
      address = Homes.store(vault, study, Homes.bytes(5000, 2));
      PendingBlob blob = Homes.pending(vault, Homes.bytes(500, 3));
      quarantined = vault.quarantine(blob, Homes.describe(blob));
      token = vault.blindTokens("index").token("patient-id", "X");
      vault.rotateSiteKey(next);
      assertThat(vault.ring().rotations()).isEqualTo(1);
      vault.open(address, study).verify();
      Homes.store(vault, study, new byte[10]);
      Homes.store(vault, Homes.newStudy(vault), new byte[10]);
    }
    assertThatThrownBy(this::open).isInstanceOf(SiteKeyMismatchException.class);
    try (Vault vault = Vault.open(HOME, next, disk)) {
      vault.open(address, study).verify();
      vault.openQuarantined(quarantined).verify();
      assertThat(vault.ring().studyKeys()).isEqualTo(2);
      assertThat(vault.blindTokens("index").token("patient-id", "X")).isEqualTo(token);
    }
  }

  @Test
  void aDestroyedPatientIsGoneAndTheOthersStay() throws IOException {
    SiteKey next = SiteKey.generate();
    try (Vault vault = open()) {
      PatientKeyId gone = vault.ring().newPatientKey();
      StudyKeyId goneStudy = vault.ring().newStudyKey(gone);
      StudyKeyId goneToo = vault.ring().newStudyKey(gone);
      StudyKeyId kept = Homes.newStudy(vault);
      BlobAddress goneBlob = Homes.store(vault, goneStudy, new byte[100]);
      BlobAddress keptBlob = Homes.store(vault, kept, new byte[100]);
      vault.destroyPatient(gone, next);
      assertThat(vault.ring().contains(gone)).isFalse();
      assertThat(vault.ring().contains(goneToo)).isFalse();
      assertThatThrownBy(() -> vault.open(goneBlob, goneStudy))
          .isInstanceOf(UnknownKeyException.class);
      vault.open(keptBlob, kept).verify();
      byte[] ring = disk.content(RING);
      assertThat(indexOf(ring, gone.bytes())).isNegative();
      // Of its studies the ids stay, which open nothing, so that nobody looks for a lost key.
      assertThat(vault.ring().wasDestroyed(goneStudy)).isTrue();
      assertThat(vault.ring().wasDestroyed(kept)).isFalse();
      assertThat(indexOf(ring, kept.bytes())).isPositive();
    }
    try (Vault vault = Vault.open(HOME, next, disk)) {
      assertThat(vault.ring().patientKeys()).isEqualTo(1);
      assertThat(vault.ring().studyKeys()).isEqualTo(1);
    }
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int i = 0; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void aFullDiskIsSurvivedAndAFailedSyncIsNot() throws IOException {
    StudyKeyId one;
    StudyKeyId two;
    try (Vault vault = open()) {
      one = Homes.newStudy(vault);
      disk.fail("write", 0);
      assertThatThrownBy(() -> vault.ring().sync())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DurabilityException.class);
      two = Homes.newStudy(vault);
      vault.ring().sync();
      Homes.newStudy(vault);
      disk.fail("force", 0);
      assertThatThrownBy(() -> vault.ring().sync()).isInstanceOf(DurabilityException.class);
      long forces = disk.count("force");
      assertThatThrownBy(() -> vault.ring().sync()).isInstanceOf(DurabilityException.class);
      assertThat(disk.count("force")).as("never tried again").isEqualTo(forces);
    }
    try (Vault again = open()) {
      assertThat(again.ring().contains(one)).isTrue();
      assertThat(again.ring().contains(two)).isTrue();
    }
  }

  @Test
  void aFailedRotationLeavesTheOldRingInUse() throws IOException {
    for (String step : List.of("create", "write", "force", "rename")) {
      SiteKey next = SiteKey.generate();
      try (Vault vault = open()) {
        StudyKeyId study = Homes.newStudy(vault);
        vault.ring().sync();
        disk.fail(step, 0);
        assertThatThrownBy(() -> vault.rotateSiteKey(next)).isInstanceOf(IOException.class);
        BlobAddress address = Homes.store(vault, study, new byte[10]);
        vault.open(address, study).verify();
      }
      open().close();
    }
  }

  @Test
  void aRotationWhoseNameIsNotDurableStopsFurtherKeys() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId study = Homes.newStudy(vault);
      vault.ring().sync();
      disk.fail("syncDirectory", 0);
      assertThatThrownBy(() -> vault.rotateSiteKey(SiteKey.generate()))
          .isInstanceOf(DurabilityException.class);
      assertThatThrownBy(() -> Homes.store(vault, Homes.newStudy(vault), new byte[10]))
          .isInstanceOf(DurabilityException.class);
      assertThat(vault.ring().contains(study)).isTrue();
    }
  }

  @Test
  void holdsManyKeys() throws IOException {
    List<StudyKeyId> studies = new ArrayList<>();
    try (Vault vault = open()) {
      PatientKeyId patient = vault.ring().newPatientKey();
      for (int i = 0; i < 30_000; i++) {
        studies.add(vault.ring().newStudyKey(patient));
      }
      vault.ring().sync();
      vault.rotateSiteKey(key);
    }
    try (Vault vault = open()) {
      assertThat(vault.ring().studyKeys()).isEqualTo(30_000);
      for (int i = 0; i < studies.size(); i += 97) {
        assertThat(vault.ring().wrappingKey(studies.get(i))).hasSize(32);
      }
    }
  }
}

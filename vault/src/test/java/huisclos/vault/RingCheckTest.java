package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every byte of the key ring, damaged once while the ring is in use and once before it is opened.
 */
class RingCheckTest {
  private static final Path HOME = Path.of("/home");
  private static final Path RING = HOME.resolve("keys").resolve("ring");

  private final FakeDisk disk = new FakeDisk();
  private final SiteKey key = SiteKey.generate();

  private Vault open() throws IOException {
    return Vault.open(HOME, key, disk, Homes.SMALL);
  }

  @Test
  void aSoundRingIsSound() throws IOException {
    try (Vault vault = open()) {
      StudyKeyId moved = Homes.newStudy(vault);
      vault.ring().rewrap(moved, vault.ring().newPatientKey());
      var _ = vault.ring().newQuarantineKey();
      vault.ring().sync();
      RingReport report = vault.ring().check();
      assertThat(report.complete()).isTrue();
      assertThat(report.records()).isEqualTo(5);
      assertThat(report.problems()).isEmpty();
      // What waits for a sync isn't in the file yet.
      Homes.newStudy(vault);
      assertThat(vault.ring().check().problems()).isEmpty();
      vault.rotateSiteKey(SiteKey.generate());
      assertThat(vault.ring().check().problems()).isEmpty();
    }
  }

  @Test
  void aFlippedBitAnywhereIsFoundAndItsStudiesAreNamed() throws IOException {
    try (Vault vault = open()) {
      List<StudyKeyId> studies = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        studies.add(Homes.newStudy(vault));
        vault.ring().sync();
      }
      int length = disk.content(RING).length;
      int frame = (length - RingHeader.BYTES) / 3;
      for (int at = 0; at < length; at++) {
        disk.flip(RING, at, at % 8);
        RingReport report = vault.ring().check();
        assertThat(report.problems()).as("byte %d", at).isNotEmpty();
        if (at >= RingHeader.BYTES) {
          StudyKeyId hit = studies.get((at - RingHeader.BYTES) / frame);
          assertThat(report.problems().stream().flatMap(p -> p.studies().stream()))
              .as("byte %d", at)
              .contains(hit)
              .doesNotContain(studies.get((studies.indexOf(hit) + 1) % 3));
        }
        disk.flip(RING, at, at % 8);
      }
      assertThat(vault.ring().check().problems()).isEmpty();
    }
  }

  /**
   * Opening a damaged ring fails and changes nothing, but for its last frame: that looks like a
   * write that was cut short, is set aside whole, and the keys in it are unknown rather than wrong.
   */
  @Test
  void aFlippedBitIsNotPassedOverWhenTheRingIsOpened() throws IOException {
    List<StudyKeyId> studies = new ArrayList<>();
    try (Vault vault = open()) {
      for (int i = 0; i < 3; i++) {
        studies.add(Homes.newStudy(vault));
        vault.ring().sync();
      }
    }
    byte[] sound = disk.content(RING);
    int last = RingHeader.BYTES + (sound.length - RingHeader.BYTES) / 3 * 2;
    for (int at = 0; at < sound.length; at += 3) {
      disk.setContent(RING, sound.clone());
      disk.flip(RING, at, at % 8);
      byte[] damaged = disk.content(RING);
      if (at < last) {
        assertThatThrownBy(this::open)
            .as("byte %d", at)
            .isInstanceOfAny(CorruptRingException.class, SiteKeyMismatchException.class);
        assertThat(disk.content(RING)).isEqualTo(damaged);
      } else {
        try (Vault vault = open()) {
          assertThat(vault.ring().tornBytes()).isEqualTo(sound.length - last);
          assertThat(vault.ring().contains(studies.getLast())).isFalse();
          assertThat(vault.ring().contains(studies.getFirst())).isTrue();
          assertThat(disk.content(RING.resolveSibling("ring.torn-" + last)))
              .hasSize(sound.length - last);
        }
      }
    }
  }
}

package huisclos.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.backup.BackupState;
import huisclos.app.health.Health;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteRecovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that the server makes by itself: when they are due, and who learns when they fail. */
class BackupsTest {
  private static final int KEPT = 2;

  @TempDir Path folder;

  private Home home() throws IOException {
    Home home = new Home(folder.resolve("home"));
    home.prepare();
    Files.writeString(
        home.root().resolve("huisclos.toml"),
        """
        [backup]
        to = "%s"
        every = "1h"
        keep = %d
        """
            .formatted(set(), KEPT));
    return home;
  }

  private Path set() {
    return folder.resolve("disk/set");
  }

  private static BackupState state(Home home) {
    return BackupState.read(home).orElseThrow();
  }

  /** Makes the last backup, and the last failure, older than they are. */
  private static void pass(Home home, Duration time) throws IOException {
    BackupState now = state(home);
    new BackupState(
            now.to(),
            now.number(),
            now.at().minus(time),
            now.failure(),
            now.failedAt().map(at -> at.minus(time)))
        .write(home);
  }

  private long manifests() throws IOException {
    try (Stream<Path> files = Files.list(set().resolve("manifests"))) {
      return files.count();
    }
  }

  @Test
  void oneIsMadeWhenItIsDueAndAFailureTurnsHealthRed() throws Exception {
    Home home = home();
    try (HomeLock lock = HomeLock.take(home);
        Site site = Site.open(home, lock)) {
      Backups backups = site.backups();
      backups.tick();
      assertThat(state(home).number()).isZero();
      assertThat(state(home).failure()).contains("phrase");
      assertThat(backups.complaint()).as("not for one failure").isEmpty();
      assertThat(backups.warning()).hasValueSatisfying(w -> assertThat(w).contains("phrase"));
      takePhrase(home);
      backups.tick();
      assertThat(state(home).number()).as("tried again too soon").isZero();

      pass(home, Duration.ofHours(1));
      backups.tick();
      assertThat(state(home).number()).isEqualTo(1);
      assertThat(backups.warning()).isEmpty();
      backups.tick();
      assertThat(state(home).number()).as("none is due").isEqualTo(1);
      for (int number = 2; number <= KEPT + 1; number++) {
        pass(home, Duration.ofHours(1));
        backups.tick();
        assertThat(state(home).number()).isEqualTo(number);
      }
      assertThat(manifests()).as("kept").isEqualTo(KEPT);

      Files.move(set(), folder.resolve("unplugged"));
      pass(home, Duration.ofHours(3));
      backups.tick();
      Optional<Instant> failed = state(home).failedAt();
      assertThat(failed).isPresent();
      assertThat(backups.complaint())
          .hasValueSatisfying(complaint ->
              assertThat(complaint).contains("3 hours", "every 1 hour", "plug its disk in"));
      assertThat(Health.of(site).reasons())
          .anyMatch(reason -> reason.contains("the last backup is too old"));
      backups.tick();
      assertThat(state(home).failedAt()).as("not every minute").isEqualTo(failed);

      Files.move(folder.resolve("unplugged"), set());
      pass(home, Duration.ofHours(1));
      backups.tick();
      assertThat(state(home).number()).isEqualTo(KEPT + 2);
      assertThat(backups.warning()).isEmpty();
      assertThat(Health.of(site).reasons()).noneMatch(reason -> reason.contains("backup"));
    }
  }

  private static void takePhrase(Home home) throws IOException {
    try (RecoveryPhrase phrase = RecoveryPhrase.generate();
        SiteKey key = SiteKey.load(home.root().resolve("keys/site.key"))) {
      SiteRecovery.seal(key, phrase, home.siteRecovery());
    }
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.archive.KeepingOutcome.Objection;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.TrailRecord;
import huisclos.vault.SiteKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A patient whose data were destroyed may come again, however the destruction ended; what the
 * simulation of crashes found.
 */
class RemnantsTest {
  @TempDir Path folder;

  /** The site key after the last destruction. */
  private SiteKey next = SiteKey.generate();

  private static void delete(Site site, String study) throws IOException {
    assertThat(
            site.archive.delete(
                site.pass(new Request.Keep()),
                Level.STUDY,
                study,
                DeleteReason.QUALITY,
                "because",
                Duration.ofDays(30)))
        .isInstanceOf(KeepingOutcome.Done.class);
  }

  private PurgeReport purge(Site site) throws IOException {
    return site.archive.purge(
        site.pass(new Request.Keep()),
        true,
        destruction -> {
          next = SiteKey.generate();
          site.vault.destroy(destruction, SiteKey.dangerouslyImport(next.dangerouslyExport()));
        });
  }

  /** Moves a study of the first patient to the second. */
  private static String move(Site site, String study) throws IOException {
    KeepingOutcome outcome =
        site.archive
            .keeping()
            .move(
                site.pass(new Request.Keep()),
                study,
                new PatientId("PID000002", Optional.empty()),
                "why");
    return switch (outcome) {
      case KeepingOutcome.Done(String act, int _) -> act;
      case KeepingOutcome.Refused refused -> throw new AssertionError("refused: " + refused);
    };
  }

  private static void fill(Site site) throws IOException {
    site.store(Made.ct(1, 1, 1, 1));
    site.store(Made.ct(1, 2, 1, 1));
    site.store(Made.ct(2, 1, 1, 1));
  }

  private static List<TrailRecord> destructions(Site site) throws IOException {
    return site.records().stream().filter(r -> r.action() == Action.KEY_DESTROY).toList();
  }

  private static void assertComesAgain(Site site) throws IOException {
    for (int study : new int[] {1, 3}) {
      assertThat(site.store(Made.ct(1, study, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.fetch(Made.instance(1, study, 1, 1)))
          .isEqualTo(Site.bytes(Made.ct(1, study, 1, 1), Specimen.SYNTAX));
    }
  }

  /** Seeds 981 and 625: a replayed move named the record that had been destroyed. */
  @Test
  void aReindexLeavesNoRecordWithoutAKey() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      move(site, Made.study(1, 2));
      delete(site, Made.study(1, 1));
      assertThat(purge(site).studies()).isEqualTo(1);
      assertThat(site.archive.reindex().damaged()).isZero();
      assertComesAgain(site);
      assertThat(site.fetch(Made.instance(1, 2, 1, 1))).isNotEmpty();
      assertThat(site.archive.reindex().damaged()).isZero();
      assertThat(site.archive.statistics().instances()).isEqualTo(4);
    }
  }

  @Test
  void aMoveOutOfADestroyedRecordStays() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      String act = move(site, Made.study(1, 2));
      delete(site, Made.study(1, 1));
      purge(site);
      assertThat(site.archive.keeping().undo(site.pass(new Request.Keep()), act, "why"))
          .isEqualTo(new KeepingOutcome.Refused(Objection.NOT_UNDOABLE));
      assertComesAgain(site);
    }
  }

  private static void deleteBoth(Site site) throws IOException {
    delete(site, Made.study(1, 1));
    delete(site, Made.study(1, 2));
  }

  @Test
  void whatWasCutShortIsEndedBeforeTheNextStore() throws IOException {
    AtomicReference<Committer.Step> stop = new AtomicReference<>(Committer.Step.INDEXED);
    try (Site site =
        Site.probed(
            folder,
            reached -> {
              if (stop.get() == reached && reached == Committer.Step.BYTES_DURABLE) {
                stop.set(Committer.Step.INDEXED);
                throw new IOException("stopped after " + reached);
              }
            })) {
      fill(site);
      deleteBoth(site);
      stop.set(Committer.Step.BYTES_DURABLE);
      assertThatThrownBy(() -> purge(site)).isInstanceOf(IOException.class);
      assertThat(destructions(site)).isEmpty();
      assertComesAgain(site);
      assertThat(site.archive.deletions(site.pass(new Request.Find(true)))).isEmpty();
      assertThat(destructions(site))
          .singleElement()
          .satisfies(record -> {
            assertThat(record.facts()).containsEntry(Fact.REASON, "recovered");
            assertThat(record.studyUids())
                .containsExactlyInAnyOrder(Made.study(1, 1), Made.study(1, 2));
          });
    }
  }

  @Test
  void anIndexOlderThanTheDestructionDoesNotShowWhatIsGone() throws IOException {
    Path kept = folder.resolve("kept.db");
    Path home = folder.resolve("home");
    Site first = new Site(home);
    try (first) {
      fill(first);
    }
    Files.copy(home.resolve(IndexDatabase.FILE), kept);
    try (Site site = first.again()) {
      deleteBoth(site);
      assertThat(purge(site).studies()).isEqualTo(2);
    }
    Homes.deleteIndex(home);
    Files.copy(kept, home.resolve(IndexDatabase.FILE), StandardCopyOption.REPLACE_EXISTING);
    try (Site site = first.againWith(next)) {
      assertThat(site.archive.opening().rebuilt()).isFalse();
      assertThat(site.archive.statistics().instances()).isEqualTo(1);
      assertComesAgain(site);
    }
  }
}

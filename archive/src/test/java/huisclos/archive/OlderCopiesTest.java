package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.TrailVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An index of an earlier day with the vault of today, the reverse, and an index that is damaged.
 */
class OlderCopiesTest {
  @TempDir Path folder;

  private static void delete(Site site, Level level, String uid) throws IOException {
    assertThat(
            site.archive.delete(
                site.pass(new Request.Keep()),
                level,
                uid,
                DeleteReason.QUALITY,
                "",
                Duration.ofDays(9)))
        .isInstanceOf(KeepingOutcome.Done.class);
  }

  private static void hold(Site site, String study) throws IOException {
    assertThat(site.archive.hold(site.pass(new Request.Keep()), study, true, "why"))
        .isInstanceOf(KeepingOutcome.Done.class);
  }

  private static List<String> studies(Site site, int patient) throws IOException {
    return site
        .rows(
            Level.STUDY,
            Root.STUDY,
            Made.keys(
                Tag.PATIENT_ID,
                "PID%06d".formatted(patient),
                Tag.NUMBER_OF_STUDY_RELATED_INSTANCES,
                ""))
        .stream()
        .map(row ->
            row.string(Tag.STUDY_INSTANCE_UID, "")
                + " "
                + row.string(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, ""))
        .sorted()
        .toList();
  }

  private static void assertFetches(Site site, DataSet set) throws IOException {
    assertThat(site.fetch(set.string(Tag.SOP_INSTANCE_UID, "")))
        .isEqualTo(Site.bytes(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  private static void index(Path from, Path to) throws IOException {
    Homes.deleteIndex(to);
    Files.copy(
        from.resolve(IndexDatabase.FILE),
        to.resolve(IndexDatabase.FILE),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatWasDoneAfterAnOlderCopyOfTheIndexHoldsAgain() throws IOException {
    Path home = folder.resolve("home");
    Site first = new Site(home);
    try (first) {
      for (int study = 1; study <= 4; study++) {
        first.store(Made.ct(1, study, 1, 1));
        first.store(Made.ct(1, study, 1, 2));
      }
    }
    Path older = Homes.copy(home, folder.resolve("older"));
    List<String> before;
    Site second = first.again();
    try (second) {
      second.store(Made.ct(1, 5, 1, 1));
      second.store(Made.ct(2, 1, 1, 1));
      delete(second, Level.STUDY, Made.study(1, 1));
      delete(second, Level.IMAGE, Made.instance(1, 2, 1, 2));
      hold(second, Made.study(1, 3));
      before = studies(second, 1);
      assertThat(before).hasSize(4);
    }
    index(older, home);
    Site third = second.again();
    try (third) {
      RecoveryReport report = third.archive.opening();
      assertThat(report.rebuilt()).isFalse();
      assertThat(report.indexed()).isEqualTo(2);
      assertThat(report.acts()).isEqualTo(3);
      assertThat(report.line()).contains("2 instances", "3 acts");
      assertThat(studies(third, 1)).isEqualTo(before);
      assertThat(studies(third, 2)).hasSize(1);
      assertThat(third.archive.holds(third.pass(new Request.Find(true)))).hasSize(1);
      assertThat(third.archive.deletions(third.pass(new Request.Find(true)))).hasSize(2);
      assertFetches(third, Made.ct(1, 5, 1, 1));
      assertThat(third.archive.scrubber().run(0, Actor.system()).damage()).isEmpty();
      assertThat(TrailVerifier.verify(home.resolve("trail"), Optional.empty()).ok()).isTrue();
    }
  }

  @Test
  void anOlderVaultLosesNothingSilentlyAndBringsNothingDeletedBack() throws IOException {
    Path home = folder.resolve("home");
    Site first = new Site(home);
    try (first) {
      for (int study = 1; study <= 4; study++) {
        first.store(Made.ct(1, study, 1, 1));
        first.store(Made.ct(1, study, 1, 2));
      }
    }
    Path older = Homes.copy(home, folder.resolve("older"));
    Site second = first.again();
    List<String> shown;
    try (second) {
      second.store(Made.ct(1, 2, 1, 3));
      second.store(Made.ct(2, 1, 1, 1));
      second.store(Made.ct(2, 1, 1, 2));
      delete(second, Level.STUDY, Made.study(1, 1));
      hold(second, Made.study(1, 3));
    }
    // The vault of the earlier day: what came since is gone from it, acts and all.
    Homes.delete(home.resolve("blobs"));
    Homes.copy(older.resolve("blobs"), home.resolve("blobs"));
    Site third = second.again();
    try (third) {
      RecoveryReport report = third.archive.opening();
      assertThat(report.rebuilt()).isTrue();
      assertThat(report.missing()).isEqualTo(3);
      assertThat(report.hiddenAgain()).isEqualTo(2);
      shown = studies(third, 1);
      assertThat(shown)
          .containsExactly(
              Made.study(1, 2) + " 2", Made.study(1, 3) + " 2", Made.study(1, 4) + " 2");
      assertThat(third.archive.holds(third.pass(new Request.Find(true)))).hasSize(1);
      assertThat(third.archive.deletions(third.pass(new Request.Find(true))))
          .extracting(DeletionEntry::reason)
          .containsExactly(DeleteReason.QUALITY);
      assertThat(third.archive.scrubber().status().missing()).isEqualTo(3);
      assertThat(third.archive.scrubber().open())
          .extracting(Damage::study, Damage::objects, Damage::kind)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple(Made.study(1, 2), 1L, DamageKind.MISSING),
              org.assertj.core.groups.Tuple.tuple(Made.study(2, 1), 2L, DamageKind.MISSING));
      assertThat(third.records())
          .anyMatch(r -> r.action() == Action.REINDEX && "3".equals(r.facts().get(Fact.WARNED)));
      // One comes again, another is given up.
      third.store(Made.ct(2, 1, 1, 1));
      ScrubReport after = third.archive.scrubber().run(0, Actor.system());
      assertThat(after.openDamage()).isEqualTo(2);
    }
    Site fourth = third.again();
    try (fourth) {
      assertThat(fourth.archive.opening().clean()).isTrue();
      assertThat(studies(fourth, 1)).isEqualTo(shown);
      assertThat(fourth.archive.scrubber().status().missing()).isEqualTo(2);
      assertThat(fourth.archive.scrubber().acceptMissing(Actor.operator("tester"))).isEqualTo(2);
      assertThat(fourth.archive.scrubber().run(0, Actor.system()).clean()).isTrue();
    }
  }

  @Test
  void aLostContainerIsListedByStudy() throws IOException {
    Site first = new Site(folder.resolve("home"));
    try (first) {
      first.store(Made.ct(1, 1, 1, 1));
    }
    Site second = first.again();
    try (second) {
      second.store(Made.ct(2, 1, 1, 1));
      second.store(Made.ct(2, 1, 1, 2));
    }
    Path lost = folder.resolve("home/blobs/0000000002.hcb");
    Path kept = Files.move(lost, folder.resolve("kept"));
    Site third = second.again();
    try (third) {
      assertThat(third.archive.opening().missing()).isEqualTo(2);
      assertThat(third.archive.scrubber().open())
          .singleElement()
          .satisfies(d -> assertThat(d.study()).isEqualTo(Made.study(2, 1)));
      assertFetches(third, Made.ct(1, 1, 1, 1));
    }
    Files.move(kept, lost);
    try (Site fourth = third.again()) {
      assertThat(fourth.archive.opening().indexed()).isEqualTo(2);
      assertThat(fourth.archive.scrubber().run(0, Actor.system()).clean()).isTrue();
      assertFetches(fourth, Made.ct(2, 1, 1, 2));
    }
  }

  @Test
  void aDamagedIndexIsPutAsideAndWhatLiesInItAloneIsCarriedOver() throws IOException {
    Path home = folder.resolve("home");
    Site first = new Site(home);
    try (first) {
      first.store(Made.ct(1, 1, 1, 1));
      first.store(Made.ct(2, 1, 1, 1));
      assertThat(first.archive.addRetention(new RetentionRule("all", List.of(), 10, 0))).isTrue();
    }
    assertThat(IndexRepair.isDamaged(home)).isFalse();
    Path index = home.resolve(IndexDatabase.FILE);
    for (long page = 3; page < 200 && !IndexRepair.isDamaged(home); page++) {
      // The head of a page of a table or an index.
      ScrubTest.flip(index, page * 4096 + 3, 6);
    }
    assertThat(IndexRepair.isDamaged(home)).isTrue();
    IndexRepair.Report report = IndexRepair.run(home, Clock.systemUTC(), true);
    assertThat(report.done()).isTrue();
    assertThat(home.resolve(report.aside())).exists();
    try (Site again = first.again()) {
      assertThat(again.archive.opening().rebuilt()).isTrue();
      assertThat(again.archive.opening().indexed()).isEqualTo(2);
      assertThat(again.archive.scrubber().run(0, Actor.system()).damage()).isEmpty();
      if (!report.incomplete().contains("retention")) {
        assertThat(again.archive.retentionRules()).hasSize(1);
      }
      assertFetches(again, Made.ct(2, 1, 1, 1));
    }
  }
}

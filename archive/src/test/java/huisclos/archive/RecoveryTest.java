package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.TrailRecord;
import huisclos.trail.TrailVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryTest {
  @TempDir Path folder;

  /** What the archive holds, as far as anybody outside can tell. */
  private record Picture(ArchiveStatistics counts, List<String> studies, List<String> patients) {}

  private static Picture picture(Site site) throws IOException {
    List<String> studies = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    for (int patient = 1; patient <= 3; patient++) {
      String id = "PID%06d".formatted(patient);
      for (DataSet row :
          site.rows(
              Level.STUDY,
              Root.STUDY,
              Made.keys(
                  Tag.PATIENT_ID, id,
                  Tag.PATIENT_NAME, "",
                  Tag.STUDY_DATE, "",
                  Tag.MODALITIES_IN_STUDY, "",
                  Tag.NUMBER_OF_STUDY_RELATED_SERIES, "",
                  Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, ""))) {
        studies.add(
            row.string(Tag.STUDY_INSTANCE_UID, "")
                + row.string(Tag.PATIENT_NAME, "")
                + row.string(Tag.STUDY_DATE, "")
                + row.strings(Tag.MODALITIES_IN_STUDY)
                + row.string(Tag.NUMBER_OF_STUDY_RELATED_SERIES, "")
                + row.string(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, ""));
      }
      patients.addAll(site.archive.patientRecords(site.pass(new Request.Find(true)), id));
    }
    studies.sort(null);
    return new Picture(site.archive.statistics(), studies, patients);
  }

  /** Studies, a conflict and a quarantined object. */
  private static void fill(Site site) throws IOException {
    for (int patient = 1; patient <= 3; patient++) {
      for (int instance = 1; instance <= 4; instance++) {
        site.store(Made.ct(patient, 1, instance % 2, instance));
      }
    }
    DataSet wrong = Made.ct(1, 1, 1, 50);
    wrong.putString(Tag.PATIENT_ID, "OTHER");
    site.store(wrong);
    DataSet changed = Made.ct(2, 1, 1, 1);
    changed.putString(Tag.STUDY_DESCRIPTION, "changed");
    site.store(changed);
  }

  private static void assertFetches(Site site, int patient, int series, int instance)
      throws IOException {
    assertThat(site.fetch(Made.instance(patient, 1, series, instance)))
        .isEqualTo(
            Site.bytes(
                Made.ct(patient, 1, series, instance), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  @ParameterizedTest
  @EnumSource(Committer.Step.class)
  void aCrashAtAnyStepLosesNothingAcknowledged(Committer.Step step) throws IOException {
    Path crashed = folder.resolve("crashed");
    AtomicReference<Optional<Committer.Step>> armed = new AtomicReference<>(Optional.empty());
    try (Site site =
        Site.probed(
            folder.resolve("home"),
            reached -> {
              if (armed.get().equals(Optional.of(reached))) {
                Homes.copy(folder.resolve("home"), crashed);
                armed.set(Optional.empty());
              }
            })) {
      fill(site);
      armed.set(Optional.of(step));
      assertThat(site.store(Made.ct(3, 1, 9, 9))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(armed.get()).isEmpty();
      try (Site after = site.again(crashed)) {
        boolean kept = step != Committer.Step.RESOLVED;
        assertThat(after.archive.opening().rebuilt()).isFalse();
        assertThat(after.archive.opening().damaged()).isZero();
        assertThat(after.archive.statistics().instances()).isEqualTo(kept ? 14 : 13);
        for (int patient = 1; patient <= 3; patient++) {
          for (int instance = 1; instance <= 4; instance++) {
            assertFetches(after, patient, instance % 2, instance);
          }
        }
        // The sender, who never got an answer, sends again.
        assertThat(after.store(Made.ct(3, 1, 9, 9)))
            .isInstanceOf(kept ? StoreOutcome.Duplicate.class : StoreOutcome.Stored.class);
        assertFetches(after, 3, 9, 9);
        assertThat(TrailVerifier.verify(crashed.resolve("trail"), Optional.empty()).ok()).isTrue();
      }
    }
  }

  @Test
  void whatWasRecoveredIsOnRecord() throws IOException {
    Path crashed = folder.resolve("crashed");
    try (Site site =
        Site.probed(
            folder.resolve("home"),
            reached -> {
              if (reached == Committer.Step.BYTES_DURABLE) {
                Homes.delete(crashed);
                Homes.copy(folder.resolve("home"), crashed);
              }
            })) {
      site.store(Made.ct(1, 1, 1, 1));
      try (Site after = site.again(crashed)) {
        assertThat(after.archive.opening().indexed()).isEqualTo(1);
        TrailRecord record =
            after.records().stream()
                .filter(r -> r.action() == Action.STORE)
                .findFirst()
                .orElseThrow();
        assertThat(record.facts()).containsEntry(Fact.REASON, "recovered");
        assertThat(record.studyUids()).containsExactly(Made.study(1, 1));
        assertThat(record.patientRecords()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Committer.Step.class)
  void aStepThatFailsIsMadeGoodBeforeTheNextGroup(Committer.Step step) throws IOException {
    AtomicReference<Optional<Committer.Step>> armed = new AtomicReference<>(Optional.empty());
    try (Site site =
        Site.probed(
            folder,
            reached -> {
              if (armed.get().equals(Optional.of(reached))) {
                armed.set(Optional.empty());
                throw new IOException("as if the disk had failed");
              }
            })) {
      site.store(Made.ct(1, 1, 1, 1));
      armed.set(Optional.of(step));
      assertThat(site.store(Made.ct(1, 2, 1, 1))).isInstanceOf(StoreOutcome.OutOfResources.class);
      // Refused, it can't be seen (once indexed it was on record and could be).
      if (step != Committer.Step.INDEXED) {
        assertThat(site.archive.statistics().instances()).isEqualTo(1);
      }
      assertThat(site.store(Made.ct(1, 3, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.store(Made.ct(1, 2, 1, 1)))
          .isInstanceOfAny(StoreOutcome.Stored.class, StoreOutcome.Duplicate.class);
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(1, 3, 3, 3, 0, 0));
      assertFetches(site, 1, 1, 1);
    }
  }

  @Test
  void withoutTheTrailNothingIsStoredAndNothingFound() throws IOException {
    Site site = new Site(folder);
    site.store(Made.ct(1, 1, 1, 1));
    var find = site.pass(new Request.Find(true));
    var get = site.pass(new Request.Get());
    var store = site.pass(new Request.Store());
    site.closeTrail();
    DataSet next = Made.ct(1, 1, 1, 2);
    StoreHeader header =
        new StoreHeader(
            next.string(Tag.SOP_CLASS_UID, ""),
            next.string(Tag.SOP_INSTANCE_UID, ""),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
    byte[] bytes = Site.bytes(next, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(site.archive.store(store, header, new ByteArrayInputStream(bytes)))
        .isInstanceOf(StoreOutcome.OutOfResources.class);
    assertThat(site.archive.statistics().instances()).isEqualTo(1);
    assertThatThrownBy(() ->
            site.archive.find(
                find, new Query(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001"))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() ->
            site.archive.select(
                get, Level.STUDY, Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(1, 1))))
        .isInstanceOf(IOException.class);
    site.close();
    try (Site again = site.again()) {
      assertThat(again.archive.opening().indexed()).isEqualTo(1);
      assertThat(again.archive.statistics().instances()).isEqualTo(2);
    }
  }

  @Test
  void aLostIndexIsMadeAnewFromBlobsAndRing() throws IOException {
    Site site = new Site(folder);
    fill(site);
    Picture before = picture(site);
    List<String> conflicts = conflicts(site);
    site.close();
    Homes.deleteIndex(folder);
    try (Site again = site.again()) {
      assertThat(again.archive.opening().indexed()).isEqualTo(13);
      assertThat(again.archive.opening().quarantined()).isEqualTo(1);
      assertThat(picture(again)).isEqualTo(before);
      assertThat(conflicts(again)).isEqualTo(conflicts);
      assertFetches(again, 2, 1, 3);
      // The same patient goes on under the same record and key.
      again.store(Made.ct(1, 7, 1, 1));
      assertThat(again.archive.statistics().patients()).isEqualTo(before.counts().patients());
    }
  }

  private static List<String> conflicts(Site site) throws IOException {
    return site.archive.conflicts(site.pass(new Request.Find(true))).stream()
        .map(c -> c.sopInstance() + c.patientRecord() + c.came().string(Tag.PATIENT_ID, ""))
        .toList();
  }

  @Test
  void reindexingChangesNothingThatIsSeen() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      Picture before = picture(site);
      RecoveryReport report = site.archive.reindex();
      assertThat(report.rebuilt()).isTrue();
      assertThat(report.indexed()).isEqualTo(13);
      assertThat(report.damaged()).isZero();
      assertThat(picture(site)).isEqualTo(before);
      assertThat(site.store(Made.ct(1, 1, 1, 1))).isInstanceOf(StoreOutcome.Duplicate.class);
      assertThat(site.store(Made.ct(1, 1, 1, 77))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.records().stream().filter(r -> r.action() == Action.REINDEX)).hasSize(1);
    }
  }

  @Test
  void anOlderIndexCatchesUp() throws IOException {
    Site first = new Site(folder.resolve("home"));
    fill(first);
    first.close();
    Path older = Homes.copy(folder.resolve("home"), folder.resolve("older"));
    Site second = first.again();
    assertThat(second.archive.opening().clean()).isTrue();
    second.store(Made.ct(1, 1, 1, 60));
    second.store(Made.ct(3, 2, 1, 1));
    Picture before = picture(second);
    second.close();
    Homes.deleteIndex(folder.resolve("home"));
    Files.copy(
        older.resolve(IndexDatabase.FILE), folder.resolve("home").resolve(IndexDatabase.FILE));
    try (Site third = second.again()) {
      assertThat(third.archive.opening().indexed()).isEqualTo(2);
      assertThat(picture(third)).isEqualTo(before);
    }
  }

  @Test
  void anIndexAheadOfItsVaultIsMadeAnew() throws IOException {
    Site first = new Site(folder.resolve("home"));
    fill(first);
    Picture before = picture(first);
    first.close();
    Path older = Homes.copy(folder.resolve("home"), folder.resolve("older"));
    Site second = first.again();
    second.store(Made.ct(1, 9, 1, 1));
    second.close();
    Homes.delete(folder.resolve("home/blobs"));
    Homes.copy(older.resolve("blobs"), folder.resolve("home/blobs"));
    try (Site third = second.again()) {
      assertThat(third.archive.opening().rebuilt()).isTrue();
      assertThat(picture(third)).isEqualTo(before);
      // What the older vault lacks is no duplicate when it is sent again.
      assertThat(third.store(Made.ct(1, 9, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(third.fetch(Made.instance(1, 9, 1, 1))).isNotEmpty();
    }
  }

  @Test
  void aTornEntryAtTheEndIsLeftOut() throws IOException {
    Site site = new Site(folder);
    site.store(Made.ct(1, 1, 1, 1));
    site.store(Made.ct(1, 1, 1, 2));
    site.close();
    Homes.deleteIndex(folder);
    Path container;
    try (var files = Files.list(folder.resolve("blobs"))) {
      container = files.sorted().toList().getLast();
    }
    try (var channel = Files.newByteChannel(container, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(container) - 3);
    }
    try (Site again = site.again()) {
      assertThat(again.archive.statistics().instances()).isEqualTo(1);
      assertThat(again.store(Made.ct(1, 1, 1, 2))).isInstanceOf(StoreOutcome.Stored.class);
      assertFetches(again, 1, 1, 2);
    }
    try (Site third = site.again()) {
      assertThat(third.archive.statistics().instances()).isEqualTo(2);
    }
  }

  @Test
  void tokensOfAnOlderNormalisationAreMadeAnew() throws IOException {
    Site site = new Site(folder);
    fill(site);
    Picture before = picture(site);
    site.archive.exclusively(session ->
        session.transaction(s -> {
          s.update(Sql.CLEAR_DEMOGRAPHIC_TOKENS);
          s.update(Sql.CLEAR_STUDY_TOKENS);
          s.update(Sql.DELETE_SETTING, "normalisation");
          return s.update(Sql.INSERT_SETTING, "normalisation", "0");
        }));
    assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001")))
        .isEmpty();
    site.close();
    try (Site again = site.again()) {
      assertThat(picture(again)).isEqualTo(before);
    }
  }
}

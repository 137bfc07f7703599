package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.archive.KeepingOutcome.Objection;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.vault.BlobAddress;
import huisclos.vault.SiteKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleted: hidden at once, restored until destroyed, and destroyed for good. */
class DeletionTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path folder;

  /** The site key after the last destruction. */
  private SiteKey next = SiteKey.generate();

  private static KeepingOutcome delete(Site site, Level level, String uid, DeleteReason reason)
      throws IOException {
    return site.archive.delete(site.pass(new Request.Keep()), level, uid, reason, "because", MONTH);
  }

  private static KeepingOutcome restore(Site site, String uid) throws IOException {
    return site.archive.restore(site.pass(new Request.Keep()), uid, "");
  }

  private PurgeReport purge(Site site, boolean now) throws IOException {
    return site.archive.purge(
        site.pass(new Request.Keep()),
        now,
        destruction -> {
          next = SiteKey.generate();
          site.vault.destroy(destruction, SiteKey.dangerouslyImport(next.dangerouslyExport()));
        });
  }

  /** All that queries tell of the first two patients. */
  private static List<String> told(Site site) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int patient = 1; patient <= 2; patient++) {
      String id = "PID%06d".formatted(patient);
      for (DataSet row :
          site.rows(
              Level.PATIENT,
              Root.PATIENT,
              Made.keys(
                  Tag.PATIENT_ID, id,
                  Tag.NUMBER_OF_PATIENT_RELATED_STUDIES, "",
                  Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES, ""))) {
        lines.add(
            "patient %d: %s studies, %s instances"
                .formatted(
                    patient,
                    row.string(Tag.NUMBER_OF_PATIENT_RELATED_STUDIES, ""),
                    row.string(Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES, "")));
      }
      for (DataSet row :
          site.rows(
              Level.STUDY,
              Root.STUDY,
              Made.keys(
                  Tag.PATIENT_ID, id,
                  Tag.STUDY_INSTANCE_UID, "",
                  Tag.MODALITIES_IN_STUDY, "",
                  Tag.SOP_CLASSES_IN_STUDY, "",
                  Tag.NUMBER_OF_STUDY_RELATED_SERIES, "",
                  Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, ""))) {
        String study = row.string(Tag.STUDY_INSTANCE_UID, "");
        lines.add(
            "study %s: %s series, %s instances of %s, %d classes"
                .formatted(
                    study.substring(study.lastIndexOf('.', study.lastIndexOf('.') - 1)),
                    row.string(Tag.NUMBER_OF_STUDY_RELATED_SERIES, ""),
                    row.string(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, ""),
                    row.strings(Tag.MODALITIES_IN_STUDY),
                    row.strings(Tag.SOP_CLASSES_IN_STUDY).size()));
        Pass pass = site.pass(new Request.Get());
        lines.add("  retrieved: " + site.select(pass, Level.STUDY, study).size());
      }
    }
    return lines.stream().sorted().toList();
  }

  /** Two patients: the first with two studies, whose first has two series. */
  private static void fill(Site site) throws IOException {
    site.store(Made.ct(1, 1, 1, 1));
    site.store(Made.ct(1, 1, 1, 2));
    DataSet other = Made.ct(1, 1, 2, 1);
    other.putString(Tag.MODALITY, "MR");
    other.putString(Tag.SOP_CLASS_UID, huisclos.dicom.Uids.MR_IMAGE_STORAGE);
    site.store(other);
    site.store(Made.ct(1, 2, 1, 1));
    site.store(Made.ct(2, 1, 1, 1));
  }

  @Test
  void hiddenAtOnceCountedRightAndRestored() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      List<String> before = told(site);
      assertThat(before)
          .contains(
              "patient 1: 2 studies, 4 instances",
              "study .1.1: 2 series, 3 instances of [CT, MR], 2 classes");
      delete(site, Level.IMAGE, Made.instance(1, 1, 1, 2), DeleteReason.QUALITY);
      assertThat(told(site))
          .contains("study .1.1: 2 series, 2 instances of [CT, MR], 2 classes", "  retrieved: 2");
      delete(site, Level.SERIES, Made.series(1, 1, 2), DeleteReason.QUALITY);
      assertThat(told(site))
          .contains(
              "patient 1: 2 studies, 2 instances",
              "study .1.1: 1 series, 1 instances of [CT], 1 classes");
      assertThat(
              site.rows(
                  Level.SERIES,
                  Root.STUDY,
                  Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(1, 1), Tag.SERIES_INSTANCE_UID, "")))
          .hasSize(1);
      delete(site, Level.STUDY, Made.study(1, 1), DeleteReason.PATIENT_REQUEST);
      assertThat(told(site))
          .contains("patient 1: 1 studies, 1 instances")
          .noneMatch(line -> line.startsWith("study .1.1"));
      delete(site, Level.STUDY, Made.study(2, 1), DeleteReason.SAFETY);
      assertThat(told(site)).noneMatch(line -> line.startsWith("patient 2"));
      assertThat(site.select(site.pass(new Request.Get()), Level.IMAGE, Made.instance(2, 1, 1, 1)))
          .isEmpty();
      assertThat(site.archive.deletions(site.pass(new Request.Find(true)))).hasSize(4);
      List<String> hidden = told(site);
      site.archive.reindex();
      assertThat(told(site)).isEqualTo(hidden);
      assertThat(restore(site, Made.study(1, 1))).isInstanceOf(KeepingOutcome.Done.class);
      assertThat(restore(site, Made.instance(2, 1, 1, 1))).isInstanceOf(KeepingOutcome.Done.class);
      assertThat(told(site)).isEqualTo(before);
      site.archive.reindex();
      assertThat(told(site)).isEqualTo(before);
      assertThat(site.archive.deletions(site.pass(new Request.Find(true)))).isEmpty();
      assertThat(site.records())
          .extracting(r -> r.action())
          .contains(Action.DELETE, Action.UNDELETE);
    }
  }

  @Test
  void whatIsNotThereOrDoneAlreadyIsSaid() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      assertThat(delete(site, Level.STUDY, "1.2.3", DeleteReason.QUALITY))
          .isEqualTo(new KeepingOutcome.Refused(Objection.UNKNOWN_UID));
      assertThat(restore(site, Made.study(1, 1)))
          .isEqualTo(new KeepingOutcome.Refused(Objection.NOTHING_TO_DO));
      delete(site, Level.STUDY, Made.study(1, 1), DeleteReason.QUALITY);
      assertThat(delete(site, Level.STUDY, Made.study(1, 1), DeleteReason.QUALITY))
          .isEqualTo(new KeepingOutcome.Refused(Objection.NOTHING_TO_DO));
    }
  }

  @Test
  void sentAgainAfterRejection() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      delete(site, Level.IMAGE, Made.instance(1, 1, 1, 1), DeleteReason.QUALITY);
      delete(site, Level.IMAGE, Made.instance(1, 1, 1, 2), DeleteReason.SAFETY);
      assertThat(site.store(Made.ct(1, 1, 1, 1))).isInstanceOf(StoreOutcome.Duplicate.class);
      assertThat(site.store(Made.ct(1, 1, 1, 2)))
          .isEqualTo(new StoreOutcome.Rejected(DeleteReason.SAFETY));
      assertThat(told(site)).contains("study .1.1: 1 series, 1 instances of [MR], 1 classes");
      // Another instance of the series that is hidden as a whole counts the series again.
      assertThat(site.store(Made.ct(1, 1, 1, 3))).isInstanceOf(StoreOutcome.Stored.class);
      List<String> told = told(site);
      assertThat(told).contains("study .1.1: 2 series, 2 instances of [CT, MR], 2 classes");
      site.archive.reindex();
      assertThat(told(site)).isEqualTo(told);
    }
  }

  @Test
  void destroyedForGood() throws IOException {
    Site first;
    BlobAddress single;
    List<String> left;
    try (Site site = new Site(folder)) {
      first = site;
      fill(site);
      single = address(site, Made.instance(1, 1, 1, 2));
      assertThat(purge(site, true).isEmpty()).isTrue();
      delete(site, Level.STUDY, Made.study(2, 1), DeleteReason.PATIENT_REQUEST);
      delete(site, Level.STUDY, Made.study(1, 2), DeleteReason.RETENTION_EXPIRED);
      delete(site, Level.IMAGE, Made.instance(1, 1, 1, 2), DeleteReason.QUALITY);
      assertThat(purge(site, false).isEmpty()).as("nothing is due for a month").isTrue();
      PurgeReport report = purge(site, true);
      assertThat(report).isEqualTo(new PurgeReport(2, 1, 1, 0, true));
      assertThat(site.vault.ring().rotations()).as("one for all").isEqualTo(1);
      assertThatThrownBy(() -> site.vault.open(single, key(site))).isInstanceOf(IOException.class);
      assertThat(restore(site, Made.study(2, 1)))
          .isEqualTo(new KeepingOutcome.Refused(Objection.UNKNOWN_UID));
      assertThat(purge(site, true).isEmpty()).isTrue();
      left = told(site);
      assertThat(left).contains("patient 1: 1 studies, 2 instances");
      assertThat(site.archive.reindex().damaged()).isZero();
      assertThat(told(site)).isEqualTo(left);
      // What was destroyed may come anew, under keys of its own.
      assertThat(site.store(Made.ct(2, 1, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.store(Made.ct(1, 1, 1, 2))).isInstanceOf(StoreOutcome.Stored.class);
      left = told(site);
    }
    try (Site again = first.againWith(next)) {
      assertThat(again.archive.opening().clean()).isTrue();
      assertThat(told(again)).isEqualTo(left);
      assertThat(again.archive.reindex().damaged()).isZero();
      assertThat(told(again)).isEqualTo(left);
      assertThat(again.records()).extracting(r -> r.action()).contains(Action.KEY_DESTROY);
    }
  }

  private static BlobAddress address(Site site, String sop) throws IOException {
    Pass pass = site.pass(new Request.Get());
    return site.select(pass, Level.IMAGE, sop).getFirst().address();
  }

  private static huisclos.vault.StudyKeyId key(Site site) throws IOException {
    Pass pass = site.pass(new Request.Get());
    return site.select(pass, Level.IMAGE, Made.instance(1, 1, 1, 1)).getFirst().studyKey();
  }

  @Test
  void aHeldStudyIsNeitherDeletedNorDestroyed() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      Pass keep = site.pass(new Request.Keep());
      delete(site, Level.STUDY, Made.study(2, 1), DeleteReason.QUALITY);
      assertThat(site.archive.hold(keep, Made.study(2, 1), true, "a court asks"))
          .isInstanceOf(KeepingOutcome.Done.class);
      site.archive.hold(keep, Made.study(1, 1), true, "research");
      assertThat(delete(site, Level.STUDY, Made.study(1, 1), DeleteReason.QUALITY))
          .isEqualTo(new KeepingOutcome.Refused(Objection.HELD));
      assertThat(purge(site, true)).isEqualTo(new PurgeReport(0, 0, 0, 1, false));
      site.archive.reindex();
      List<HoldEntry> holds = site.archive.holds(site.pass(new Request.Find(true)));
      assertThat(holds).extracting(HoldEntry::reason).containsExactly("a court asks", "research");
      site.archive.hold(keep, Made.study(2, 1), false, "");
      assertThat(purge(site, true).studies()).isEqualTo(1);
    }
  }

  @Test
  void ourNoteIsReadBackAndAnothersTakesEffect() throws IOException {
    try (Site site = new Site(folder)) {
      fill(site);
      byte[] bytes =
          site.archive
              .rejectionNote(
                  site.pass(new Request.Find(true)),
                  site.pass(new Request.Store()),
                  Level.SERIES,
                  Made.series(1, 1, 1),
                  DeleteReason.QUALITY,
                  false)
              .orElseThrow();
      DataSet note =
          DataSetDecoder.read(
              new ByteArrayInputStream(bytes),
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
              ReadOptions.whole());
      assertThat(note.string(Tag.PATIENT_ID, "")).isEqualTo("PID000001");
      RejectionNote read = RejectionNote.of(note).orElseThrow();
      assertThat(read.reason()).isEqualTo(DeleteReason.QUALITY);
      assertThat(read.named()).containsOnlyKeys(Made.study(1, 1));
      assertThat(read.named().get(Made.study(1, 1)))
          .containsExactly(Made.instance(1, 1, 1, 1), Made.instance(1, 1, 1, 2));
      // The note is there; it rejects nothing by itself, since the operator's delete does that.
      assertThat(told(site))
          .contains("study .1.1: 3 series, 4 instances of [CT, KO, MR], 3 classes");
      // Sent by somebody who may reject, here the operator, it takes effect although it is known.
      assertThat(
              site.store(
                  new StoreHeader(
                      RejectionNote.SOP_CLASS,
                      note.string(Tag.SOP_INSTANCE_UID, ""),
                      TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()),
                  bytes))
          .isInstanceOf(StoreOutcome.Duplicate.class);
      assertThat(told(site)).contains("study .1.1: 2 series, 2 instances of [KO, MR], 2 classes");
      // A note that would be all that is left goes with the rest.
      delete(site, Level.SERIES, Made.series(1, 1, 2), DeleteReason.SAFETY);
      assertThat(told(site)).noneMatch(line -> line.startsWith("study .1.1"));
    }
  }

  @Test
  void cutShortAtAnyStepItIsDoneOrNot() throws IOException {
    for (Committer.Step step : Committer.Step.values()) {
      Path home = folder.resolve(step.name());
      boolean[] armed = {false};
      Site first =
          Site.probed(
              home,
              reached -> {
                if (armed[0] && reached == step) {
                  throw new IOException("stopped after " + step);
                }
              });
      List<String> before;
      try (Site site = first) {
        fill(site);
        before = told(site);
        armed[0] = true;
        try {
          delete(site, Level.STUDY, Made.study(1, 1), DeleteReason.QUALITY);
        } catch (IOException _) {
          // The point of it.
        }
      }
      armed[0] = false;
      try (Site site = first.again()) {
        boolean done = step != Committer.Step.RESOLVED;
        assertThat(told(site).stream().anyMatch(line -> line.startsWith("study .1.1")))
            .as("%s", step)
            .isNotEqualTo(done);
        if (!done) {
          assertThat(told(site)).isEqualTo(before);
          delete(site, Level.STUDY, Made.study(1, 1), DeleteReason.QUALITY);
        }
        delete(site, Level.IMAGE, Made.instance(2, 1, 1, 1), DeleteReason.SAFETY);
      }
      Site second =
          first.againProbed(reached -> {
            if (armed[0] && reached == step) {
              throw new IOException("stopped after " + step);
            }
          });
      boolean rotated = step != Committer.Step.RESOLVED;
      try (Site site = second) {
        armed[0] = true;
        assertThatThrownBy(() -> purge(site, true)).isInstanceOf(IOException.class);
      }
      try (Site site = rotated ? first.againWith(next) : first.again()) {
        PurgeReport rest = purge(site, true);
        assertThat(rest.rotated()).as("%s", step).isEqualTo(!rotated);
        assertThat(rest.isEmpty()).as("the opening ended it").isEqualTo(rotated);
        List<String> left = told(site);
        assertThat(left).contains("patient 1: 1 studies, 1 instances").hasSize(3);
        assertThat(site.archive.reindex().damaged()).isZero();
        assertThat(told(site)).isEqualTo(left);
      }
    }
  }
}

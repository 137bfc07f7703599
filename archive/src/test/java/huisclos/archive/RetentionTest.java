package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.archive.RetentionVerdict.Kept;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.gate.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rules say has expired, and what keeps it nevertheless. */
class RetentionTest {
  @TempDir Path folder;

  private static DataSet image(int patient, int study, String date, String birth, String modality) {
    DataSet set = Made.ct(patient, study, 1, 1);
    set.putString(Tag.STUDY_DATE, date);
    set.putString(Tag.PATIENT_BIRTH_DATE, birth);
    set.putString(Tag.MODALITY, modality);
    return set;
  }

  private static Map<String, RetentionVerdict> preview(Site site) throws IOException {
    return site.archive.retentionPreview(site.pass(new Request.Find(true))).stream()
        .collect(Collectors.toMap(RetentionVerdict::studyUid, v -> v));
  }

  @Test
  void rulesByModalityAgeAndPatientsAge() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(image(1, 1, "20000101", "19500101", "CT")); // An adult's, long past.
      site.store(image(2, 1, "20000101", "19990101", "CT")); // A child's, who is 27 in 2026.
      site.store(image(3, 1, "20250601", "19500101", "CT")); // Recent.
      site.store(image(4, 1, "20000101", "19500101", "MG")); // Kept longer by its modality.
      assertThat(preview(site)).as("no rules: everything is kept").isEmpty();
      site.archive.addRetention(new RetentionRule("all", List.of(), 10, 150));
      site.archive.addRetention(new RetentionRule("breast", List.of("MG"), 100, 0));
      Map<String, RetentionVerdict> verdicts = preview(site);
      assertThat(verdicts).containsOnlyKeys(Made.study(1, 1));
      RetentionVerdict only = of(verdicts, Made.study(1, 1));
      assertThat(only.expired()).hasToString("2010-01-01");
      assertThat(only.rule()).isEqualTo("all");
      assertThat(only.kept()).isEqualTo(Kept.NOTHING);
      site.archive.removeRetention("all");
      assertThat(site.archive.retentionRules()).hasSize(1);
      assertThat(preview(site)).isEmpty();
      site.archive.addRetention(new RetentionRule("all", List.of(), 10, 20));
      assertThat(preview(site)).containsOnlyKeys(Made.study(1, 1), Made.study(2, 1));
    }
  }

  @Test
  void heldAndReferencedStudiesStay() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(image(1, 1, "20000101", "19500101", "CT"));
      site.store(image(1, 2, "20010101", "19500101", "CT"));
      site.store(image(1, 4, "20010101", "19500101", "CT"));
      // A key object of a study that stays names an image of the first.
      DataSet note = image(1, 3, "20250101", "19500101", "KO");
      note.remove(Tag.PIXEL_DATA);
      note.putString(Tag.SOP_CLASS_UID, Uids.KEY_OBJECT_SELECTION_DOCUMENT_STORAGE);
      DataSet reference = new DataSet();
      reference.putString(Tag.REFERENCED_SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
      reference.putString(Tag.REFERENCED_SOP_INSTANCE_UID, Made.instance(1, 1, 1, 1));
      DataSet content = new DataSet();
      content.putItems(Tag.REFERENCED_SOP_SEQUENCE, List.of(reference));
      note.putItems(Tag.CONTENT_SEQUENCE, List.of(content));
      assertThat(site.store(note)).isInstanceOf(StoreOutcome.Stored.class);
      site.archive.addRetention(new RetentionRule("all", List.of(), 10, 0));
      site.archive.hold(site.pass(new Request.Keep()), Made.study(1, 2), true, "a court asks");
      Map<String, RetentionVerdict> verdicts = preview(site);
      assertThat(verdicts).containsOnlyKeys(Made.study(1, 1), Made.study(1, 2), Made.study(1, 4));
      assertThat(of(verdicts, Made.study(1, 1)).kept()).isEqualTo(Kept.REFERENCED);
      assertThat(of(verdicts, Made.study(1, 2)).kept()).isEqualTo(Kept.HELD);
      assertThat(of(verdicts, Made.study(1, 4)).kept()).isEqualTo(Kept.NOTHING);
    }
  }

  private static RetentionVerdict of(Map<String, RetentionVerdict> verdicts, String study) {
    return Objects.requireNonNull(verdicts.get(study), study);
  }

  @Test
  void whatIsNoRuleIsRefused() {
    assertThatThrownBy(() -> new RetentionRule("all", List.of(), 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetentionRule("all", List.of(), 10, 12))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetentionRule("a b", List.of(), 10, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetentionRule("all", List.of("ct"), 10, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

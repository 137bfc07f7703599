package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.KeepingOutcome.Objection;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Element;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.ValueElement;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Corrections, moves, merges and decisions; each also after the index was made anew. */
class KeepingTest {
  private static final PatientId ONE = new PatientId("PID000001", Optional.empty());
  private static final PatientId TWO = new PatientId("PID000002", Optional.empty());

  @TempDir Path folder;

  static Pass keep(Site site) {
    return site.pass(new Request.Keep());
  }

  static String done(KeepingOutcome outcome) {
    assertThat(outcome).isInstanceOf(KeepingOutcome.Done.class);
    return ((KeepingOutcome.Done) outcome).act();
  }

  private static AttributeChange change(Object... tagsAndValues) {
    AttributeChange change = new AttributeChange();
    for (int i = 0; i < tagsAndValues.length; i += 2) {
      assertThat(change.set((int) tagsAndValues[i], (String) tagsAndValues[i + 1]))
          .isEqualTo(AttributeChange.Added.YES);
    }
    return change;
  }

  static DataSet object(Site site, String sop) throws IOException {
    return object(site.fetch(sop), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static DataSet object(byte[] bytes, TransferSyntax syntax) throws IOException {
    return DataSetDecoder.read(new ByteArrayInputStream(bytes), syntax, ReadOptions.whole());
  }

  /** All that queries tell of the patients with these ids, values and all. */
  static List<String> picture(Site site) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int patient = 0; patient <= 3; patient++) {
      DataSet keys = Made.keys(Tag.PATIENT_ID, "PID%06d".formatted(patient));
      QueryKeys.all().stream()
          .filter(k -> k.level() == Level.PATIENT || k.level() == Level.STUDY)
          .filter(k -> k.tag() != Tag.PATIENT_ID)
          .forEach(k -> keys.putEmpty(k.tag()));
      for (DataSet row : site.rows(Level.STUDY, Root.STUDY, keys)) {
        lines.add(text(row));
        String study = row.string(Tag.STUDY_INSTANCE_UID, "");
        for (DataSet series :
            site.rows(
                Level.SERIES,
                Root.STUDY,
                Made.keys(
                    Tag.STUDY_INSTANCE_UID, study,
                    Tag.SERIES_INSTANCE_UID, "",
                    Tag.MODALITY, "",
                    Tag.SERIES_DESCRIPTION, ""))) {
          lines.add(text(series));
          for (DataSet image :
              site.rows(
                  Level.IMAGE,
                  Root.STUDY,
                  Made.keys(
                      Tag.STUDY_INSTANCE_UID, study,
                      Tag.SERIES_INSTANCE_UID, series.string(Tag.SERIES_INSTANCE_UID, ""),
                      Tag.SOP_INSTANCE_UID, "",
                      Tag.INSTANCE_NUMBER, "",
                      Tag.IMAGE_COMMENTS, ""))) {
            lines.add(text(image));
            byte[] bytes = site.fetch(image.string(Tag.SOP_INSTANCE_UID, ""));
            lines.add(Integer.toString(java.util.Arrays.hashCode(bytes)));
          }
        }
      }
    }
    lines.add(site.archive.statistics().toString());
    lines.sort(null);
    return lines;
  }

  private static String text(DataSet set) {
    StringBuilder text = new StringBuilder();
    for (Element element : set) {
      text.append(element.tag()).append('=');
      if (element instanceof ValueElement value) {
        text.append(HexFormat.of().formatHex(value.bytes()));
      }
      text.append(' ');
    }
    return text.toString();
  }

  static void assertSameAfterReindex(Site site) throws IOException {
    List<String> before = picture(site);
    RecoveryReport report = site.archive.reindex();
    assertThat(report.damaged()).isZero();
    assertThat(picture(site)).isEqualTo(before);
  }

  @Test
  void aCorrectionShowsInAnswersAndObjectsAndIsTakenBack() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(1, 1, 2, 1));
      byte[] before = site.fetch(Made.instance(1, 1, 1, 1));
      String act =
          done(
              site.archive
                  .keeping()
                  .correct(
                      keep(site),
                      Level.STUDY,
                      Made.study(1, 1),
                      change(
                          Tag.PATIENT_NAME, "山田^太郎",
                          Tag.ACCESSION_NUMBER, "NEW1",
                          Tag.STUDY_DATE, "20300102"),
                      "typing error"));
      DataSet row =
          site.rows(
                  Level.STUDY,
                  Root.STUDY,
                  Made.keys(Tag.ACCESSION_NUMBER, "NEW1", Tag.PATIENT_NAME, "", Tag.STUDY_DATE, ""))
              .getFirst();
      assertThat(row.string(Tag.PATIENT_NAME, "")).isEqualTo("山田^太郎");
      assertThat(row.string(Tag.STUDY_DATE, "")).isEqualTo("20300102");
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_NAME, "Patient00001*")))
          .isEmpty();
      DataSet object = object(site, Made.instance(1, 1, 2, 1));
      assertThat(object.string(Tag.PATIENT_NAME, "")).isEqualTo("山田^太郎");
      DataSet told = object.items(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE).getFirst();
      assertThat(told.string(Tag.REASON_FOR_THE_ATTRIBUTE_MODIFICATION, "")).isEqualTo("CORRECT");
      assertThat(told.string(Tag.MODIFYING_SYSTEM, "")).isEqualTo("HUISCLOS");
      assertThat(
              told.items(Tag.MODIFIED_ATTRIBUTES_SEQUENCE).getFirst().string(Tag.PATIENT_NAME, ""))
          .isEqualTo("Patient00001^Péter");
      DataSet original = Made.ct(1, 1, 2, 1);
      for (Element element : original) {
        if (element.tag() != Tag.PATIENT_NAME
            && element.tag() != Tag.ACCESSION_NUMBER
            && element.tag() != Tag.STUDY_DATE) {
          assertThat(((ValueElement) object.get(element.tag()).orElseThrow()).bytes())
              .isEqualTo(((ValueElement) element).bytes());
        }
      }
      // An object that comes later is corrected like the others.
      site.store(Made.ct(1, 1, 3, 1));
      assertThat(object(site, Made.instance(1, 1, 3, 1)).string(Tag.ACCESSION_NUMBER, ""))
          .isEqualTo("NEW1");
      // The sender's copy is still the same object.
      assertThat(site.store(Made.ct(1, 1, 1, 1))).isInstanceOf(StoreOutcome.Duplicate.class);
      assertSameAfterReindex(site);
      assertThat(site.archive.keeping().history(keep(site), Made.study(1, 1)))
          .singleElement()
          .satisfies(line -> {
            assertThat(line.act()).isEqualTo(act);
            assertThat(line.reason()).isEqualTo("typing error");
            assertThat(line.actor()).isEqualTo("tester");
          });
      done(site.archive.keeping().undo(keep(site), act.substring(0, 8), "it was right"));
      assertThat(site.fetch(Made.instance(1, 1, 1, 1))).isEqualTo(before);
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.ACCESSION_NUMBER, "NEW1")))
          .isEmpty();
      assertSameAfterReindex(site);
      assertThat(site.records().stream().filter(r -> r.action() == Action.CORRECT).toList())
          .singleElement()
          .satisfies(r -> assertThat(r.facts()).containsEntry(Fact.ACT, act));
      assertThat(site.archive.keeping().undo(keep(site), act, "again"))
          .isEqualTo(new KeepingOutcome.Refused(Objection.NOT_UNDOABLE));
    }
  }

  @Test
  void aValueThatTheObjectsRepertoireLacksTurnsItIntoUtf8() throws IOException {
    try (Site site = new Site(folder)) {
      for (TransferSyntax syntax :
          List.of(
              TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
              TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
              TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
        int study = syntax.uid().length();
        DataSet latin = new DataSet();
        latin.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
        for (Element element : Made.ct(1, study, 1, 1)) {
          if (element.tag() != Tag.SPECIFIC_CHARACTER_SET && element.tag() != Tag.PATIENT_NAME) {
            latin.put(element);
          }
        }
        latin.putString(Tag.PATIENT_NAME, "Müller^Zoë");
        latin.putString(Tag.IMAGE_COMMENTS, "größer");
        DataSet item = new DataSet();
        item.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
        item.putString(Tag.REQUESTED_PROCEDURE_DESCRIPTION, "Schädel");
        latin.putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of(item));
        assertThat(site.store(latin, syntax)).isInstanceOf(StoreOutcome.Stored.class);
        done(
            site.archive
                .keeping()
                .correct(
                    keep(site),
                    Level.IMAGE,
                    Made.instance(1, study, 1, 1),
                    change(Tag.PATIENT_NAME, "Иванов^Иван"),
                    ""));
        DataSet object = object(site.fetch(Made.instance(1, study, 1, 1)), syntax);
        assertThat(object.characterSet().terms()).containsExactly("ISO_IR 192");
        assertThat(object.string(Tag.PATIENT_NAME, "")).isEqualTo("Иванов^Иван");
        assertThat(object.string(Tag.IMAGE_COMMENTS, "")).isEqualTo("größer");
        assertThat(
                object
                    .items(Tag.REQUEST_ATTRIBUTES_SEQUENCE)
                    .getFirst()
                    .string(Tag.REQUESTED_PROCEDURE_DESCRIPTION, ""))
            .isEqualTo("Schädel");
        assertThat(
                object
                    .items(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE)
                    .getFirst()
                    .items(Tag.MODIFIED_ATTRIBUTES_SEQUENCE)
                    .getFirst()
                    .string(Tag.PATIENT_NAME, ""))
            .isEqualTo("Müller^Zoë");
        assertThat(object.integer(Tag.ROWS)).hasValue(4);
      }
    }
  }

  @Test
  void aMovedStudyIsTheOtherPatientsAndComesBack() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(1, 2, 1, 1));
      site.store(Made.ct(2, 1, 1, 1));
      List<String> before = picture(site);
      String act = done(site.archive.keeping().move(keep(site), Made.study(1, 1), TWO, "mixed up"));
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000002")))
          .hasSize(2);
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001")))
          .hasSize(1);
      DataSet object = object(site, Made.instance(1, 1, 1, 1));
      assertThat(object.string(Tag.PATIENT_ID, "")).isEqualTo("PID000002");
      assertThat(object.string(Tag.PATIENT_NAME, "")).isEqualTo("Patient00002^Péter");
      assertThat(object.string(Tag.PATIENT_SEX, "")).isEqualTo("F");
      // Nothing of the former patient goes out with it.
      assertThat(object.contains(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE)).isFalse();
      // What comes later to the study under the former id is no conflict.
      site.store(Made.ct(1, 1, 1, 2));
      assertThat(site.archive.statistics().conflicts()).isZero();
      assertSameAfterReindex(site);
      done(site.archive.keeping().undo(keep(site), act, "not mixed up"));
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001")))
          .hasSize(2);
      assertSameAfterReindex(site);
      assertThat(picture(site)).containsAll(before.subList(0, 2));
      assertThat(site.archive.keeping().move(keep(site), "1.2.3", TWO, ""))
          .isEqualTo(new KeepingOutcome.Refused(Objection.UNKNOWN_UID));
    }
  }

  @Test
  void mergedPatientsAreOneAndWhatComesLaterFollows() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(1, 2, 1, 1));
      site.store(Made.ct(2, 1, 1, 1));
      String act = done(site.archive.keeping().merge(keep(site), ONE, TWO, "same person"));
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000002")))
          .hasSize(3);
      assertThat(site.rows(Level.PATIENT, Root.PATIENT, Made.keys(Tag.PATIENT_ID, "PID000001")))
          .isEmpty();
      site.store(Made.ct(1, 3, 1, 1));
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000002")))
          .hasSize(4);
      assertThat(object(site, Made.instance(1, 3, 1, 1)).string(Tag.PATIENT_ID, ""))
          .isEqualTo("PID000002");
      assertSameAfterReindex(site);
      done(site.archive.keeping().undo(keep(site), act, "two persons"));
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001")))
          .hasSize(2);
      assertSameAfterReindex(site);
    }
  }

  @Test
  void conflictsAreDecidedEitherWay() throws IOException {
    try (Site site = new Site(folder)) {
      for (int study = 1; study <= 2; study++) {
        site.store(Made.ct(1, study, 1, 1));
        DataSet wrong = Made.ct(1, study, 1, 2);
        wrong.putString(Tag.PATIENT_ID, "PID000003");
        wrong.putString(Tag.PATIENT_NAME, "Other^Name");
        site.store(wrong);
      }
      assertThat(site.archive.statistics().conflicts()).isEqualTo(2);
      done(site.archive.keeping().resolve(keep(site), Made.instance(1, 1, 1, 2), true, ""));
      assertThat(object(site, Made.instance(1, 1, 1, 2)).string(Tag.PATIENT_NAME, ""))
          .isEqualTo("Patient00001^Péter");
      done(site.archive.keeping().resolve(keep(site), Made.instance(1, 2, 1, 2), false, ""));
      assertThat(site.archive.statistics().conflicts()).isZero();
      assertThat(object(site, Made.instance(1, 2, 1, 1)).string(Tag.PATIENT_ID, ""))
          .isEqualTo("PID000003");
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000003")))
          .hasSize(1);
      assertSameAfterReindex(site);
    }
  }

  @Test
  void aReleasedNewcomerTakesTheFirstOnesPlaceAndADroppedOneGoes() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      byte[] first = site.fetch(Made.instance(1, 1, 1, 1));
      String dropped = quarantined(site, "dropped");
      String released = quarantined(site, "released");
      done(site.archive.keeping().decide(keep(site), dropped, false, "test"));
      String act = done(site.archive.keeping().decide(keep(site), released, true, "the better"));
      assertThat(site.archive.statistics().quarantined()).isZero();
      assertThat(object(site, Made.instance(1, 1, 1, 1)).string(Tag.STUDY_DESCRIPTION, ""))
          .isEqualTo("released");
      assertThat(
              site.rows(
                      Level.STUDY,
                      Root.STUDY,
                      Made.keys(Tag.PATIENT_ID, "PID000001", Tag.STUDY_DESCRIPTION, ""))
                  .getFirst()
                  .string(Tag.STUDY_DESCRIPTION, ""))
          .isEqualTo("released");
      assertThat(site.vault.containers(huisclos.vault.BlobAddress.QUARANTINE)).isEmpty();
      assertSameAfterReindex(site);
      assertThat(site.archive.keeping().decide(keep(site), dropped, false, ""))
          .isEqualTo(new KeepingOutcome.Refused(Objection.UNKNOWN_QUARANTINED));
      done(site.archive.keeping().undo(keep(site), act, "the first was right"));
      assertThat(site.fetch(Made.instance(1, 1, 1, 1))).isEqualTo(first);
      assertSameAfterReindex(site);
    }
  }

  private static String quarantined(Site site, String description) throws IOException {
    DataSet changed = Made.ct(1, 1, 1, 1);
    changed.putString(Tag.STUDY_DESCRIPTION, description);
    StoreOutcome outcome = site.store(changed);
    assertThat(outcome).isInstanceOf(StoreOutcome.Conflict.class);
    return ((StoreOutcome.Conflict) outcome).quarantineId();
  }

  /** A copy of the home taken at a step is what a crash there leaves. */
  @ParameterizedTest
  @EnumSource(Committer.Step.class)
  void aCrashAtAnyStepLeavesAnActDoneOrNotDone(Committer.Step step) throws IOException {
    Path home = folder.resolve("home");
    AtomicReference<Optional<Path>> armed = new AtomicReference<>(Optional.empty());
    try (Site site =
        Site.probed(
            home,
            reached -> {
              if (reached == step && armed.get().isPresent()) {
                Homes.copy(home, armed.get().get());
                armed.set(Optional.empty());
              }
            })) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(2, 1, 1, 1));
      String quarantined = quarantined(site, "newcomer");
      List<String> before = picture(site);
      Path merged = folder.resolve("merged");
      armed.set(Optional.of(merged));
      done(site.archive.keeping().merge(keep(site), ONE, TWO, ""));
      List<String> after = picture(site);
      assertThat(after).isNotEqualTo(before);
      Path released = folder.resolve("released");
      armed.set(Optional.of(released));
      done(site.archive.keeping().decide(keep(site), quarantined, true, ""));
      List<String> last = picture(site);
      boolean done = step != Committer.Step.RESOLVED;
      try (Site crashed = site.again(merged)) {
        assertThat(crashed.archive.opening().damaged()).isZero();
        assertThat(picture(crashed)).isEqualTo(done ? after : before);
        assertSameAfterReindex(crashed);
      }
      try (Site crashed = site.again(released)) {
        assertThat(picture(crashed)).isEqualTo(done ? last : after);
        assertSameAfterReindex(crashed);
        assertThat(crashed.vault.containers(huisclos.vault.BlobAddress.QUARANTINE))
            .hasSize(done ? 0 : 1);
      }
    }
  }

  @Test
  void uidsAndPixelsCantBeCorrected() {
    AttributeChange change = new AttributeChange();
    for (int tag :
        new int[] {
          Tag.STUDY_INSTANCE_UID, Tag.PIXEL_DATA, Tag.ROWS, Tag.SPECIFIC_CHARACTER_SET, 0x00091001
        }) {
      assertThat(change.set(tag, "1")).isEqualTo(AttributeChange.Added.FIXED);
      assertThat(change.remove(tag)).isEqualTo(AttributeChange.Added.FIXED);
    }
    assertThat(change.set(Tag.STUDY_DATE, "yesterday")).isEqualTo(AttributeChange.Added.BAD_VALUE);
    assertThat(change.set(Tag.ACCESSION_NUMBER, "x".repeat(17)))
        .isEqualTo(AttributeChange.Added.BAD_VALUE);
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindTest {
  @TempDir Path folder;

  @Test
  void answersHoldWhatWasAskedAndNoMore() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(7, 3, 1, 1));
      site.store(Made.ct(7, 3, 2, 1));
      List<DataSet> rows =
          site.rows(
              Level.STUDY,
              Root.STUDY,
              Made.keys(
                  Tag.PATIENT_ID, "PID000007",
                  Tag.PATIENT_NAME, "",
                  Tag.MODALITIES_IN_STUDY, "",
                  Tag.NUMBER_OF_STUDY_RELATED_SERIES, "",
                  Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, "",
                  Tag.NUMBER_OF_PATIENT_RELATED_STUDIES, "",
                  Tag.SOP_CLASSES_IN_STUDY, "",
                  Tag.STUDY_ID, "",
                  Tag.INSTANCE_AVAILABILITY, ""));
      assertThat(rows).hasSize(1);
      DataSet row = rows.getFirst();
      assertThat(row.string(Tag.PATIENT_NAME)).hasValue("Patient00007^Péter");
      assertThat(row.string(Tag.STUDY_INSTANCE_UID)).hasValue(Made.study(7, 3));
      assertThat(row.strings(Tag.MODALITIES_IN_STUDY)).containsExactly("CT");
      assertThat(row.integer(Tag.NUMBER_OF_STUDY_RELATED_SERIES)).hasValue(2);
      assertThat(row.integer(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES)).hasValue(2);
      assertThat(row.integer(Tag.NUMBER_OF_PATIENT_RELATED_STUDIES)).hasValue(1);
      assertThat(row.strings(Tag.SOP_CLASSES_IN_STUDY)).containsExactly(Uids.CT_IMAGE_STORAGE);
      assertThat(row.string(Tag.INSTANCE_AVAILABILITY)).hasValue("ONLINE");
      // Asked for and unknown: there, and empty. Not asked for: not there.
      assertThat(row.contains(Tag.STUDY_ID)).isTrue();
      assertThat(row.string(Tag.STUDY_ID)).isEmpty();
      assertThat(row.contains(Tag.PATIENT_BIRTH_DATE)).isFalse();
    }
  }

  @Test
  void unsupportedKeysAreToldOf() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      DataSet keys = Made.keys(Tag.PATIENT_ID, "PID000001", Tag.WINDOW_CENTER, "");
      FindOutcome.Found found = (FindOutcome.Found) site.find(Level.STUDY, Root.STUDY, keys);
      assertThat(found.allKeysSupported()).isFalse();
      assertThat(found.rows()).hasSize(1);
      assertThat(found.rows().getFirst().contains(Tag.WINDOW_CENTER)).isFalse();
      // A key of a level below is none of this one.
      DataSet below = Made.keys(Tag.PATIENT_ID, "PID000001", Tag.MODALITY, "US");
      found = (FindOutcome.Found) site.find(Level.STUDY, Root.STUDY, below);
      assertThat(found.allKeysSupported()).isFalse();
      assertThat(found.rows()).hasSize(1);
    }
  }

  @Test
  void theHierarchyIsAsked() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      assertInvalid(site, Level.PATIENT, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001"));
      assertInvalid(site, Level.STUDY, Root.PATIENT, Made.keys(Tag.STUDY_DATE, "20010202"));
      assertInvalid(site, Level.STUDY, Root.PATIENT, Made.keys(Tag.PATIENT_ID, "PID*"));
      assertInvalid(site, Level.SERIES, Root.STUDY, Made.keys(Tag.MODALITY, "CT"));
      assertInvalid(
          site, Level.IMAGE, Root.STUDY, Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(1, 1)));
      assertInvalid(
          site,
          Level.SERIES,
          Root.STUDY,
          Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(1, 1) + "\\" + Made.study(1, 2)));
      assertInvalid(site, Level.STUDY, Root.STUDY, Made.keys(Tag.STUDY_DATE, "2001-2002"));
      assertThat(
              site.rows(
                  Level.STUDY,
                  Root.PATIENT,
                  Made.keys(Tag.PATIENT_ID, "PID000001", Tag.STUDY_INSTANCE_UID, "")))
          .hasSize(1);
      assertThat(
              site.rows(
                  Level.IMAGE,
                  Root.PATIENT,
                  Made.keys(
                      Tag.PATIENT_ID, "PID000001",
                      Tag.STUDY_INSTANCE_UID, Made.study(1, 1),
                      Tag.SERIES_INSTANCE_UID, Made.series(1, 1, 1))))
          .hasSize(1);
      // A hierarchy that names another patient's study holds nothing.
      assertThat(
              site.rows(
                  Level.SERIES,
                  Root.PATIENT,
                  Made.keys(Tag.PATIENT_ID, "PID000002", Tag.STUDY_INSTANCE_UID, Made.study(1, 1))))
          .isEmpty();
    }
  }

  private static void assertInvalid(Site site, Level level, Root root, DataSet keys)
      throws IOException {
    assertThat(site.find(level, root, keys)).isInstanceOf(FindOutcome.Invalid.class);
  }

  @Test
  void tooManyIsRefusedBeforeAnyRow() throws IOException {
    try (Site site = new Site(folder)) {
      Growth.fill(site, 1_000, 1);
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.STUDY_INSTANCE_UID, "")))
          .hasSize(1_000);
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_NAME, "Patient*")))
          .hasSize(1_000);
      site.store(Made.ct(99_999, 1, 1, 1));
      assertThat(site.find(Level.STUDY, Root.STUDY, Made.keys(Tag.STUDY_INSTANCE_UID, "")))
          .isInstanceOf(FindOutcome.TooMany.class);
      assertThat(site.find(Level.PATIENT, Root.PATIENT, Made.keys(Tag.PATIENT_NAME, "Patient*")))
          .isInstanceOf(FindOutcome.TooMany.class);
      TrailRecord last = site.records().getLast();
      assertThat(last.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(last.facts()).containsEntry(Fact.REASON, "too-many");
      assertThat(last.count()).hasValue(0);
    }
  }

  @Test
  void aWildCardThatNothingNarrowsIsTooMuch() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      assertThat(site.find(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_NAME, "*ter")))
          .isInstanceOf(FindOutcome.TooMany.class);
      assertThat(site.find(Level.STUDY, Root.STUDY, Made.keys(Tag.STUDY_DESCRIPTION, "*udy*")))
          .isInstanceOf(FindOutcome.TooMany.class);
      // Within what a date, a UID or a token narrows it is a filter like any other.
      assertThat(
              site.rows(
                  Level.STUDY,
                  Root.STUDY,
                  Made.keys(Tag.PATIENT_NAME, "*ter", Tag.STUDY_DATE, "20010101-20011231")))
          .hasSize(1);
      assertThat(
              site.rows(
                  Level.STUDY,
                  Root.STUDY,
                  Made.keys(Tag.PATIENT_NAME, "*tor", Tag.STUDY_DATE, "20010101-20011231")))
          .isEmpty();
      assertThat(
              site.rows(
                  Level.STUDY,
                  Root.STUDY,
                  Made.keys(Tag.STUDY_DESCRIPTION, "*udy*", Tag.PATIENT_ID, "PID000001")))
          .hasSize(1);
    }
  }

  @Test
  void broadQueriesNeedTheirGrant() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      var limited = Devices.admitted(site, "LIMITED", huisclos.gate.Verb.FIND);
      Query broad = new Query(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_SEX, "M"));
      Query selective = new Query(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001"));
      assertThat(site.archive.find(site.pass(limited, new Request.Find(true)), broad))
          .isInstanceOf(FindOutcome.Denied.class);
      TrailRecord last = site.records().getLast();
      assertThat(last.action()).isEqualTo(Action.QUERY);
      assertThat(last.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(last.facts()).containsEntry(Fact.REASON, "broad-query");
      assertThat(site.archive.find(site.pass(limited, new Request.Find(true)), selective))
          .isInstanceOf(FindOutcome.Found.class);
      var all = Devices.admitted(site, "ALL", huisclos.gate.Verb.FIND, huisclos.gate.Verb.FIND_ALL);
      assertThat(site.archive.find(site.pass(all, new Request.Find(true)), broad))
          .isInstanceOf(FindOutcome.Found.class);
    }
  }

  @Test
  void selectivity() {
    assertSelective(true, Tag.PATIENT_ID, "1");
    assertSelective(false, Tag.PATIENT_ID, "1234*");
    assertSelective(false, Tag.PATIENT_ID, "");
    assertSelective(true, Tag.ACCESSION_NUMBER, "A");
    assertSelective(true, Tag.STUDY_INSTANCE_UID, "1.2.3");
    assertSelective(true, Tag.PATIENT_NAME, "Smi*");
    assertSelective(true, Tag.PATIENT_NAME, "*^Joh*");
    assertSelective(false, Tag.PATIENT_NAME, "Sm*");
    assertSelective(false, Tag.PATIENT_NAME, "S*mith");
    assertSelective(false, Tag.PATIENT_NAME, "*");
    assertSelective(true, Tag.PATIENT_NAME, "Li^Na");
    assertSelective(false, Tag.PATIENT_NAME, "Li");
    assertSelective(true, Tag.PATIENT_NAME, "山田*");
    assertSelective(false, Tag.PATIENT_NAME, "山*");
    assertSelective(true, Tag.PATIENT_NAME, "김희*");
    assertSelective(true, Tag.STUDY_DATE, "20260101-20260131");
    assertSelective(false, Tag.STUDY_DATE, "20260101-20260201");
    assertSelective(false, Tag.STUDY_DATE, "20260101-");
    assertSelective(true, Tag.STUDY_DATE, "20260101");
    assertSelective(false, Tag.PATIENT_BIRTH_DATE, "19700101");
    assertSelective(false, Tag.MODALITIES_IN_STUDY, "CT");
  }

  private static void assertSelective(boolean expected, int tag, String value) {
    Query query = new Query(Level.STUDY, Root.STUDY, Made.keys(tag, value));
    assertThat(Selectivity.isSelective(query)).as("%08X=%s", tag, value).isEqualTo(expected);
  }

  @Test
  void namesAreFoundInAnySpellingAndGroup() throws IOException {
    try (Site site = new Site(folder)) {
      DataSet set = Made.ct(1, 1, 1, 1);
      set.putString(Tag.PATIENT_NAME, "Yamada^Tarou=山田^太郎=やまだ^たろう");
      site.store(set);
      DataSet muller = Made.ct(2, 1, 1, 1);
      muller.putString(Tag.PATIENT_NAME, "Müller-Lüdenscheidt^Jürgen^^Dr.");
      site.store(muller);
      assertFound(site, "YAMADA*", Made.study(1, 1));
      assertFound(site, "山田*", Made.study(1, 1));
      assertFound(site, "やまだ^たろう", Made.study(1, 1));
      assertFound(site, "山田^太郎", Made.study(1, 1));
      assertFound(site, "yamada^tarou", Made.study(1, 1));
      assertFound(site, "*^tarou*", Made.study(1, 1));
      assertFound(site, "muller-ludenscheidt*", Made.study(2, 1));
      assertFound(site, "MÜLLER*^JUR*", Made.study(2, 1));
      assertFound(site, "M?ller*", Made.study(2, 1));
      assertFound(site, "muller-ludenscheidt^jurgen");
      assertFound(site, "muller-ludenscheidx*");
    }
  }

  private static void assertFound(Site site, String name, String... studies) throws IOException {
    DataSet keys = Made.keys(Tag.PATIENT_NAME, name);
    assertThat(
            site.rows(Level.STUDY, Root.STUDY, keys).stream()
                .map(r -> r.string(Tag.STUDY_INSTANCE_UID, "")))
        .as(name)
        .containsExactly(studies);
  }

  @Test
  void bothNamesOfARecordAreFoundAndEachStudyKeepsItsOwn() throws IOException {
    try (Site site = new Site(folder)) {
      DataSet maiden = Made.ct(1, 1, 1, 1);
      maiden.putString(Tag.PATIENT_NAME, "Maiden^Anna");
      site.store(maiden);
      DataSet married = Made.ct(1, 2, 1, 1);
      married.putString(Tag.PATIENT_NAME, "Married^Anna");
      site.store(married);
      assertThat(site.archive.statistics().patients()).isEqualTo(1);
      for (String name : List.of("Maiden^Anna", "Married^Anna")) {
        List<DataSet> patients =
            site.rows(
                Level.PATIENT,
                Root.PATIENT,
                Made.keys(
                    Tag.PATIENT_NAME, name,
                    Tag.PATIENT_ID, "",
                    Tag.NUMBER_OF_PATIENT_RELATED_STUDIES, ""));
        assertThat(patients).hasSize(1);
        assertThat(patients.getFirst().string(Tag.PATIENT_NAME)).hasValue(name);
        assertThat(patients.getFirst().integer(Tag.NUMBER_OF_PATIENT_RELATED_STUDIES)).hasValue(2);
        assertThat(
                site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_NAME, name))
                    .getFirst()
                    .string(Tag.STUDY_INSTANCE_UID))
            .hasValue(Made.study(1, name.startsWith("Mai") ? 1 : 2));
      }
      assertThat(site.rows(Level.PATIENT, Root.PATIENT, Made.keys(Tag.PATIENT_ID, "PID000001")))
          .hasSize(1);
    }
  }

  @Test
  void answersComeInTheStoredCharacterSetOrInUtf8() throws IOException {
    try (Site site = new Site(folder)) {
      DataSet latin = Made.ct(1, 1, 1, 1);
      latin.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
      latin.putString(Tag.PATIENT_NAME, "Dupré^Zoé");
      latin.putString(Tag.STUDY_DESCRIPTION, "Crâne");
      latin.putString(Tag.REFERRING_PHYSICIAN_NAME, "Plain^Old");
      site.store(latin);
      DataSet cyrillic = Made.ct(1, 1, 2, 1);
      cyrillic.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 144");
      cyrillic.putString(Tag.PATIENT_NAME, "Dupre^Zoe");
      cyrillic.putString(Tag.REFERRING_PHYSICIAN_NAME, "Plain^Old");
      cyrillic.putString(Tag.SERIES_DESCRIPTION, "Голова");
      site.store(cyrillic);
      // The identifier may be in any character set.
      DataSet keys = new DataSet();
      keys.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
      keys.putString(Tag.PATIENT_NAME, "DUPRÉ*");
      keys.putEmpty(Tag.STUDY_DESCRIPTION);
      DataSet row = site.rows(Level.STUDY, Root.STUDY, keys).getFirst();
      assertThat(row.strings(Tag.SPECIFIC_CHARACTER_SET)).containsExactly("ISO_IR 100");
      assertThat(row.string(Tag.PATIENT_NAME)).hasValue("Dupré^Zoé");
      assertThat(row.string(Tag.STUDY_DESCRIPTION)).hasValue("Crâne");
      // One answer that needs two of them is in UTF-8.
      DataSet series =
          Made.keys(
              Tag.STUDY_INSTANCE_UID,
              Made.study(1, 1),
              Tag.SERIES_INSTANCE_UID,
              Made.series(1, 1, 2),
              Tag.SERIES_DESCRIPTION,
              "",
              Tag.PATIENT_NAME,
              "");
      DataSet both = site.rows(Level.SERIES, Root.STUDY, series).getFirst();
      assertThat(both.strings(Tag.SPECIFIC_CHARACTER_SET)).containsExactly("ISO_IR 192");
      assertThat(both.string(Tag.PATIENT_NAME)).hasValue("Dupré^Zoé");
      assertThat(both.string(Tag.SERIES_DESCRIPTION)).hasValue("Голова");
    }
  }

  @Test
  void sequencesMatchAnItemAndReturnWhatTheirKeyNames() throws IOException {
    try (Site site = new Site(folder)) {
      for (int i = 1; i <= 2; i++) {
        DataSet set = Made.ct(1, 1, i, 1);
        DataSet item = new DataSet();
        item.putString(Tag.REQUESTED_PROCEDURE_ID, "RP" + i);
        item.putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "SPS" + i);
        set.putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of(item));
        site.store(set);
      }
      DataSet asked = new DataSet();
      asked.putString(Tag.REQUESTED_PROCEDURE_ID, "RP2");
      DataSet keys = Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(1, 1));
      keys.putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of(asked));
      List<DataSet> rows = site.rows(Level.SERIES, Root.STUDY, keys);
      assertThat(rows).hasSize(1);
      DataSet item = rows.getFirst().items(Tag.REQUEST_ATTRIBUTES_SEQUENCE).getFirst();
      assertThat(item.string(Tag.REQUESTED_PROCEDURE_ID)).hasValue("RP2");
      assertThat(item.contains(Tag.SCHEDULED_PROCEDURE_STEP_ID)).isFalse();
    }
  }

  @Test
  void queriesAreOnRecordWithTheirKeysSealed() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(1, 1, 1, 1));
      site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_NAME, "Patient00001*"));
      TrailRecord record = site.records().getLast();
      assertThat(record.action()).isEqualTo(Action.QUERY);
      assertThat(record.count()).hasValue(1);
      assertThat(record.studyUids()).containsExactly(Made.study(1, 1));
      assertThat(record.patientRecords()).hasSize(1);
      assertThat(record.facts()).containsEntry(Fact.KEYS, "(0010,0010)");
      assertThat(
              new String(
                  record
                      .sealed()
                      .orElseThrow()
                      .open(new TrailSealer(site.vault.columnSealer("trail"))),
                  java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("(0010,0010)=Patient00001*\n");
    }
  }
}

package huisclos.desk.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.ArchiveLimits;
import huisclos.archive.FindMemory;
import huisclos.archive.FindOutcome;
import huisclos.archive.Level;
import huisclos.archive.Query;
import huisclos.archive.Root;
import huisclos.archive.Semantics;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.dicom.Tag;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.web.MediaType;
import huisclos.web.MultipartReader;
import huisclos.web.NativeXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches: they find what a query at the DICOM door finds, page by page where asked. */
class SearchEndpointTest {
  private static final int PATIENTS = 24;

  @TempDir static Path folder;
  private static WebSite site;
  private static final FindMemory MEMORY = FindMemory.ofHeap();

  @BeforeAll
  static void fill() throws IOException {
    site = new WebSite(folder);
    for (int patient = 1; patient <= PATIENTS; patient++) {
      for (int study = 1; study <= 2; study++) {
        for (int series = 1; series <= 2; series++) {
          DataSet set = WebSite.ct(patient, study, series, 1);
          DataSet item = new DataSet();
          set.putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of(item));
          item.putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "ÉTAPE" + patient % 3);
          site.store(set);
        }
      }
    }
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  /** The same keys, the same matches, whatever the level. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PatientID | 00100020 | PID000003",
        "PatientName | 00100010 | Patient0001*",
        "00100010 | 00100010 | patient00012^peter",
        "StudyDate | 00080020 | 20010101-20011231",
        "AccessionNumber | 00080050 | ACC0001?-2",
        "StudyDescription | 00081030 | Study 2",
        "ReferringPhysicianName | 00080090 | referrer3^rita",
        "PatientSex | 00100040 | F"
      })
  void itFindsWhatAQueryFinds(String name, String hex, String value) throws IOException {
    for (Level level : List.of(Level.STUDY, Level.SERIES, Level.IMAGE)) {
      DataSet keys = new DataSet();
      keys.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
      keys.putString(Integer.parseUnsignedInt(hex, 16), value);
      Query query = new Query(level, Root.STUDY, keys, new Semantics(true, false, false, false));
      List<DataSet> expected = new ArrayList<>();
      switch (site.archive.find(site.pass(new Request.Find(false)), query)) {
        case FindOutcome.Found(List<DataSet> rows, boolean _) -> expected.addAll(rows);
        case FindOutcome.TooMany _, FindOutcome.Denied _, FindOutcome.Invalid _ ->
            throw new AssertionError("not found");
      }
      FakeCall call = search(level, Level.PATIENT, name, value);
      assertThat(call.status()).as(call.text()).isEqualTo(200);
      assertThat(uids(rows(call), level)).isNotEmpty().isEqualTo(uids(expected, level));
      assertThat(call.answered(SearchEndpoint.TOTAL)).contains("" + expected.size());
      assertThat(call.answered("Warning")).isEmpty();
    }
  }

  private static Set<String> uids(List<DataSet> rows, Level level) {
    Set<String> uids = new HashSet<>();
    rows.forEach(row -> assertThat(uids.add(row.string(level.uniqueKey(), ""))).isTrue());
    return uids;
  }

  @Test
  void aMatchSaysWhatTheStandardWantsAndWhereItIs() throws IOException {
    DataSet study =
        rows(search(Level.STUDY, Level.PATIENT, "StudyInstanceUID", WebSite.study(1, 1)))
            .getFirst();
    assertThat(study.string(Tag.PATIENT_NAME)).contains("Patient00001^Péter");
    assertThat(study.string(Tag.NUMBER_OF_STUDY_RELATED_SERIES)).contains("2");
    assertThat(study.string(Tag.RETRIEVE_URL))
        .contains("https://localhost:8443/dicom-web/studies/" + WebSite.study(1, 1));
    assertThat(study.contains(Tag.PATIENT_WEIGHT)).isFalse();

    FakeCall call =
        call(Level.SERIES, Level.STUDY)
            .variable("study", WebSite.study(1, 1))
            .parameter("RequestAttributesSequence.ScheduledProcedureStepID", "ÉTAPE1")
            .parameter("includefield", "all")
            .at(endpoint(Level.SERIES, Level.STUDY));
    List<DataSet> series = rows(call);
    assertThat(series).hasSize(2);
    assertThat(series.getFirst().contains(Tag.PATIENT_NAME)).isTrue();
    assertThat(series.getFirst().contains(Tag.PROTOCOL_NAME)).isTrue();
    assertThat(
            series
                .getFirst()
                .items(Tag.REQUEST_ATTRIBUTES_SEQUENCE)
                .getFirst()
                .string(Tag.SCHEDULED_PROCEDURE_STEP_ID))
        .contains("ÉTAPE1");

    FakeCall instances =
        call(Level.IMAGE, Level.SERIES)
            .variable("study", WebSite.study(1, 1))
            .variable("series", WebSite.series(1, 1, 2))
            .at(endpoint(Level.IMAGE, Level.SERIES));
    assertThat(rows(instances)).hasSize(1);
    assertThat(rows(instances).getFirst().string(Tag.RETRIEVE_URL).orElseThrow())
        .endsWith(
            "/series/" + WebSite.series(1, 1, 2) + "/instances/" + WebSite.instance(1, 1, 2, 1));
  }

  @Test
  void pagesMissNothingAndSayWhatRemains() throws IOException {
    Set<String> seen = new HashSet<>();
    for (int offset = 0; offset < 2 * PATIENTS; offset += 20) {
      FakeCall call = page(20, offset);
      List<DataSet> rows = rows(call);
      rows.forEach(row -> assertThat(seen.add(row.string(Tag.STUDY_INSTANCE_UID, ""))).isTrue());
      int left = 2 * PATIENTS - offset - rows.size();
      assertThat(call.answered("Warning").isPresent()).isEqualTo(left > 0);
    }
    assertThat(seen).hasSize(2 * PATIENTS);
    FakeCall count = page(0, 0);
    assertThat(count.status()).isEqualTo(204);
    assertThat(count.bytes()).isEmpty();
    assertThat(count.answered(SearchEndpoint.TOTAL)).contains("" + 2 * PATIENTS);
    assertThat(page(20, 1_000).status()).isEqualTo(204);
    assertThat(page(20, ArchiveLimits.MAX_OFFSET + 1).status()).isEqualTo(400);
  }

  private static FakeCall page(int limit, int offset) throws IOException {
    return call(Level.STUDY, Level.PATIENT)
        .parameter("PatientName", "Patient*")
        .parameter("limit", "" + limit)
        .parameter("offset", "" + offset)
        .at(endpoint(Level.STUDY, Level.PATIENT));
  }

  /** PS3.18 Tables 10.6.1-5 and 10.6.3-3 to -5: what each level is asked by, and says unasked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STUDY | 00080020 00080030 00080050 00080061 00080090 00100010 00100020 0020000D 00200010"
            + " | 00080020 00080030 00080050 00080056 00080061 00080090 00081190 00100010 00100020"
            + " 00100030 00100040 0020000D 00200010 00201206 00201208",
        "SERIES | 00080060 0020000E 00200011 00400244 00400245 00400275.00400009 00400275.00401001"
            + " | 00080060 0008103E 00081190 0020000E 00200011 00201209 00400275",
        "IMAGE | 00080016 00080018 00200013"
            + " | 00080016 00080018 00080056 00081190 00200013 00280010 00280011 00280100"
      })
  void eachLevelKnowsTheKeysOfTheStandard(Level level, String keys, String returned)
      throws IOException {
    FakeCall all = search(level, Level.PATIENT, "PatientID", "PID000001");
    DataSet row = rows(all).getFirst();
    for (String tag : returned.split(" ", -1)) {
      assertThat(row.contains(Integer.parseUnsignedInt(tag, 16))).as(tag).isTrue();
    }
    for (String key : keys.split(" ", -1)) {
      FakeCall none = search(level, Level.PATIENT, key, "");
      assertThat(none.answered("Warning")).as(key).isEmpty();
    }
  }

  /** A date and its time are one moment; of which zone, the key says (PS3.18 §8.3.4.1.1). */
  @Test
  void datesAndTimesAreMoments() throws IOException {
    site.store(at(90, "20300101", "230000"));
    site.store(at(91, "20300102", "010000"));
    FakeCall across =
        call(Level.STUDY, Level.PATIENT)
            .parameter("StudyDate", "20300101-20300102")
            .parameter("StudyTime", "2200-0200")
            .at(endpoint(Level.STUDY, Level.PATIENT));
    assertThat(rows(across)).hasSize(2);
    FakeCall apart =
        call(Level.STUDY, Level.PATIENT)
            .parameter("StudyDate", "20300101-20300101")
            .parameter("StudyTime", "2200-2330")
            .at(endpoint(Level.STUDY, Level.PATIENT));
    assertThat(rows(apart)).hasSize(1);
    // Eleven at night in UTC was one in the morning of the next day two hours to the east.
    FakeCall eastern =
        call(Level.STUDY, Level.PATIENT)
            .parameter("StudyDate", "20300102-20300102")
            .parameter("StudyTime", "0030-0130")
            .parameter("TimezoneOffsetFromUTC", "+0200")
            .at(endpoint(Level.STUDY, Level.PATIENT));
    assertThat(rows(eastern)).extracting(row -> row.string(Tag.PATIENT_ID, "")).contains("P90");
  }

  private static DataSet at(int patient, String date, String time) {
    DataSet set = WebSite.ct(patient, 1, 1, 1);
    set.putString(Tag.PATIENT_ID, "P" + patient);
    set.putString(Tag.STUDY_DATE, date);
    set.putString(Tag.STUDY_TIME, time);
    set.putString(Tag.TIMEZONE_OFFSET_FROM_UTC, "+0000");
    return set;
  }

  @Test
  void namesMayMatchBySound() throws IOException {
    FakeCall call =
        call(Level.STUDY, Level.PATIENT)
            .parameter("PatientName", "patient00002 petr")
            .parameter("fuzzymatching", "true")
            .at(endpoint(Level.STUDY, Level.PATIENT));
    assertThat(rows(call)).isNotEmpty();
  }

  @Test
  void keysThatDoNotNarrowAreNamed() throws IOException {
    FakeCall call = search(Level.STUDY, Level.PATIENT, "Modality", "MR");
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.answered("Warning").orElseThrow()).contains("Modality");
  }

  @Test
  void itAnswersInXmlToo() throws IOException {
    FakeCall call =
        call(Level.STUDY, Level.PATIENT)
            .parameter("PatientID", "PID000001")
            .asking("Accept", "multipart/related; type=\"application/dicom+xml\"")
            .at(endpoint(Level.STUDY, Level.PATIENT));
    MultipartReader parts =
        new MultipartReader(
            new ByteArrayInputStream(call.bytes()), MediaType.of(call.contentType()));
    int count = 0;
    for (Optional<MultipartReader.Part> part = parts.next();
        part.isPresent();
        part = parts.next()) {
      assertThat(NativeXml.read(part.get().body()).string(Tag.PATIENT_ID)).contains("PID000001");
      count++;
    }
    assertThat(count).isEqualTo(2);
  }

  @Test
  void whatIsNoSearchIsRefused() throws IOException {
    assertThat(search(Level.STUDY, Level.PATIENT, "Nonsense", "1").status()).isEqualTo(400);
    assertThat(search(Level.STUDY, Level.PATIENT, "StudyDate", "soon").status()).isEqualTo(400);
    assertThat(
            call(Level.SERIES, Level.STUDY)
                .variable("study", "x")
                .at(endpoint(Level.SERIES, Level.STUDY))
                .status())
        .isEqualTo(400);
    assertThat(
            call(Level.STUDY, Level.PATIENT)
                .asking("Accept", "text/html")
                .at(endpoint(Level.STUDY, Level.PATIENT))
                .status())
        .isEqualTo(406);
  }

  @Test
  void aBroadSearchNeedsItsGrant() throws IOException {
    FakeCall call = new FakeCall(site.admitted("NARROW", Verb.FIND), "GET", "/dicom-web/studies");
    assertThat(call.at(endpoint(Level.STUDY, Level.PATIENT)).status()).isEqualTo(403);
  }

  private static SearchEndpoint endpoint(Level level, Level within) {
    return new SearchEndpoint(site.gate, site.archive, MEMORY, level, within);
  }

  private static FakeCall call(Level level, Level within) {
    return FakeCall.get(site.operator, "/dicom-web/" + level + "/" + within);
  }

  private static FakeCall search(Level level, Level within, String name, String value)
      throws IOException {
    return call(level, within).parameter(name, value).at(endpoint(level, within));
  }

  private static List<DataSet> rows(FakeCall call) throws IOException {
    if (call.status() == 204) {
      assertThat(call.bytes()).isEmpty();
      return List.of();
    }
    assertThat(call.status()).as(call.text()).isEqualTo(200);
    return DicomJson.readAll(new ByteArrayInputStream(call.bytes()));
  }
}

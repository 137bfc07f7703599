package huisclos.probe.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.net.Status;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.DateSpan;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Counts are exact, or bounds that say why, and hold nothing of anybody. */
class CountTest {
  private static final LocalDate FIRST = LocalDate.of(2001, 3, 4);

  /** A study of a fake archive; the date may be empty. */
  private record Study(String uid, String date, String patient) {}

  private static List<Study> studies(int dated, int undated) {
    List<Study> all = new ArrayList<>();
    for (int i = 0; i < dated; i++) {
      String date = DateTimeFormatter.BASIC_ISO_DATE.format(FIRST.plusDays(17L * i));
      all.add(new Study("1.2.3." + i, date, "%03d-45-%04d".formatted(i / 2, i / 2)));
    }
    for (int i = 0; i < undated; i++) {
      all.add(new Study("1.2.4." + i, "", "CANARYID" + i));
    }
    return all;
  }

  /** What a server does with too many matches. */
  enum Cap {
    NONE,
    SILENT,
    A700,
    CANCELLED,
    HANGS_UP,
    IGNORES_DATES
  }

  private static FakeScp.Script archive(List<Study> studies, Cap cap, int most) {
    return FakeScp.scp(
        syntax -> Offer.FIRST.contains(syntax) ? 0 : 3,
        (peer, request) -> answer(peer, request, studies, cap, most));
  }

  private static void answer(
      FakeScp.Peer peer, FakeScp.Request request, List<Study> studies, Cap cap, int most)
      throws IOException {
    DataSet asked = request.identifier();
    if (request.field() != CommandSet.C_FIND || asked.string(Tag.STUDY_INSTANCE_UID).isPresent()) {
      peer.reply(request, Status.SUCCESS, Optional.empty());
      return;
    }
    String range = cap == Cap.IGNORES_DATES ? "" : asked.string(Tag.STUDY_DATE, "");
    List<Study> matches = studies.stream().filter(study -> within(study.date(), range)).toList();
    if (asked.string(Tag.QUERY_RETRIEVE_LEVEL, "").equals("PATIENT")) {
      matches = matches.stream().map(s -> new Study("", "", s.patient())).distinct().toList();
    }
    boolean over = cap != Cap.NONE && matches.size() > most;
    if (over && cap == Cap.A700) {
      peer.reply(request, 0xA700, Optional.empty());
      return;
    }
    for (Study study : over ? matches.subList(0, most) : matches) {
      peer.reply(request, Status.PENDING, Optional.of(match(asked, study)));
    }
    if (over && cap == Cap.HANGS_UP) {
      throw new IOException("hangs up");
    }
    peer.reply(request, over && cap == Cap.CANCELLED ? 0xFE00 : 0, Optional.empty());
  }

  private static boolean within(String date, String range) {
    if (range.isEmpty()) {
      return true;
    }
    int dash = range.indexOf('-');
    String from = range.substring(0, dash);
    String to = range.substring(dash + 1);
    return !date.isEmpty()
        && date.compareTo(from) >= 0
        && (to.isEmpty() || date.compareTo(to) <= 0);
  }

  private static DataSet match(DataSet asked, Study study) {
    DataSet match = new DataSet();
    match.putString(Tag.STUDY_DATE, study.date());
    match.putString(Tag.PATIENT_NAME, "CANARY^" + study.uid());
    if (asked.contains(Tag.PATIENT_ID)) {
      match.putString(Tag.PATIENT_ID, study.patient());
    }
    match.putString(Tag.STUDY_INSTANCE_UID, study.uid());
    match.putString(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, "7");
    return match;
  }

  private static Finding look(LookBed bed, List<Study> studies, Cap cap, int most)
      throws IOException {
    try (FakeScp scp = new FakeScp(archive(studies, cap, most))) {
      Finding finding = bed.look(scp.port());
      assertThat(new JsonMapper().writeValueAsString(finding) + finding)
          .doesNotContain("CANARY")
          .doesNotContain("-45-");
      return finding;
    }
  }

  @Test
  void whatIsListedWholeIsExact() throws IOException {
    Finding finding = look(new LookBed(), studies(123, 4), Cap.NONE, 0);
    assertThat(finding.exposure().studies().kind()).isEqualTo(Count.Kind.EXACT);
    assertThat(finding.exposure().studies().number()).isEqualTo(127);
    assertThat(finding.exposure().instances())
        .isEqualTo(Count.exact(127 * 7, "sum of Number of Study Related Instances"));
    assertThat(finding.exposure().span()).contains(new DateSpan(FIRST, FIRST.plusDays(17 * 122)));
    assertThat(finding.exposure().patients().kind()).isEqualTo(Count.Kind.NOT_COUNTED);
  }

  @ParameterizedTest
  @CsvSource({"SILENT", "A700", "CANCELLED"})
  void whereACapShowsDatesAreSliced(Cap cap) throws IOException {
    Finding finding = look(new LookBed(), studies(333, 5), cap, 50);
    assertThat(finding.exposure().studies().kind()).isEqualTo(Count.Kind.AT_LEAST);
    assertThat(finding.exposure().studies().number()).isEqualTo(333);
    assertThat(finding.exposure().studies().because()).contains("without a date");
    assertThat(finding.exposure().instances().number()).isEqualTo(333 * 7);
    assertThat(finding.rung(Rung.COUNTABLE).because()).contains("no name");
  }

  @Test
  void aRoundCountThatSlicesConfirmIsExact() throws IOException {
    Finding finding = look(new LookBed(), studies(200, 0), Cap.NONE, 0);
    assertThat(finding.exposure().studies())
        .isEqualTo(Count.exact(200, "C-FIND, the same with and without slices by date"));
  }

  @Test
  void whoHangsUpHalfwayIsAskedAgainAFewTimes() throws IOException {
    Finding finding = look(new LookBed(), studies(333, 0), Cap.HANGS_UP, 50);
    Count count = finding.exposure().studies();
    assertThat(count.kind()).isEqualTo(Count.Kind.AT_LEAST);
    assertThat(count.number()).isBetween(50L, 333L);
  }

  @Test
  void aServerThatIgnoresDatesGivesALowerBound() throws IOException {
    Finding finding = look(new LookBed(), studies(333, 0), Cap.IGNORES_DATES, 100);
    assertThat(finding.exposure().studies().kind()).isEqualTo(Count.Kind.AT_LEAST);
    assertThat(finding.exposure().studies().number()).isEqualTo(100);
    assertThat(finding.exposure().studies().because()).contains("date ranges are ignored");
  }

  @Test
  void aServerThatRefusesEveryListIsNotCounted() throws IOException {
    AtomicInteger questions = new AtomicInteger();
    FakeScp.Script script =
        FakeScp.scp(
            syntax -> Offer.FIRST.contains(syntax) ? 0 : 3,
            (peer, request) -> {
              questions.incrementAndGet();
              boolean broad = request.identifier().contains(Tag.STUDY_DATE);
              peer.reply(request, broad ? 0x0124 : 0, Optional.empty());
            });
    try (FakeScp scp = new FakeScp(script)) {
      Finding finding = new LookBed().look(scp.port());
      assertThat(finding.exposure().studies().kind()).isEqualTo(Count.Kind.NOT_COUNTED);
      assertThat(questions.get()).isLessThan(40);
    }
  }

  @Test
  void patientsAreCountedOnlyWhereNamesMayCross() throws IOException {
    Finding finding = look(new LookBed().names(), studies(123, 0), Cap.NONE, 0);
    assertThat(finding.exposure().patients().kind()).isEqualTo(Count.Kind.EXACT);
    assertThat(finding.exposure().patients().number()).isEqualTo(62);
    assertThat(finding.exposure().socialSecurityShape()).contains(true);
    LookBed without = new LookBed();
    look(without, studies(123, 0), Cap.NONE, 0);
    assertThat(without.journal()).noneMatch(purpose -> purpose.namesCross());
  }

  @Test
  void patientsBehindACapAreALowerBoundOfDistinctOnes() throws IOException {
    Finding finding = look(new LookBed().names(), studies(333, 0), Cap.CANCELLED, 20);
    Count patients = finding.exposure().patients();
    assertThat(patients.kind()).isEqualTo(Count.Kind.AT_LEAST);
    assertThat(patients.number()).isBetween(150L, 167L);
    assertThat(
            look(new LookBed().names(), studies(0, 33), Cap.NONE, 0)
                .exposure()
                .socialSecurityShape())
        .contains(false);
  }
}

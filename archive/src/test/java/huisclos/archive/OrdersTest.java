package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders in the index: what is kept, found, changed, ended, and for whom. */
class OrdersTest {

  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void open() throws IOException {
    site = new Site(folder.resolve("home"));
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  static DataSet order(String id, String name, String accession, String station) {
    DataSet step = new DataSet();
    step.putString(Tag.MODALITY, "CT");
    if (!station.isEmpty()) {
      step.putString(Tag.SCHEDULED_STATION_AE_TITLE, station.split(",", -1));
    }
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, daysAgo(0));
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, "101500");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "S-" + accession);
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
    set.putString(Tag.PATIENT_ID, id);
    set.putString(Tag.PATIENT_NAME, name);
    set.putString(Tag.ACCESSION_NUMBER, accession);
    set.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step));
    return set;
  }

  private Pass placing() {
    return site.pass(new Request.PlaceOrders());
  }

  private Pass reading() {
    return site.pass(new Request.Worklist(true));
  }

  private Orders orders() {
    return site.archive.orders();
  }

  private String placed(DataSet order) throws IOException {
    OrderOutcome outcome = orders().place(placing(), List.of(order), "test");
    assertThat(outcome).isInstanceOf(OrderOutcome.Placed.class);
    return ((OrderOutcome.Placed) outcome).ids().getFirst();
  }

  private List<DataSet> found(Pass pass, DataSet identifier) throws IOException {
    FindOutcome outcome = orders().find(pass, identifier);
    assertThat(outcome).isInstanceOf(FindOutcome.Found.class);
    return ((FindOutcome.Found) outcome).rows();
  }

  private static String daysAgo(int days) {
    return Integer.toString(
        DateRange.number(LocalDate.now(ZoneId.systemDefault()).minusDays(days)));
  }

  private static DataSet identifier(int tag, String value) {
    DataSet step = new DataSet();
    step.putEmpty(Tag.SCHEDULED_STATION_AE_TITLE);
    step.putEmpty(Tag.SCHEDULED_PROCEDURE_STEP_ID);
    step.putEmpty(Tag.SCHEDULED_PROCEDURE_STEP_STATUS);
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    set.putEmpty(Tag.PATIENT_ID);
    set.putEmpty(Tag.STUDY_INSTANCE_UID);
    set.putString(tag, value);
    set.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step));
    return set;
  }

  @Test
  void isFoundByTokenNameAndNumberAndOnlyByThose() throws IOException {
    placed(order("P1", "M\u00fcller^Anna", "A1", "CT1"));
    placed(order("P2", "Doe^John", "A2", "CT1"));
    assertThat(found(reading(), identifier(Tag.PATIENT_ID, "P1"))).hasSize(1);
    assertThat(found(reading(), identifier(Tag.ACCESSION_NUMBER, "A2"))).hasSize(1);
    assertThat(found(reading(), identifier(Tag.ACCESSION_NUMBER, "A3"))).isEmpty();
    assertThat(found(reading(), identifier(Tag.PATIENT_NAME, "muller*"))).hasSize(1);
    assertThat(found(reading(), identifier(Tag.PATIENT_NAME, "*jo?n"))).hasSize(1);
    assertThat(found(reading(), identifier(Tag.PATIENT_NAME, "*"))).hasSize(2);
  }

  @Test
  void aDeviceSeesItsOwnStationAlone() throws IOException {
    Identity ct1 = Devices.admitted(site, "CT1", Verb.WORKLIST);
    placed(order("P1", "A^A", "A1", "CT1,CT2"));
    placed(order("P2", "B^B", "A2", "MR1"));
    placed(order("P3", "C^C", "A3", ""));
    Pass own = site.pass(ct1, new Request.Worklist(false));
    List<DataSet> rows = found(own, identifier(Tag.PATIENT_NAME, "*"));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().string(Tag.PATIENT_ID)).contains("P1");
    DataSet foreign = identifier(Tag.PATIENT_NAME, "*");
    foreign
        .items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE)
        .getFirst()
        .putString(Tag.SCHEDULED_STATION_AE_TITLE, "MR1");
    assertThat(found(own, foreign)).isEmpty();
    assertThat(site.gate.decide(ct1, new Request.Worklist(true)))
        .isInstanceOf(huisclos.gate.Decision.Denied.class);
  }

  @Test
  void daysAndTimesAreOneSpan() {
    DataSet step = new DataSet();
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, "20260705-20260707");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, "1000-1800");
    DataSet set = new DataSet();
    set.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step));
    WorklistQuery query = ((WorklistQuery.Parse.Parsed) WorklistQuery.of(set)).query();
    assertThat(query.matches(at("20260705", "0959"))).isFalse();
    assertThat(query.matches(at("20260705", "1000"))).isTrue();
    assertThat(query.matches(at("20260706", "0300"))).isTrue();
    assertThat(query.matches(at("20260707", "180059"))).isTrue();
    assertThat(query.matches(at("20260707", "1801"))).isFalse();
  }

  private static DataSet at(String day, String time) {
    DataSet set = order("P", "N", "A", "");
    DataSet step = OrderForm.step(set);
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, day);
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, time);
    return set;
  }

  @Test
  void anOrderIsUpdatedKeepsItsStudyAndLosesStepsItNoLongerNames() throws IOException {
    DataSet first = order("P1", "A^A", "A1", "CT1");
    DataSet second = order("P1", "A^A", "A1", "CT1");
    OrderForm.step(second).putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "S-OTHER");
    assertThat(orders().place(placing(), List.of(first, second), "test"))
        .isInstanceOfSatisfying(OrderOutcome.Placed.class, p -> assertThat(p.added()).isEqualTo(2));
    String study =
        found(reading(), identifier(Tag.PATIENT_ID, "P1"))
            .getFirst()
            .string(Tag.STUDY_INSTANCE_UID)
            .orElseThrow();
    DataSet changed = order("P1", "A^B", "A1", "CT2");
    changed.putEmpty(Tag.STUDY_INSTANCE_UID);
    assertThat(orders().place(placing(), List.of(changed), "test"))
        .isInstanceOfSatisfying(OrderOutcome.Placed.class, p -> assertThat(p.added()).isZero());
    List<DataSet> rows = found(reading(), identifier(Tag.PATIENT_ID, "P1"));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().string(Tag.STUDY_INSTANCE_UID)).contains(study);
    assertThat(OrderForm.step(rows.getFirst()).string(Tag.SCHEDULED_STATION_AE_TITLE))
        .contains("CT2");
    assertThat(orders().list(reading()))
        .extracting(WorklistEntry::status)
        .containsExactlyInAnyOrder(OrderStatus.SCHEDULED, OrderStatus.CANCELLED);
  }

  @Test
  void isCancelledByNumberOrId() throws IOException {
    String id = placed(order("P1", "A^A", "A1", "CT1"));
    placed(order("P2", "A^A", "A2", "CT1"));
    assertThat(orders().cancel(placing(), id)).isTrue();
    assertThat(orders().cancel(placing(), id)).isFalse();
    assertThat(orders().end(placing(), new OrderNumbers("", "", "A2"), OrderStatus.CANCELLED))
        .isEqualTo(1);
    assertThat(found(reading(), identifier(Tag.PATIENT_ID, "*"))).isEmpty();
  }

  @Test
  void whatAWorklistNeedsIsRequired() throws IOException {
    DataSet nameless = order("P1", "", "A1", "CT1");
    assertThat(orders().place(placing(), List.of(nameless), "test"))
        .isEqualTo(new OrderOutcome.Invalid(OrderProblem.MISSING, Tag.PATIENT_NAME));
    DataSet dayless = order("P1", "A", "A1", "CT1");
    OrderForm.step(dayless).putString(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, "20261399");
    assertThat(orders().place(placing(), List.of(dayless), "test"))
        .isEqualTo(
            new OrderOutcome.Invalid(
                OrderProblem.MALFORMED, Tag.SCHEDULED_PROCEDURE_STEP_START_DATE));
    assertThat(orders().list(reading())).isEmpty();
  }

  @Test
  void aPatientsDataAreBroughtUpToDateAndAMergeIsProposed() throws IOException {
    placed(order("P1", "Old^Name", "A1", "CT1"));
    DataSet patient = new DataSet();
    patient.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    patient.putString(Tag.PATIENT_ID, "P1");
    patient.putString(Tag.PATIENT_NAME, "\u65b0\u3057\u3044^Name");
    assertThat(orders().patients().update(placing(), patient)).isEqualTo(1);
    assertThat(found(reading(), identifier(Tag.PATIENT_NAME, "\u65b0*"))).hasSize(1);
    DataSet staying = new DataSet();
    staying.putString(Tag.PATIENT_ID, "P9");
    staying.putString(Tag.PATIENT_NAME, "New^Name");
    assertThat(orders().patients().merge(placing(), "", "P1", staying)).isEqualTo(1);
    assertThat(orders().patients().merge(placing(), "", "P1", staying)).isZero();
    assertThat(found(reading(), identifier(Tag.PATIENT_ID, "P9"))).hasSize(1);
    assertThat(found(reading(), identifier(Tag.PATIENT_ID, "P1"))).isEmpty();
    List<OrderPatients.MergeProposal> noted =
        orders().patients().proposals(site.pass(new Request.Find(true)));
    assertThat(noted).hasSize(1);
    assertThat(noted.getFirst().details().string(Tag.PATIENT_ID)).contains("P9");
    assertThat(orders().patients().dismiss(placing(), noted.getFirst().id())).isTrue();
    assertThat(orders().patients().proposals(site.pass(new Request.Find(true)))).isEmpty();
  }

  @Test
  void whatIsPastItsTimeIsGone() throws IOException {
    DataSet old = order("P1", "A^A", "A1", "CT1");
    OrderForm.step(old).putString(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, daysAgo(31));
    placed(old);
    placed(order("P2", "B^B", "A2", "CT1"));
    assertThat(orders().list(reading())).hasSize(1);
  }

  @Test
  void aMessageTwiceIsOneButOtherContentIsAnother() throws IOException {
    OrderMessages messages = orders().messages();
    messages.remember("RIS", "42", "content", "AA");
    assertThat(messages.answered("RIS", "42", "content")).contains("AA");
    assertThat(messages.answered("RIS", "42", "other")).isEmpty();
    assertThat(messages.answered("HIS", "42", "content")).isEmpty();
  }

  @Test
  void isOnRecordAndReadableNowhere() throws IOException {
    placed(order("SECRETID77", "Geheimnis^Anna", "ACC4711", "CT1"));
    found(reading(), identifier(Tag.PATIENT_ID, "SECRETID77"));
    assertThat(site.records()).anyMatch(r -> r.action() == Action.ORDER);
    assertThat(site.records())
        .anyMatch(r -> r.action() == Action.QUERY && "WORKLIST".equals(r.facts().get(Fact.ROOT)));
    site.close();
    try (Stream<Path> files = Files.walk(site.home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("SECRETID77", "Geheimnis", "ACC4711");
      }
    }
    site = site.again();
    assertThat(orders().list(reading())).hasSize(1);
    site.archive.reindex();
    assertThat(orders().list(reading())).hasSize(1);
  }
}

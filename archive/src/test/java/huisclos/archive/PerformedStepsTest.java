package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.PerformedStepOutcome.Reason;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of a performed step (PS3.4 Annex F), its order, and the instances it names. */
class PerformedStepsTest {
  private static final String STEP = "2.25.1001";
  private static final String STUDY = "2.25.2002";

  @TempDir private Path folder;
  private Site site;
  private Identity modality;

  @BeforeEach
  void open() throws IOException {
    site = new Site(folder.resolve("home"));
    modality = Devices.admitted(site, "CT1", Verb.MPPS, Verb.WORKLIST, Verb.STORE);
    DataSet order = OrdersTest.order("P1", "A^A", "A1", "CT1");
    order.putString(Tag.STUDY_INSTANCE_UID, STUDY);
    site.archive.orders().place(site.pass(new Request.PlaceOrders()), List.of(order), "test");
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  private Pass pass() {
    return site.pass(modality, new Request.PerformedStep());
  }

  private PerformedSteps steps() {
    return site.archive.performedSteps();
  }

  private OrderStatus orderStatus() throws IOException {
    return site.archive.orders().list(site.pass(new Request.Worklist(true))).getFirst().status();
  }

  static DataSet beginning() {
    DataSet scheduled = new DataSet();
    scheduled.putString(Tag.STUDY_INSTANCE_UID, STUDY);
    scheduled.putString(Tag.ACCESSION_NUMBER, "A1");
    scheduled.putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "S-A1");
    DataSet set = new DataSet();
    set.putString(Tag.MODALITY, "CT");
    set.putString(Tag.PATIENT_ID, "P1");
    set.putString(Tag.PATIENT_NAME, "A^A");
    set.putString(Tag.PERFORMED_STATION_AE_TITLE, "CT1");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, "20260701");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, "101500");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_STATUS, "IN PROGRESS");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_ID, "PPS1");
    set.putItems(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, List.of(scheduled));
    return set;
  }

  static DataSet ending(String status, String... instances) {
    DataSet set = new DataSet();
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_STATUS, status);
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_END_DATE, "20260701");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_END_TIME, "103000");
    if (instances.length > 0) {
      DataSet series = new DataSet();
      series.putString(Tag.SERIES_INSTANCE_UID, "2.25.3003");
      series.putString(Tag.PROTOCOL_NAME, "HEAD");
      series.putItems(
          Tag.REFERENCED_IMAGE_SEQUENCE,
          List.of(instances).stream()
              .map(uid -> {
                DataSet reference = new DataSet();
                reference.putString(Tag.REFERENCED_SOP_INSTANCE_UID, uid);
                return reference;
              })
              .toList());
      set.putItems(Tag.PERFORMED_SERIES_SEQUENCE, List.of(series));
    }
    return set;
  }

  private static void done(PerformedStepOutcome outcome) {
    assertThat(outcome).isInstanceOf(PerformedStepOutcome.Done.class);
  }

  private static void refused(PerformedStepOutcome outcome, Reason reason, Integer... tags) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PerformedStepOutcome.Refused.class,
            r -> {
              assertThat(r.reason()).isEqualTo(reason);
              assertThat(r.tags()).containsExactly(tags);
            });
  }

  @Test
  void startsItsOrderAndCompletesItAndThenIsClosed() throws IOException {
    done(steps().create(pass(), STEP, beginning()));
    assertThat(orderStatus()).isEqualTo(OrderStatus.STARTED);
    DataSet stored = Made.ct(1, 1, 1, 1);
    site.store(stored);
    String came = stored.string(Tag.SOP_INSTANCE_UID).orElseThrow();
    done(steps().change(pass(), STEP, ending("COMPLETED", came, "2.25.99")));
    assertThat(orderStatus()).isEqualTo(OrderStatus.COMPLETED);
    refused(steps().change(pass(), STEP, ending("DISCONTINUED")), Reason.ENDED);
    refused(steps().create(pass(), STEP, beginning()), Reason.DUPLICATE);
    PerformedStepEntry entry = steps().list(site.pass(new Request.Worklist(true))).getFirst();
    assertThat(entry.named()).isEqualTo(2);
    assertThat(entry.arrived()).isEqualTo(1);
    assertThat(entry.missing()).containsExactly("2.25.99");
    assertThat(entry.entries()).hasSize(1);
    assertThat(steps().incomplete()).isEqualTo(1);
  }

  @Test
  void isGoneOnceItIsPastItsTime() throws IOException {
    done(steps().create(pass(), STEP, beginning()));
    done(steps().change(pass(), STEP, ending("COMPLETED", "2.25.99")));
    site.archive.orders().expire(Instant.now().plus(Duration.ofDays(29)));
    assertThat(steps().incomplete()).isEqualTo(1);
    site.archive.orders().expire(Instant.now().plus(Duration.ofDays(31)));
    assertThat(steps().incomplete()).isZero();
    refused(steps().get(pass(), STEP, List.of()), Reason.UNKNOWN);
    assertThat(site.archive.orders().list(site.pass(new Request.Worklist(true)))).isEmpty();
  }

  @Test
  void isDiscontinuedWithoutAnImage() throws IOException {
    done(steps().create(pass(), STEP, beginning()));
    done(steps().change(pass(), STEP, ending("DISCONTINUED")));
    assertThat(orderStatus()).isEqualTo(OrderStatus.DISCONTINUED);
    assertThat(steps().incomplete()).isZero();
  }

  @Test
  void isNamedWhatItLacks() throws IOException {
    DataSet noModality = beginning();
    noModality.remove(Tag.MODALITY);
    refused(steps().create(pass(), STEP, noModality), Reason.MISSING_ATTRIBUTE, Tag.MODALITY);
    DataSet noId = beginning();
    noId.putEmpty(Tag.PERFORMED_PROCEDURE_STEP_ID);
    refused(
        steps().create(pass(), STEP, noId), Reason.MISSING_VALUE, Tag.PERFORMED_PROCEDURE_STEP_ID);
    DataSet done = beginning();
    done.putString(Tag.PERFORMED_PROCEDURE_STEP_STATUS, "COMPLETED");
    refused(
        steps().create(pass(), STEP, done),
        Reason.INVALID_VALUE,
        Tag.PERFORMED_PROCEDURE_STEP_STATUS);
    done(steps().create(pass(), STEP, beginning()));
    refused(
        steps().change(pass(), STEP, ending("COMPLETED")),
        Reason.MISSING_ATTRIBUTE,
        Tag.PERFORMED_SERIES_SEQUENCE);
    DataSet other = ending("COMPLETED", "2.25.5");
    other.putString(Tag.PATIENT_ID, "P2");
    refused(steps().change(pass(), STEP, other), Reason.INVALID_VALUE, Tag.PATIENT_ID);
    refused(steps().change(pass(), "2.25.404", ending("COMPLETED")), Reason.UNKNOWN);
  }

  @Test
  void belongsToTheDeviceThatReportedIt() throws IOException {
    done(steps().create(pass(), STEP, beginning()));
    Identity other = Devices.admitted(site, "MR1", Verb.MPPS);
    Pass foreign = site.pass(other, new Request.PerformedStep());
    refused(steps().change(foreign, STEP, ending("DISCONTINUED")), Reason.UNKNOWN);
    refused(steps().get(foreign, STEP, List.of()), Reason.UNKNOWN);
    assertThat(steps().get(pass(), STEP, List.of(Tag.MODALITY)))
        .isInstanceOfSatisfying(
            PerformedStepOutcome.Done.class,
            d -> {
              assertThat(d.attributes().string(Tag.MODALITY)).contains("CT");
              assertThat(d.attributes().contains(Tag.PATIENT_ID)).isFalse();
            });
  }
}

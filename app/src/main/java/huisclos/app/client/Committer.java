package huisclos.app.client;

import huisclos.app.UserError;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.NEventReportRequest;
import huisclos.net.NormalizedResult;
import huisclos.net.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks for storage commitment, and waits for the report on the same association. */
public final class Committer {
  /** Instances of one transaction. */
  private static final int TRANSACTION = 10_000;

  private static final int REQUEST_STORAGE_COMMITMENT = 1;
  private static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String COMMIT = Uids.STORAGE_COMMITMENT_PUSH_MODEL;
  private static final List<String> PLAIN =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  private final Called called;
  private final Duration patience;

  /**
   * What was reported.
   *
   * @param committed SOP instance UIDs that the archive answers for
   * @param failed those that it doesn't, with the failure reason (PS3.3 §C.14.1.1)
   * @param unreported those of which no report came here in time
   */
  public record Report(
      List<String> committed, Map<String, Integer> failed, List<String> unreported) {}

  /** A committer that waits so long for each report. */
  public Committer(Called called, Duration patience) {
    this.called = called;
    this.patience = patience;
  }

  /** The SOP class of each instance of a study, by its UID; needs a grant to find. */
  public Map<String, String> instances(String study) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> series = new ArrayList<>();
    try (Association association = called.open(called.request().propose(FIND, PLAIN))) {
      DataSet query = query("SERIES", study);
      query.putEmpty(Tag.SERIES_INSTANCE_UID);
      answered(
          association
              .find(FIND, query, row -> series.add(row.string(Tag.SERIES_INSTANCE_UID, "")))
              .status());
      for (String uid : series) {
        DataSet images = query("IMAGE", study);
        images.putString(Tag.SERIES_INSTANCE_UID, uid);
        images.putEmpty(Tag.SOP_INSTANCE_UID);
        images.putEmpty(Tag.SOP_CLASS_UID);
        answered(
            association
                .find(
                    FIND,
                    images,
                    row ->
                        found.put(
                            row.string(Tag.SOP_INSTANCE_UID, ""),
                            row.string(Tag.SOP_CLASS_UID, "")))
                .status());
      }
    } catch (AssociationException e) {
      throw called.explained(e);
    }
    return found;
  }

  private static DataSet query(String level, String study) {
    DataSet query = new DataSet();
    query.putString(Tag.QUERY_RETRIEVE_LEVEL, level);
    query.putString(Tag.STUDY_INSTANCE_UID, study);
    return query;
  }

  private static void answered(int status) {
    if (status != Status.SUCCESS) {
      throw UserError.refused(
          "the archive didn't list the study: " + Status.format(status),
          "name the files instead of --study, or let the device find (device add --can find)");
    }
  }

  /** Asks for these instances (SOP class by SOP instance UID) to be committed. */
  public Report commit(Map<String, String> instances) throws IOException {
    Report report = new Report(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    List<Map.Entry<String, String>> all = List.copyOf(instances.entrySet());
    try (Association association = called.open(called.request().propose(COMMIT, PLAIN))) {
      for (int from = 0; from < all.size(); from += TRANSACTION) {
        commit(association, all.subList(from, Math.min(all.size(), from + TRANSACTION)), report);
      }
    } catch (AssociationException e) {
      throw called.explained(e);
    }
    return report;
  }

  private void commit(
      Association association, List<Map.Entry<String, String>> instances, Report report)
      throws IOException {
    String transaction = Uid.fromUuid(UUID.randomUUID());
    DataSet request = new DataSet();
    request.putString(Tag.TRANSACTION_UID, transaction);
    request.putItems(
        Tag.REFERENCED_SOP_SEQUENCE,
        instances.stream().map(one -> item(one.getKey(), one.getValue())).toList());
    NormalizedResult taken =
        association.nAction(
            COMMIT,
            Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE,
            REQUEST_STORAGE_COMMITMENT,
            Optional.of(request));
    int status = taken.reply().status();
    if (status == Status.NOT_NEGOTIATED) {
      throw UserError.refused("this device has no grant to commit", "device add AET --can commit");
    }
    if (status != Status.SUCCESS) {
      throw UserError.refused(
          "the archive refused the request: " + Status.format(status),
          "see the conformance statement for what the status means");
    }
    Optional<NEventReportRequest> event =
        association.awaitEvent(patience, one -> isOf(one, transaction));
    Optional<DataSet> information =
        event
            .filter(one -> isOf(one, transaction) == Status.SUCCESS)
            .flatMap(NEventReportRequest::information);
    if (information.isEmpty()) {
      instances.forEach(one -> report.unreported().add(one.getKey()));
      return;
    }
    for (DataSet item : information.get().items(Tag.REFERENCED_SOP_SEQUENCE)) {
      report.committed().add(item.string(Tag.REFERENCED_SOP_INSTANCE_UID, ""));
    }
    for (DataSet item : information.get().items(Tag.FAILED_SOP_SEQUENCE)) {
      report
          .failed()
          .put(
              item.string(Tag.REFERENCED_SOP_INSTANCE_UID, ""),
              item.integer(Tag.FAILURE_REASON).orElse(0));
    }
  }

  private static int isOf(NEventReportRequest event, String transaction) {
    boolean ours =
        event.information().flatMap(set -> set.string(Tag.TRANSACTION_UID)).stream()
            .anyMatch(transaction::equals);
    return ours ? Status.SUCCESS : Status.INVALID_ARGUMENT_VALUE;
  }

  private static DataSet item(String instance, String sopClass) {
    DataSet item = new DataSet();
    item.putString(Tag.REFERENCED_SOP_CLASS_UID, sopClass);
    item.putString(Tag.REFERENCED_SOP_INSTANCE_UID, instance);
    return item;
  }
}

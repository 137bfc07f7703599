package huisclos.desk.web.dicomweb;

import huisclos.archive.SopPlace;
import huisclos.archive.StoreOutcome;
import huisclos.archive.StoreOutcome.InvalidReason;
import huisclos.desk.web.Call;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.gate.Reason;
import huisclos.web.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What became of each instance of a request (PS3.18 §10.5.3, Table 10.5.3-1). Of one thread. */
final class StoreReport {
  /** Processing failure. */
  static final int PROCESSING = 0x0110;

  /** Out of resources. */
  static final int RESOURCES = 0xA700;

  /** What was sent can't be understood. */
  static final int UNREADABLE = 0xC000;

  /** The transfer syntax is not known (PS3.18 §10.5.3.1). */
  static final int TRANSFER_SYNTAX = 0xC122;

  private static final int NOT_AUTHORIZED = 0x0124;
  private static final int REJECTED_BEFORE = 0xA770;
  private static final int OTHER_CONTENT = 0xC001;

  private final Call call;
  private final List<DataSet> stored = new ArrayList<>();
  private final List<DataSet> failed = new ArrayList<>();
  private final List<DataSet> others = new ArrayList<>();
  private final Set<String> studies = new LinkedHashSet<>();
  private final Set<Integer> failures = new LinkedHashSet<>();
  private Optional<Reason> denied = Optional.empty();

  StoreReport(Call call) {
    this.call = call;
  }

  /** How many were stored so far. */
  int stored() {
    return stored.size();
  }

  void ended(SopPlace place, StoreOutcome outcome) {
    switch (outcome) {
      case StoreOutcome.Stored _, StoreOutcome.Duplicate _ -> {
        DataSet item = reference(place);
        item.putString(
            Tag.RETRIEVE_URL,
            DicomWeb.instance(call, place.study(), place.series(), place.sopInstance()));
        stored.add(item);
        studies.add(place.study());
      }
      case StoreOutcome.Conflict _ -> failed(place, OTHER_CONTENT);
      case StoreOutcome.Rejected _ -> failed(place, REJECTED_BEFORE);
      case StoreOutcome.Invalid(InvalidReason reason) -> failed(place, failure(reason));
      case StoreOutcome.Denied _ -> denied(place, Reason.NOT_GRANTED);
      case StoreOutcome.OutOfResources _ -> failed(place, RESOURCES);
      case StoreOutcome.Failed _ -> failed(place, PROCESSING);
    }
  }

  private static int failure(InvalidReason reason) {
    return reason == InvalidReason.TRANSFER_SYNTAX ? TRANSFER_SYNTAX : reason.status();
  }

  void denied(SopPlace place, Reason reason) {
    denied = Optional.of(reason);
    failed(place, NOT_AUTHORIZED);
  }

  void unreadable() {
    failures.add(UNREADABLE);
    DataSet item = new DataSet();
    item.putInt(Tag.FAILURE_REASON, UNREADABLE);
    others.add(item);
  }

  /** An instance whose UIDs are none is among the other failures: there is nothing to name. */
  void failed(SopPlace place, int reason) {
    failures.add(reason);
    boolean named = Uid.isUsable(place.sopInstance()) && Uid.isUsable(place.sopClass());
    DataSet item = named ? reference(place) : new DataSet();
    item.putInt(Tag.FAILURE_REASON, reason);
    (named ? failed : others).add(item);
  }

  private static DataSet reference(SopPlace place) {
    DataSet item = new DataSet();
    item.putString(Tag.REFERENCED_SOP_CLASS_UID, place.sopClass());
    item.putString(Tag.REFERENCED_SOP_INSTANCE_UID, place.sopInstance());
    return item;
  }

  /** Answers with status and report. */
  void answer(MediaType form) throws IOException {
    if (stored.isEmpty() && failures.isEmpty()) {
      DicomAnswers.problem(call, 400, "The body holds no instance", "");
      return;
    }
    if (stored.isEmpty() && denied.isPresent() && failures.size() == 1) {
      DicomAnswers.denied(call, denied.get());
      return;
    }
    DataSet report = new DataSet();
    if (studies.size() == 1) {
      report.putString(Tag.RETRIEVE_URL, DicomWeb.study(call, studies.iterator().next()));
    }
    put(report, Tag.FAILED_SOP_SEQUENCE, failed);
    put(report, Tag.REFERENCED_SOP_SEQUENCE, stored);
    put(report, Tag.OTHER_FAILURES_SEQUENCE, others);
    DicomAnswers.one(call, status(), form, report);
  }

  private static void put(DataSet report, int tag, List<DataSet> items) {
    if (!items.isEmpty()) {
      report.putItems(tag, items);
    }
  }

  private int status() {
    if (failures.isEmpty()) {
      return 200;
    }
    if (!stored.isEmpty()) {
      return 202;
    }
    return failures.equals(Set.of(RESOURCES)) ? 503 : 409;
  }
}

package huisclos.archive;

import huisclos.gate.Disclosure;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.util.List;

/** The trail's records of stores. UIDs and counts only. */
final class StoreRecords {
  private StoreRecords() {}

  static TrailRecord stored(StoreTask task, StudyRef study) {
    Disclosure what = disclosure(task, study.record());
    // Who begins a study knows the patient: the brakes count that for nothing.
    return task.pass().stored(study.id == 0 ? what.with(Fact.STUDIES, "1") : what);
  }

  static TrailRecord duplicate(StoreTask task, String record) {
    return task.pass().stored(disclosure(task, record).with(Fact.REASON, "duplicate"));
  }

  static TrailRecord quarantined(StoreTask task, String record, String quarantineId) {
    return task.pass()
        .record(
            Outcome.REFUSED,
            disclosure(task, record)
                .with(Fact.REASON, "conflict")
                .with(Fact.QUARANTINE, quarantineId));
  }

  static TrailRecord rejected(StoreTask task, Known known) {
    return task.pass()
        .record(
            Outcome.REFUSED,
            disclosure(task, known.record()).with(Fact.REASON, "rejected-" + known.hiddenFor()));
  }

  private static Disclosure disclosure(StoreTask task, String record) {
    Arrival arrival = task.arrival();
    return Disclosure.of(List.of(arrival.studyUid()), List.of(record), 1)
        .with(Fact.SOP_INSTANCE, arrival.sopUid())
        .with(Fact.SOP_CLASS, arrival.sopClass())
        .with(Fact.TRANSFER_SYNTAX, task.transferSyntax())
        .with(Fact.BYTES, Long.toString(task.blob().length()));
  }
}

package huisclos.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the key ring's file again while it is in use: every frame against its checksum, every key
 * in force by opening it. Reads by a handle of its own; the ring is asked record by record, so that
 * nobody waits for it.
 */
final class RingCheck {
  private final DiskFile file;
  private final long end;
  private final RingFile checked;
  private final KeyRing ring;
  private final List<RingReport.Problem> problems = new ArrayList<>();
  private final Set<PatientKeyId> lost = new HashSet<>();
  private final List<StudyKeyId> lostWithPatient = new ArrayList<>();
  private long lostCount;
  private long records;

  /**
   * @param file to read by
   * @param checked the ring's file as it is in use
   */
  RingCheck(DiskFile file, RingFile checked, KeyRing ring) {
    this.file = file;
    this.end = checked.durableEnd();
    this.checked = checked;
    this.ring = ring;
  }

  RingReport run() throws IOException {
    RingReplay replay = new RingReplay(file, end);
    try {
      var _ = replay.header();
    } catch (CorruptRingException e) {
      problem("header", 0, List.of(), 0);
    }
    long at = RingHeader.BYTES;
    while (at < end && ring.uses(checked)) {
      long next = replay.frame(at, this::record);
      if (next < 0) {
        next = replay.nextFrame(at + 1);
        damaged(at, next);
      }
      at = next;
    }
    if (lostCount > 0) {
      problem("keys wrapped by a damaged patient key", 0, lostWithPatient, lostCount);
    }
    boolean complete = ring.uses(checked);
    return new RingReport(records, complete, complete ? problems : List.of());
  }

  private void damaged(long from, long to) {
    List<StudyKeyId> studies = new ArrayList<>();
    ring.within(
        from,
        to,
        (high, low) -> lost.add(new PatientKeyId(high, low)),
        (high, low) -> studies.add(new StudyKeyId(high, low)));
    problem("frame checksum", from, studies, studies.size());
  }

  private void record(RingRecord record, long offset) throws IOException {
    records++;
    if (record instanceof RingRecord.Study study && lost.contains(study.patient())) {
      lostCount++;
      if (lostWithPatient.size() < RingReport.MAX_NAMED) {
        lostWithPatient.add(study.id());
      }
      return;
    }
    try {
      ring.tryKey(checked, record, offset);
    } catch (CorruptRingException e) {
      List<StudyKeyId> studies =
          record instanceof RingRecord.Study study ? List.of(study.id()) : List.of();
      problem("a wrapped key does not open", offset, studies, studies.size());
    }
  }

  private void problem(String what, long offset, List<StudyKeyId> studies, long affected) {
    if (problems.size() < RingReport.MAX_NAMED) {
      problems.add(
          new RingReport.Problem(
              what,
              offset,
              studies.subList(0, Math.min(studies.size(), RingReport.MAX_NAMED)),
              affected));
    }
  }
}

package huisclos.archive;

import huisclos.archive.StudyRows.Instance;
import huisclos.archive.StudyRows.Study;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailLimits;
import huisclos.trail.TrailRecord;
import huisclos.vault.BlobAddress;
import huisclos.vault.Destruction;
import huisclos.vault.PatientKeyId;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Destroys what was deleted and is due, between two groups of stores.
 *
 * <p>The order: keys of whole studies leave the ring with one rotation of the site key; wrapped
 * keys of single instances are overwritten; that is on record; the rows go. Cut short anywhere,
 * {@link Remnants} ends what is about whole studies before anything else is done; of single
 * instances the next run finds what is still due and does again what does no harm twice.
 */
final class Purge {
  private final Vault vault;
  private final Gate gate;
  private final Committer committer;
  private final Clock clock;
  private final Committer.Probe probe;

  Purge(Vault vault, Gate gate, Committer committer, Clock clock, Committer.Probe probe) {
    this.vault = vault;
    this.gate = gate;
    this.committer = committer;
    this.clock = clock;
    this.probe = probe;
  }

  /** What is due, as the index says. */
  private static final class Due {
    final Map<Study, List<Instance>> whole = new LinkedHashMap<>();
    final Map<Study, List<Instance>> partly = new LinkedHashMap<>();
    final Set<PatientKeyId> patients = new HashSet<>();
    int held;
  }

  /**
   * Destroys.
   *
   * @param now also what could still be restored
   */
  PurgeReport run(Pass pass, boolean now, KeyDestroyer destroyer) throws IOException {
    AtomicReference<PurgeReport> report = new AtomicReference<>(new PurgeReport(0, 0, 0, 0, false));
    committer.exclusively(session -> report.set(run(session, pass, now, destroyer)));
    return report.get();
  }

  private PurgeReport run(Session session, Pass pass, boolean now, KeyDestroyer destroyer)
      throws SQLException, IOException {
    Due due = due(session, now ? Long.MAX_VALUE : clock.millis());
    int single = due.partly.values().stream().mapToInt(List::size).sum();
    if (due.whole.isEmpty() && single == 0) {
      return new PurgeReport(0, 0, 0, due.held, false);
    }
    sync(session);
    probe.reached(Committer.Step.RESOLVED);
    boolean rotated = destroyKeys(due, destroyer);
    shred(session, due);
    probe.reached(Committer.Step.BYTES_DURABLE);
    record(pass, due, single);
    probe.reached(Committer.Step.TRAIL_DURABLE);
    List<BlobAddress> quarantined = new ArrayList<>();
    session.begin();
    for (var study : due.whole.entrySet()) {
      quarantined.addAll(StudyRows.quarantined(session, study.getKey().uid()));
      StudyRows.remove(session, study.getKey(), study.getValue());
    }
    for (var study : due.partly.entrySet()) {
      for (Instance instance : study.getValue()) {
        StudyRows.remove(session, instance);
      }
      session.update(DeleteSql.REMOVE_EMPTY_SERIES, study.getKey().id());
      session.update(DeleteSql.DROP_EMPTY_DELETIONS, study.getKey().uid());
    }
    if (rotated) {
      Remnants.level(session, vault);
    }
    session.commit();
    for (BlobAddress address : quarantined) {
      vault.dropQuarantined(address);
    }
    session.number(DeleteSql.CHECKPOINT);
    probe.reached(Committer.Step.INDEXED);
    return new PurgeReport(due.whole.size(), due.patients.size(), single, due.held, rotated);
  }

  /**
   * Syncs the index. It alone will say that this was deleted: the act is sealed under the keys that
   * go, and can't be replayed any more.
   */
  private static void sync(Session session) throws SQLException, IOException {
    if (session.number(DeleteSql.CHECKPOINT) != 0) {
      throw new ArchiveException(
          "queries kept the index from being synced; nothing was destroyed, try again");
    }
  }

  private Due due(Session session, long until) throws SQLException {
    Due due = new Due();
    List<String> uids = new ArrayList<>();
    session.each(DeleteSql.DUE_STUDIES, row -> uids.add(row.getString(1)), until);
    for (String uid : uids) {
      Study study =
          session
              .first(DeleteSql.STUDY_OF_UID, Purge::study, uid)
              .orElseThrow(() -> new SQLException("a deletion names no study"));
      List<Instance> instances = new ArrayList<>();
      session.each(
          DeleteSql.DUE_INSTANCES,
          row ->
              instances.add(new Instance(row.getLong(1), row.getString(2), Known.address(row, 3))),
          uid,
          until);
      boolean stays = session.number(DeleteSql.STAYING_OF_STUDY, uid, until) > 0;
      (stays ? due.partly : due.whole).put(study, instances);
    }
    due.held = (int) session.number(DeleteSql.COUNT_DUE_AND_HELD, until);
    addPatients(session, due);
    return due;
  }

  /** A record of which no study is left goes too, unless a merge still leads to it or from it. */
  private static void addPatients(Session session, Due due) throws SQLException {
    Map<Long, String> records = new HashMap<>();
    Set<String> going = new HashSet<>();
    for (Study study : due.whole.keySet()) {
      records.put(study.patient(), study.record());
      going.add(study.uid());
    }
    for (var patient : records.entrySet()) {
      List<String> others = new ArrayList<>();
      session.each(
          DeleteSql.OTHER_STUDIES_OF_PATIENT,
          row -> {
            others.add(row.getString(1));
            return true;
          },
          patient.getKey());
      others.removeAll(going);
      String record = patient.getValue();
      if (others.isEmpty() && session.number(DeleteSql.COUNT_ALIASES, record, record) == 0) {
        due.patients.add(PatientKeyId.of(HexFormat.of().parseHex(record)));
      }
    }
  }

  /** One rotation for all; none when a run that was cut short did it. */
  private boolean destroyKeys(Due due, KeyDestroyer destroyer) throws IOException {
    Set<StudyKeyId> studies = new HashSet<>();
    for (Study study : due.whole.keySet()) {
      if (vault.ring().contains(study.key())) {
        studies.add(study.key());
      }
    }
    Set<PatientKeyId> patients = new HashSet<>(due.patients);
    patients.removeIf(id -> !vault.ring().contains(id));
    Destruction destruction = new Destruction(patients, studies);
    if (destruction.isEmpty()) {
      return false;
    }
    destroyer.destroy(destruction);
    return true;
  }

  private void shred(Session session, Due due) throws SQLException, IOException {
    List<BlobAddress> addresses = new ArrayList<>();
    for (List<Instance> instances : due.partly.values()) {
      for (Instance instance : instances) {
        addresses.add(instance.address());
        session.each(
            DeleteSql.SUPERSEDED_OF_INSTANCE,
            row -> addresses.add(Known.address(row, 1)),
            instance.sop());
      }
    }
    addresses.removeIf(address -> address.store() != BlobAddress.BLOBS);
    vault.shred(addresses);
  }

  private void record(Pass pass, Due due, int single) throws IOException {
    List<String> studies = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    due.whole.keySet().forEach(study -> studies.add(study.uid()));
    due.partly.keySet().forEach(study -> studies.add(study.uid()));
    due.whole.keySet().forEach(study -> patients.add(study.record()));
    due.partly.keySet().forEach(study -> patients.add(study.record()));
    gate.record(
        List.of(
            TrailRecord.of(clock.instant(), Action.KEY_DESTROY, Outcome.DONE, pass.who().actor())
                .studies(TrailLimits.named(studies))
                .patients(TrailLimits.named(patients.stream().distinct().toList()))
                .count(due.whole.size())
                .fact(Fact.STUDIES, due.whole.size())
                .fact(Fact.PATIENTS, due.patients.size())
                .fact(Fact.INSTANCES, single)
                .fact(Fact.SESSION, pass.who().session())
                .build()));
  }

  /** From a row of {@link DeleteSql#STUDY_OF_UID}. */
  static Study study(ResultSet row) throws SQLException {
    return new Study(
        row.getString(6),
        row.getLong(1),
        Known.studyKey(row.getString(2)),
        row.getLong(3),
        row.getString(4),
        row.getLong(5));
  }
}

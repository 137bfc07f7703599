package huisclos.archive;

import huisclos.gate.Gate;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailLimits;
import huisclos.trail.TrailRecord;
import huisclos.vault.BlobAddress;
import huisclos.vault.PatientKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the index still names of what was destroyed: after a destruction that was cut short, in an
 * index older than it, or because an act that is replayed names a record that is gone. It has to
 * go: a patient may come again, and as long as a record without a key has the identity, whatever
 * comes under it is refused. On the ingest connection.
 *
 * <p>Keys are destroyed by a rotation only, and the index notes the last one that it is level with:
 * as long as there was no other, nothing is looked for.
 */
final class Remnants {
  private static final Logger LOG = LoggerFactory.getLogger(Remnants.class);

  private static final String ROTATIONS = "rotations";

  private final Vault vault;
  private final Gate gate;
  private final Session session;
  private final Clock clock;

  Remnants(Vault vault, Gate gate, Session session, Clock clock) {
    this.vault = vault;
    this.gate = gate;
    this.session = session;
    this.clock = clock;
  }

  /** Whether the index is level with the ring's last rotation. */
  private boolean none() throws SQLException {
    return session
        .first(Sql.SELECT_SETTING, row -> row.getString(1), ROTATIONS)
        .equals(Optional.of(Integer.toString(vault.ring().rotations())));
  }

  /** Notes that there may be some; within the transaction that makes them. */
  void expect() throws SQLException {
    session.update(Sql.DELETE_SETTING, ROTATIONS);
  }

  /** Notes that the index is level with the ring; within the transaction that makes it so. */
  static void level(Session session, Vault vault) throws SQLException {
    session.update(Sql.DELETE_SETTING, ROTATIONS);
    session.update(Sql.INSERT_SETTING, ROTATIONS, Integer.toString(vault.ring().rotations()));
  }

  /** Ends what was cut short: rows of studies whose keys were destroyed go; that is on record. */
  void removeStudies() throws IOException, SQLException {
    if (none()) {
      return;
    }
    // A rotation whose sync failed may not last: then the rows have to stay, too.
    vault.ring().sync();
    List<StudyRows.Study> studies = new ArrayList<>();
    if (vault.ring().destroyedStudyKeys() > 0) {
      session.each(
          DeleteSql.EVERY_STUDY,
          row -> {
            StudyRows.Study study = Purge.study(row);
            return !vault.ring().wasDestroyed(study.key()) || studies.add(study);
          });
    }
    if (studies.isEmpty()) {
      return;
    }
    record(studies);
    List<BlobAddress> quarantined = new ArrayList<>();
    var _ =
        session.transaction(s -> {
          for (StudyRows.Study study : studies) {
            quarantined.addAll(StudyRows.quarantined(s, study.uid()));
            StudyRows.remove(s, study, StudyRows.instances(s, study.uid()));
          }
          return true;
        });
    for (BlobAddress address : quarantined) {
      vault.dropQuarantined(address);
    }
    session.number(DeleteSql.CHECKPOINT);
    LOG.warn("{} studies whose keys had been destroyed left the index", studies.size());
  }

  private void record(List<StudyRows.Study> studies) throws IOException {
    List<String> uids = studies.stream().map(StudyRows.Study::uid).toList();
    List<String> records = studies.stream().map(StudyRows.Study::record).distinct().toList();
    gate.record(
        List.of(
            TrailRecord.of(clock.instant(), Action.KEY_DESTROY, Outcome.DONE, Actor.system())
                .studies(TrailLimits.named(uids))
                .patients(TrailLimits.named(records))
                .count(uids.size())
                .fact(Fact.STUDIES, uids.size())
                .fact(Fact.REASON, "recovered")
                .build()));
  }

  /** Ends with the patient records unless the index is level; whether it wasn't. */
  boolean end() throws SQLException {
    if (none()) {
      return false;
    }
    return session.transaction(_ -> {
      removePatients();
      return true;
    });
  }

  /**
   * Patient records whose key is gone and that nothing belongs to go; then the index is level.
   * Within a transaction.
   */
  void removePatients() throws SQLException {
    record Patient(long id, String record) {}
    List<Patient> gone = new ArrayList<>();
    session.each(
        DeleteSql.PATIENTS_WITHOUT_STUDY,
        row -> {
          Patient patient = new Patient(row.getLong(1), row.getString(2));
          PatientKeyId key = PatientKeyId.of(HexFormat.of().parseHex(patient.record));
          return vault.ring().contains(key) || gone.add(patient);
        });
    for (Patient patient : gone) {
      if (session.number(DeleteSql.COUNT_ALIASES, patient.record, patient.record) == 0) {
        session.update(DeleteSql.REMOVE_DEMOGRAPHIC_TOKENS_OF_PATIENT, patient.id);
        session.update(DeleteSql.REMOVE_DEMOGRAPHICS_OF_PATIENT, patient.id);
        session.update(DeleteSql.REMOVE_PATIENT, patient.id, patient.id, patient.id);
      }
    }
    level(session, vault);
  }
}

package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.ObjectId;
import huisclos.vault.StudyKeyId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes the rows of what was destroyed out of the index; within a transaction. Stateless. */
final class StudyRows {
  private StudyRows() {}

  /**
   * A study's row.
   *
   * @param record internal id of its patient record
   */
  record Study(
      String uid, long id, StudyKeyId key, long patient, String record, long demographic) {}

  /** An instance's row. */
  record Instance(long id, String sop, BlobAddress address) {}

  /** All instances of a study, hidden or not. */
  static List<Instance> instances(Session session, String study) throws SQLException {
    List<Instance> instances = new ArrayList<>();
    session.each(
        DeleteSql.INSTANCES_OF_STUDY,
        row -> instances.add(new Instance(row.getLong(1), row.getString(2), Known.address(row, 3))),
        study);
    return instances;
  }

  /** Where the quarantined objects of a study lie: they go once their rows are gone. */
  static List<BlobAddress> quarantined(Session session, String study) throws SQLException {
    List<BlobAddress> addresses = new ArrayList<>();
    session.each(
        DeleteSql.QUARANTINED_OF_STUDY,
        row ->
            addresses.add(
                new BlobAddress(
                    ObjectId.of(row.getBytes(4)),
                    BlobAddress.QUARANTINE,
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3))),
        study);
    return addresses;
  }

  static void remove(Session session, Instance instance) throws SQLException {
    session.update(DeleteSql.REMOVE_CONFLICTS_OF_INSTANCE, instance.id);
    session.update(DeleteSql.REMOVE_INSTANCE, instance.id);
    session.update(DeleteSql.REMOVE_CORRECTIONS_OF_INSTANCE, instance.sop);
    session.update(DeleteSql.REMOVE_SUPERSEDED_OF_INSTANCE, instance.sop);
    session.update(DeleteSql.REMOVE_FORWARDS_OF_INSTANCE, instance.sop);
  }

  /** A study with these instances, all that it has; its patient record where nothing is left. */
  static void remove(Session session, Study study, List<Instance> instances) throws SQLException {
    for (Instance instance : instances) {
      remove(session, instance);
    }
    session.update(DeleteSql.REMOVE_EMPTY_SERIES, study.id);
    session.update(DeleteSql.REMOVE_STUDY_TOKENS, study.id);
    session.update(DeleteSql.REMOVE_STUDY, study.id);
    session.update(DeleteSql.REMOVE_CORRECTIONS, study.uid);
    session.update(DeleteSql.REMOVE_QUARANTINE, study.uid);
    session.update(DeleteSql.REMOVE_DELETIONS, study.uid);
    session.update(DeleteSql.REMOVE_ACTS_OF_STUDY_ALONE, study.uid);
    session.update(DeleteSql.REMOVE_ACT_STUDY, study.uid);
    session.update(DeleteSql.REMOVE_DEMOGRAPHIC_TOKENS, study.demographic, study.demographic);
    session.update(DeleteSql.REMOVE_DEMOGRAPHIC, study.demographic, study.demographic);
    session.update(DeleteSql.REMOVE_PATIENT, study.patient, study.patient, study.patient);
  }
}

package huisclos.archive;

/** The SQL of housekeeping acts and corrections; plain as {@link Sql}'s. */
final class ActSql {
  private ActSql() {}

  /** What is rebuilt by replaying the acts, to be cleared with the entities. */
  static final String[] CLEAR = {
    "DELETE FROM superseded",
    "DELETE FROM alias",
    "DELETE FROM correction",
    "DELETE FROM act_study",
    "DELETE FROM act"
  };

  // ---- the ledger

  private static final String ACT_COLUMNS =
      "a.number, a.id, a.kind, a.at, a.actor, a.container, a.blob_offset, a.blob_length,"
          + " a.object_id, a.undone_by";
  static final String MAX_ACT = "SELECT max(number) FROM act";
  static final String INSERT_ACT =
      "INSERT INTO act (number, id, kind, at, actor, container, blob_offset, blob_length,"
          + " object_id, undone_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)";
  static final String INSERT_ACT_STUDY =
      "INSERT INTO act_study (study_uid, act_number) VALUES (?, ?)";
  static final String UNDO_ACT = "UPDATE act SET undone_by = ? WHERE id = ?";
  static final String ACT_BY_ID = "SELECT " + ACT_COLUMNS + " FROM act a WHERE a.id = ?";
  static final String ACTS_LIKE =
      "SELECT " + ACT_COLUMNS + " FROM act a WHERE a.id BETWEEN ? AND ? LIMIT 2";
  static final String ACTS_OF_STUDY =
      "SELECT "
          + ACT_COLUMNS
          + " FROM act_study x CROSS JOIN act a WHERE x.study_uid = ? AND a.number = x.act_number"
          + " ORDER BY a.number LIMIT ?";

  // ---- corrections

  static final String INSERT_CORRECTION =
      "INSERT INTO correction (act_number, study_uid, series_uid, sop_uid, on_arrival, details)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  static final String REMOVE_CORRECTIONS = "DELETE FROM correction WHERE act_number = ?";
  private static final String CORRECTION_COLUMNS =
      "SELECT act_number, study_uid, series_uid, sop_uid, on_arrival, details FROM correction";
  static final String CORRECTIONS_OF_STUDY =
      CORRECTION_COLUMNS + " WHERE study_uid = ? ORDER BY on_arrival DESC, act_number, id";
  static final String LATER_CORRECTIONS_OF_STUDY =
      CORRECTION_COLUMNS + " WHERE study_uid = ? AND on_arrival = 0 ORDER BY act_number, id";
  static final String ARRIVAL_CORRECTIONS =
      CORRECTION_COLUMNS
          + " WHERE study_uid = ? AND sop_uid = ? AND on_arrival = 1 ORDER BY act_number, id";

  // ---- rows stated anew

  static final String INSTANCES_OF_STUDY =
      "SELECT i.id, i.sop_uid, i.transfer_syntax, i.store, i.container, i.blob_offset,"
          + " i.blob_length, i.object_id, e.id, e.uid, s.study_key FROM study s CROSS JOIN series e"
          + " CROSS JOIN instance i WHERE s.uid = ? AND e.study_id = s.id AND i.series_id = e.id"
          + " ORDER BY i.id";
  static final String RESTATE_STUDY =
      "UPDATE study SET demographic_id = ?, study_date = ?, study_time = ?, attributes = ?"
          + " WHERE id = ?";
  static final String CLEAR_TOKENS_OF_STUDY = "DELETE FROM study_token WHERE study_id = ?";
  static final String RESTATE_SERIES =
      "UPDATE series SET modality = ?, series_number = ?, series_date = ?, series_time = ?,"
          + " attributes = ? WHERE id = ?";
  static final String MODALITIES_OF_STUDY =
      "SELECT DISTINCT modality FROM series WHERE study_id = ? AND instance_count > 0 ORDER BY"
          + " modality";
  static final String SET_MODALITIES = "UPDATE study SET modalities = ? WHERE id = ?";
  static final String RESTATE_INSTANCE =
      "UPDATE instance SET instance_number = ?, acquisition_date = ?, acquisition_time = ?,"
          + " attributes = ? WHERE id = ?";
  static final String ORPHANED_DEMOGRAPHIC_TOKENS =
      "DELETE FROM demographic_token WHERE demographic_id = ? AND NOT EXISTS (SELECT 1 FROM study s"
          + " WHERE s.demographic_id = ?)";
  static final String ORPHANED_DEMOGRAPHIC =
      "DELETE FROM demographic WHERE id = ? AND NOT EXISTS (SELECT 1 FROM study s WHERE"
          + " s.demographic_id = ?)";
  static final String DEMOGRAPHIC_OF_STUDY = "SELECT demographic_id FROM study WHERE id = ?";

  // ---- patients

  static final String PATIENT_OF_RECORD = "SELECT id, identity FROM patient WHERE record = ?";
  static final String RECORD_OF_IDENTITY = "SELECT record FROM patient WHERE identity = ?";
  static final String STUDIES_OF_RECORD =
      "SELECT s.uid, s.study_key FROM patient p CROSS JOIN study s WHERE p.record = ? AND"
          + " s.patient_id = p.id ORDER BY s.id LIMIT ?";
  static final String ACCOUNT_OF_RECORD =
      "SELECT d.attributes, d.digest FROM patient p CROSS JOIN demographic d WHERE p.record = ?"
          + " AND d.patient_id = p.id ORDER BY d.id LIMIT 1";
  static final String MOVE_STUDY = "UPDATE study SET patient_id = ? WHERE id = ?";
  static final String INSERT_ALIAS =
      "INSERT INTO alias (identity, act_number, source, target, details) VALUES (?, ?, ?, ?, ?)";
  static final String REMOVE_ALIAS = "DELETE FROM alias WHERE identity = ?";
  static final String REMOVE_ALIASES_OF_ACT = "DELETE FROM alias WHERE act_number = ?";
  static final String ALIAS_BY_IDENTITY =
      "SELECT a.target, a.details, a.act_number, x.at FROM alias a CROSS JOIN act x WHERE"
          + " a.identity = ? AND x.number = a.act_number";
  static final String ALIASES_OF_TARGET =
      "SELECT identity, act_number, details FROM alias WHERE target = ?";

  // ---- conflicts

  static final String CONFLICTS_OF_STUDY =
      "DELETE FROM conflict WHERE instance_id IN (SELECT i.id FROM study s CROSS JOIN series e"
          + " CROSS JOIN instance i WHERE s.uid = ? AND e.study_id = s.id AND i.series_id = e.id)";
  static final String CONFLICTS_OF_INSTANCE =
      "DELETE FROM conflict WHERE instance_id IN (SELECT id FROM instance WHERE sop_uid = ?)";

  // ---- quarantine

  static final String QUARANTINE_BY_ID =
      "SELECT sop_uid, series_uid, study_uid, sop_class, transfer_syntax, sha256, bytes, container,"
          + " blob_offset, blob_length, object_id FROM quarantine WHERE id = ?";
  static final String REMOVE_QUARANTINE = "DELETE FROM quarantine WHERE id = ?";
  static final String INSERT_SUPERSEDED =
      "INSERT INTO superseded (act_number, sop_uid, transfer_syntax, sha256, bytes, store,"
          + " container, blob_offset, blob_length, object_id) SELECT ?, sop_uid, transfer_syntax,"
          + " sha256, bytes, store, container, blob_offset, blob_length, object_id FROM instance"
          + " WHERE sop_uid = ?";
  static final String REPLACE_CONTENT =
      "UPDATE instance SET transfer_syntax = ?, sha256 = ?, bytes = ?, store = ?, container = ?,"
          + " blob_offset = ?, blob_length = ?, object_id = ? WHERE sop_uid = ?";
  static final String SUPERSEDED_BY_ACT =
      "SELECT sop_uid, transfer_syntax, sha256, bytes, store, container, blob_offset, blob_length,"
          + " object_id FROM superseded WHERE act_number = ?";
  static final String REMOVE_SUPERSEDED = "DELETE FROM superseded WHERE act_number = ?";
}

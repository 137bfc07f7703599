package huisclos.archive;

/** The SQL of deletions, holds and retention; plain as {@link Sql}'s. */
final class DeleteSql {
  private DeleteSql() {}

  /** What is rebuilt by replaying the acts, to be cleared with the entities. */
  static final String[] CLEAR = {"DELETE FROM hold", "DELETE FROM deletion"};

  // ---- what is hidden stays in its place, and in no count

  static final String MAX_DELETION = "SELECT max(id) FROM deletion";
  static final String INSERT_DELETION =
      "INSERT INTO deletion (id, act, study_uid, reason, actor, deleted, due)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";
  static final String HIDE = "UPDATE instance SET hidden = ? WHERE sop_uid = ? AND hidden = 0";
  static final String SHOW = "UPDATE instance SET hidden = 0 WHERE sop_uid = ? AND hidden > 0";
  static final String DROP_EMPTY_DELETIONS =
      "DELETE FROM deletion WHERE study_uid = ? AND NOT EXISTS"
          + " (SELECT 1 FROM instance i WHERE i.hidden > 0 AND i.hidden = deletion.id)";
  static final String RECOUNT_SERIES =
      "UPDATE series SET instance_count = (SELECT count(*) FROM instance i WHERE i.series_id ="
          + " series.id AND i.hidden = 0) WHERE study_id = ?";
  static final String SHOWN_MODALITIES =
      "SELECT DISTINCT modality FROM series WHERE study_id = ? AND instance_count > 0"
          + " AND modality <> '' ORDER BY modality";
  static final String SHOWN_SOP_CLASSES =
      "SELECT DISTINCT i.sop_class FROM series e CROSS JOIN instance i WHERE e.study_id = ?"
          + " AND i.series_id = e.id AND i.hidden = 0 ORDER BY i.sop_class";
  static final String RECOUNT_STUDY =
      "UPDATE study SET modalities = ?, sop_classes = ?, series_count = (SELECT count(*) FROM"
          + " series e WHERE e.study_id = study.id AND e.instance_count > 0), instance_count ="
          + " (SELECT coalesce(sum(e.instance_count), 0) FROM series e WHERE e.study_id = study.id)"
          + " WHERE id = ?";
  static final String STUDY_ID = "SELECT id FROM study WHERE uid = ?";

  // ---- what is to be deleted or restored

  private static final String AFFECTED =
      "SELECT s.uid, s.study_key, p.record, i.sop_uid, e.uid, i.sop_class, i.hidden FROM instance i"
          + " CROSS JOIN series e ON e.id = i.series_id CROSS JOIN study s ON s.id = e.study_id"
          + " CROSS JOIN patient p ON p.id = s.patient_id WHERE ";
  static final String AFFECTED_BY_INSTANCE = AFFECTED + "i.sop_uid = ? ORDER BY s.id, i.id LIMIT ?";
  static final String AFFECTED_BY_SERIES =
      "SELECT s.uid, s.study_key, p.record, i.sop_uid, e.uid, i.sop_class, i.hidden FROM series e"
          + " CROSS JOIN instance i ON i.series_id = e.id CROSS JOIN study s ON s.id = e.study_id"
          + " CROSS JOIN patient p ON p.id = s.patient_id WHERE e.uid = ? ORDER BY s.id, i.id"
          + " LIMIT ?";
  static final String AFFECTED_BY_STUDY =
      "SELECT s.uid, s.study_key, p.record, i.sop_uid, e.uid, i.sop_class, i.hidden FROM study s"
          + " CROSS JOIN series e ON e.study_id = s.id CROSS JOIN instance i ON i.series_id = e.id"
          + " CROSS JOIN patient p ON p.id = s.patient_id WHERE s.uid = ? ORDER BY s.id, i.id"
          + " LIMIT ?";

  static final String DELETIONS =
      "SELECT d.act, d.study_uid, d.reason, d.actor, d.deleted, d.due, (SELECT count(*) FROM"
          + " instance i WHERE i.hidden > 0 AND i.hidden = d.id), s.instance_count,"
          + " (SELECT count(*) FROM hold h WHERE h.study_uid = d.study_uid), p.record"
          + " FROM deletion d CROSS JOIN study s ON s.uid = d.study_uid CROSS JOIN patient p ON"
          + " p.id = s.patient_id ORDER BY d.due, d.id LIMIT ?";

  // ---- holds

  static final String INSERT_HOLD =
      "INSERT INTO hold (study_uid, act, actor, held, details) VALUES (?, ?, ?, ?, ?)";
  static final String REMOVE_HOLD = "DELETE FROM hold WHERE study_uid = ?";
  static final String IS_HELD = "SELECT count(*) FROM hold WHERE study_uid = ?";
  static final String HOLDS =
      "SELECT study_uid, actor, held, details FROM hold ORDER BY held, study_uid";

  // ---- destruction

  static final String DUE_STUDIES =
      "SELECT DISTINCT d.study_uid FROM deletion d WHERE d.due <= ? AND NOT EXISTS (SELECT 1 FROM"
          + " hold h WHERE h.study_uid = d.study_uid) ORDER BY d.study_uid";
  static final String COUNT_DUE_AND_HELD =
      "SELECT count(DISTINCT d.study_uid) FROM deletion d CROSS JOIN hold h WHERE d.due <= ? AND"
          + " h.study_uid = d.study_uid";
  static final String STAYING_OF_STUDY =
      "SELECT count(*) FROM study s CROSS JOIN series e ON e.study_id = s.id CROSS JOIN instance i"
          + " ON i.series_id = e.id WHERE s.uid = ? AND (i.hidden = 0 OR EXISTS (SELECT 1 FROM"
          + " deletion d WHERE d.id = i.hidden AND d.due > ?))";
  static final String DUE_INSTANCES =
      "SELECT i.id, i.sop_uid, i.store, i.container, i.blob_offset, i.blob_length, i.object_id FROM"
          + " study s CROSS JOIN series e ON e.study_id = s.id CROSS JOIN instance i ON i.series_id"
          + " = e.id WHERE s.uid = ? AND i.hidden > 0 AND EXISTS (SELECT 1 FROM deletion d WHERE"
          + " d.id = i.hidden AND d.due <= ?)";
  static final String SUPERSEDED_OF_INSTANCE =
      "SELECT store, container, blob_offset, blob_length, object_id FROM superseded"
          + " WHERE sop_uid = ?";
  static final String QUARANTINED_OF_STUDY =
      "SELECT container, blob_offset, blob_length, object_id FROM quarantine WHERE study_uid = ?";
  static final String STUDY_OF_UID =
      "SELECT s.id, s.study_key, s.patient_id, p.record, s.demographic_id, s.uid FROM study s"
          + " CROSS JOIN patient p ON p.id = s.patient_id WHERE s.uid = ?";
  static final String EVERY_STUDY =
      "SELECT s.id, s.study_key, s.patient_id, p.record, s.demographic_id, s.uid FROM study s"
          + " CROSS JOIN patient p ON p.id = s.patient_id ORDER BY s.id";
  static final String INSTANCES_OF_STUDY =
      "SELECT i.id, i.sop_uid, i.store, i.container, i.blob_offset, i.blob_length, i.object_id FROM"
          + " study s CROSS JOIN series e ON e.study_id = s.id CROSS JOIN instance i ON i.series_id"
          + " = e.id WHERE s.uid = ?";
  static final String PATIENTS_WITHOUT_STUDY =
      "SELECT p.id, p.record FROM patient p WHERE NOT EXISTS (SELECT 1 FROM study s WHERE"
          + " s.patient_id = p.id)";
  static final String OTHER_STUDIES_OF_PATIENT = "SELECT uid FROM study WHERE patient_id = ?";
  static final String COUNT_ALIASES = "SELECT count(*) FROM alias WHERE source = ? OR target = ?";

  // Each with the row's id; in an order that references allow.
  static final String REMOVE_CONFLICTS_OF_INSTANCE = "DELETE FROM conflict WHERE instance_id = ?";
  static final String REMOVE_INSTANCE = "DELETE FROM instance WHERE id = ?";
  static final String REMOVE_CORRECTIONS_OF_INSTANCE = "DELETE FROM correction WHERE sop_uid = ?";
  static final String REMOVE_SUPERSEDED_OF_INSTANCE = "DELETE FROM superseded WHERE sop_uid = ?";
  static final String REMOVE_FORWARDS_OF_INSTANCE = "DELETE FROM forward_item WHERE sop_uid = ?";
  static final String REMOVE_EMPTY_SERIES =
      "DELETE FROM series WHERE study_id = ? AND NOT EXISTS (SELECT 1 FROM instance i WHERE"
          + " i.series_id = series.id)";
  static final String REMOVE_STUDY_TOKENS = "DELETE FROM study_token WHERE study_id = ?";
  static final String REMOVE_STUDY = "DELETE FROM study WHERE id = ?";
  static final String REMOVE_CORRECTIONS = "DELETE FROM correction WHERE study_uid = ?";
  static final String REMOVE_QUARANTINE = "DELETE FROM quarantine WHERE study_uid = ?";
  static final String REMOVE_DELETIONS = "DELETE FROM deletion WHERE study_uid = ?";
  static final String REMOVE_ACTS_OF_STUDY_ALONE =
      "DELETE FROM act WHERE number IN (SELECT x.act_number FROM act_study x WHERE x.study_uid = ?)"
          + " AND (SELECT count(*) FROM act_study y WHERE y.act_number = act.number) = 1";
  static final String REMOVE_ACT_STUDY = "DELETE FROM act_study WHERE study_uid = ?";
  static final String REMOVE_DEMOGRAPHIC_TOKENS =
      "DELETE FROM demographic_token WHERE demographic_id = ? AND NOT EXISTS (SELECT 1 FROM study s"
          + " WHERE s.demographic_id = ?)";
  static final String REMOVE_DEMOGRAPHIC_TOKENS_OF_PATIENT =
      "DELETE FROM demographic_token WHERE demographic_id IN (SELECT d.id FROM demographic d WHERE"
          + " d.patient_id = ?)";
  static final String REMOVE_DEMOGRAPHICS_OF_PATIENT =
      "DELETE FROM demographic WHERE patient_id = ?";
  static final String REMOVE_DEMOGRAPHIC =
      "DELETE FROM demographic WHERE id = ? AND NOT EXISTS (SELECT 1 FROM study s WHERE"
          + " s.demographic_id = ?)";
  static final String REMOVE_PATIENT =
      "DELETE FROM patient WHERE id = ? AND NOT EXISTS (SELECT 1 FROM study s WHERE s.patient_id ="
          + " ?) AND NOT EXISTS (SELECT 1 FROM demographic d WHERE d.patient_id = ?)";

  /** Copies what was committed into the database file, so that the log holds no removed row. */
  static final String CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)";

  // ---- retention

  static final String INSERT_RETENTION =
      "INSERT INTO retention (name, modalities, years, minors, added) VALUES (?, ?, ?, ?, ?)";
  static final String REMOVE_RETENTION = "DELETE FROM retention WHERE name = ?";
  static final String RETENTION_RULES =
      "SELECT name, modalities, years, minors, added FROM retention ORDER BY name";
  static final String STUDIES_BEFORE =
      "SELECT s.uid, s.study_date, s.received, s.modalities, d.attributes, d.digest, p.record, s.id"
          + " FROM study s CROSS JOIN demographic d ON d.id = s.demographic_id CROSS JOIN patient p"
          + " ON p.id = s.patient_id WHERE s.instance_count > 0 AND s.id > ? ORDER BY s.id LIMIT ?";
  static final String IS_FORWARDING =
      "SELECT count(*) FROM forward_item WHERE study_uid = ? AND state = 0";
  static final String REFERRERS_OF_RECORD =
      "SELECT s.uid, i.sop_uid, i.transfer_syntax, i.bytes, i.store, i.container, i.blob_offset,"
          + " i.blob_length, i.object_id, s.study_key, i.sop_class FROM patient p CROSS JOIN study"
          + " s ON s.patient_id = p.id CROSS JOIN series e ON e.study_id = s.id CROSS JOIN instance"
          + " i ON i.series_id = e.id WHERE p.record = ? AND i.hidden = 0 AND e.modality IN ('KO',"
          + " 'PR', 'SR') LIMIT ?";
  static final String STUDY_OF_INSTANCE =
      "SELECT s.uid FROM instance i CROSS JOIN series e ON e.id = i.series_id CROSS JOIN study s ON"
          + " s.id = e.study_id WHERE i.sop_uid = ?";
}

package huisclos.archive;

/** The SQL of scrubs; plain as {@link Sql}'s but for the two checks that SQLite itself makes. */
final class ScrubSql {
  private ScrubSql() {}

  static final String TREES = "SELECT rootpage, name FROM sqlite_master WHERE rootpage > 0";

  /** One row {@code ok}, or what is wrong, at most so many rows. */
  static final String INTEGRITY = "PRAGMA integrity_check(100)";

  static final String FOREIGN_KEYS = "PRAGMA foreign_key_check";

  static final String TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
  static final String SHOWN_INSTANCES =
      "SELECT i.sop_uid, e.uid, s.uid FROM instance i CROSS JOIN series e ON e.id = i.series_id"
          + " CROSS JOIN study s ON s.id = e.study_id WHERE i.hidden = 0";
  static final String INSERT_MISSING =
      "INSERT OR IGNORE INTO missing_instance (sop_uid, series_uid, study_uid, noted) VALUES (?, ?,"
          + " ?, ?)";

  static final String REGISTERED =
      "SELECT d.aet, d.verbs, c.fingerprint, c.serial, c.not_after, d.added FROM device d"
          + " JOIN device_certificate c ON c.aet = d.aet ORDER BY d.aet, c.fingerprint";

  // ---- how far it is and what was found

  static final String SELECT_STATE = "SELECT value FROM scrub_state WHERE name = ?";
  static final String DELETE_STATE = "DELETE FROM scrub_state WHERE name = ?";
  static final String INSERT_STATE = "INSERT INTO scrub_state (name, value) VALUES (?, ?)";

  static final String FINDINGS =
      "SELECT kind, place, study_uid, series_uid, sop_uid, objects, detail, found FROM"
          + " scrub_finding ORDER BY kind, study_uid, place LIMIT ?";
  static final String COUNT_FINDINGS = "SELECT count(*) FROM scrub_finding";
  static final String MEET_FINDING =
      "UPDATE scrub_finding SET round = ?, detail = ?, objects = ? WHERE kind = ? AND place = ?"
          + " AND study_uid = ? AND sop_uid = ?";
  static final String INSERT_FINDING =
      "INSERT INTO scrub_finding (kind, place, study_uid, series_uid, sop_uid, objects, detail,"
          + " found, round) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static final String MENDED = "DELETE FROM scrub_finding WHERE round < ?";

  // ---- what an index named and a vault lacks

  static final String DROP_KNOWN_BEFORE = "DROP TABLE IF EXISTS temp.known_before";
  static final String KEEP_KNOWN_BEFORE =
      "CREATE TEMPORARY TABLE known_before AS SELECT i.sop_uid AS sop_uid, e.uid AS series_uid,"
          + " s.uid AS study_uid, i.hidden AS hidden, d.reason AS reason, d.due AS due FROM"
          + " instance i CROSS JOIN series e ON e.id = i.series_id CROSS JOIN study s ON s.id ="
          + " e.study_id LEFT JOIN deletion d ON d.id = i.hidden";
  static final String INDEX_KNOWN_BEFORE =
      "CREATE UNIQUE INDEX temp.known_before_uid ON known_before (sop_uid)";
  static final String DROP_ACTS_BEFORE = "DROP TABLE IF EXISTS temp.acts_before";
  static final String KEEP_ACTS_BEFORE =
      "CREATE TEMPORARY TABLE acts_before AS SELECT a.id AS id, a.kind AS kind, coalesce((SELECT"
          + " min(x.study_uid) FROM act_study x WHERE x.act_number = a.number), '') AS study_uid"
          + " FROM act a";
  static final String DROP_INDEXED_BEFORE = "DROP TABLE IF EXISTS temp.indexed_before";
  static final String KEEP_INDEXED_BEFORE =
      "CREATE TEMPORARY TABLE indexed_before AS SELECT store, container, blob_end FROM indexed";
  static final String HELD_STUDIES = "SELECT study_uid FROM hold";
  static final String NOTE_MISSING =
      "INSERT OR IGNORE INTO missing_instance (sop_uid, series_uid, study_uid, noted)"
          + " SELECT b.sop_uid, b.series_uid, b.study_uid, ? FROM known_before b WHERE b.hidden = 0"
          + " AND NOT EXISTS (SELECT 1 FROM instance i WHERE i.sop_uid = b.sop_uid)";

  /** Deletions and holds are made good by what they did, so that their acts are not missed. */
  static final String NOTE_MISSING_ACTS =
      "INSERT OR IGNORE INTO missing_instance (sop_uid, series_uid, study_uid, noted) SELECT 'act:'"
          + " || b.id, b.kind, b.study_uid, ? FROM acts_before b WHERE b.kind NOT IN ('delete',"
          + " 'delete-restore', 'hold', 'hold-release') AND NOT EXISTS (SELECT 1 FROM act a WHERE"
          + " a.id = b.id)";

  /** Of what the index before had read to its end: what lies beyond is new, and stays. */
  static final String RETURNED =
      "SELECT s.uid, s.study_key, p.record, i.sop_uid, coalesce(b.reason, ''), coalesce(b.due, 0)"
          + " FROM instance i CROSS JOIN series e ON e.id = i.series_id CROSS JOIN study s ON s.id"
          + " = e.study_id CROSS JOIN patient p ON p.id = s.patient_id LEFT JOIN known_before b ON"
          + " b.sop_uid = i.sop_uid CROSS JOIN indexed_before x ON x.store = i.store AND"
          + " x.container = i.container AND i.blob_offset < x.blob_end WHERE i.hidden = 0 AND"
          + " coalesce(b.hidden, 1) <> 0 ORDER BY s.id, i.id";

  static final String FORGET_RETURNED =
      "DELETE FROM missing_instance WHERE EXISTS (SELECT 1 FROM instance i WHERE i.sop_uid ="
          + " missing_instance.sop_uid) OR EXISTS (SELECT 1 FROM act a WHERE 'act:' || a.id ="
          + " missing_instance.sop_uid)";
  static final String COUNT_MISSING = "SELECT count(*) FROM missing_instance";
  static final String MISSING_BY_STUDY =
      "SELECT study_uid, count(*), min(noted), min(sop_uid) FROM missing_instance GROUP BY"
          + " study_uid ORDER BY study_uid LIMIT ?";
  static final String MISSING_OF_STUDY =
      "SELECT sop_uid, series_uid FROM missing_instance WHERE study_uid = ? ORDER BY sop_uid LIMIT"
          + " ?";
  static final String ACCEPT_MISSING = "DELETE FROM missing_instance";

  // ---- rows against what they were made of

  static final String INSTANCES =
      "SELECT i.id, i.sop_uid, i.sop_class, i.transfer_syntax, i.instance_number,"
          + " i.acquisition_date, i.acquisition_time, i.sha256, i.bytes, i.store, i.container,"
          + " i.blob_offset, i.blob_length, i.object_id, i.hidden, i.attributes, e.uid, s.uid,"
          + " s.study_key FROM instance i LEFT JOIN series e ON e.id = i.series_id LEFT JOIN study"
          + " s ON s.id = e.study_id WHERE ";
  static final String INSTANCES_AFTER = INSTANCES + "i.id > ? ORDER BY i.id LIMIT ?";
  static final String INSTANCE = INSTANCES + "i.id = ?";
  static final String INSTANCES_OF_CONTAINER =
      "SELECT i.id FROM instance i WHERE i.store = ? AND i.container = ? AND i.blob_offset < ? AND"
          + " i.blob_offset + i.blob_length > ?";

  static final String SERIES_AFTER =
      "SELECT e.id, e.uid, e.modality, e.series_number, e.series_date, e.series_time,"
          + " e.instance_count, e.attributes, s.uid, (SELECT count(*) FROM instance i WHERE"
          + " i.series_id = e.id AND i.hidden = 0) FROM series e LEFT JOIN study s ON s.id ="
          + " e.study_id WHERE e.id > ? ORDER BY e.id LIMIT ?";

  static final String STUDIES_AFTER =
      "SELECT s.id, s.uid, s.study_key, s.study_date, s.study_time, s.modalities, s.sop_classes,"
          + " s.series_count, s.instance_count, s.attributes, p.record, d.attributes, d.digest,"
          + " d.id, (SELECT count(*) FROM series e WHERE e.study_id = s.id AND e.instance_count >"
          + " 0), (SELECT coalesce(sum(e.instance_count), 0) FROM series e WHERE e.study_id ="
          + " s.id) FROM study s LEFT JOIN patient p ON p.id = s.patient_id LEFT JOIN demographic d"
          + " ON d.id = s.demographic_id WHERE s.id > ? ORDER BY s.id LIMIT ?";
  static final String STUDY_KEYS_AFTER =
      "SELECT id, uid, study_key, (SELECT count(*) FROM series e CROSS JOIN instance i WHERE"
          + " e.study_id = study.id AND i.series_id = e.id) FROM study WHERE id > ? ORDER BY id"
          + " LIMIT ?";
  static final String HAS_STUDY_TOKEN =
      "SELECT count(*) FROM study_token WHERE token = ? AND study_id = ?";
  static final String HAS_DEMOGRAPHIC_TOKEN =
      "SELECT count(*) FROM demographic_token WHERE token = ? AND demographic_id = ?";

  /** No index serves this: for what is rare. */
  static final String STUDIES_OF_KEY = "SELECT uid, instance_count FROM study WHERE study_key = ?";

  static final String COUNT_SUPERSEDED =
      "SELECT count(*) FROM superseded WHERE sop_uid = ? AND object_id = ?";
  static final String INDEXED_END =
      "SELECT blob_end FROM indexed WHERE store = ? AND container = ?";
  static final String ACTS =
      "SELECT number, id, 0, container, blob_offset, blob_length, object_id, kind, at, actor,"
          + " undone_by FROM act WHERE number > ? ORDER BY number LIMIT ?";
  static final String HAS_ACT = "SELECT count(*) FROM act WHERE id = ?";
  static final String HAS_ACT_STUDY =
      "SELECT count(*) FROM act_study WHERE study_uid = ? AND act_number = ?";
  static final String HAS_STUDY = "SELECT count(*) FROM study WHERE uid = ?";
  static final String IS_UNDONE_BY = "SELECT count(*) FROM act WHERE id = ? AND undone_by = ?";
  static final String DELETED_OTHERWISE =
      "SELECT count(*) FROM deletion WHERE act = ? AND NOT (study_uid = ? AND reason = ? AND actor"
          + " = ? AND deleted = ? AND due = ?)";
  static final String HELD_OTHERWISE =
      "SELECT count(*) FROM hold WHERE act = ? AND NOT (study_uid = ? AND actor = ? AND held = ?)";
  static final String DELETIONS =
      "SELECT d.id, d.act, d.study_uid, (SELECT count(*) FROM act a WHERE a.id = d.act), (SELECT"
          + " count(*) FROM study s WHERE s.uid = d.study_uid) FROM deletion d WHERE d.id > ? ORDER"
          + " BY d.id LIMIT ?";
  static final String ACTS_OF_CONTAINER =
      "SELECT id, coalesce((SELECT min(x.study_uid) FROM act_study x WHERE x.act_number ="
          + " act.number), '') FROM act WHERE container = ? AND blob_offset < ? AND blob_offset +"
          + " blob_length > ?";
  static final String CONFLICTS =
      "SELECT c.id, c.details, i.sop_uid FROM conflict c LEFT JOIN instance i ON i.id ="
          + " c.instance_id WHERE c.id > ? ORDER BY c.id LIMIT ?";
  static final String CORRECTIONS =
      "SELECT id, details, act_number, study_uid FROM correction WHERE id > ? ORDER BY id LIMIT ?";
  static final String HOLDS =
      "SELECT rowid, details, study_uid FROM hold WHERE rowid > ? ORDER BY rowid LIMIT ?";
  static final String HOLD_ACTS =
      "SELECT h.rowid, h.act, h.study_uid, (SELECT count(*) FROM act a WHERE a.id = h.act), (SELECT"
          + " count(*) FROM study s WHERE s.uid = h.study_uid) FROM hold h WHERE h.rowid > ? ORDER"
          + " BY h.rowid LIMIT ?";
  static final String QUARANTINE =
      "SELECT rowid, sop_uid, series_uid, study_uid, sop_class, transfer_syntax, sha256, bytes, 1,"
          + " container, blob_offset, blob_length, object_id FROM quarantine WHERE rowid > ? ORDER"
          + " BY rowid LIMIT ?";
  static final String QUARANTINE_OF_CONTAINER =
      "SELECT study_uid, series_uid, sop_uid, id FROM quarantine WHERE container = ? AND"
          + " blob_offset < ? AND blob_offset + blob_length > ?";
  static final String QUARANTINE_OF_SOP = "SELECT id FROM quarantine WHERE sop_uid = ? LIMIT 1";
}

package huisclos.archive;

/**
 * Every SQL text of the house, in plain SQL-92 but for {@code LIMIT}: what is particular to SQLite
 * is in the schema scripts and the history queries. {@code CROSS JOIN} fixes the order of a join
 * where the index to begin with is known.
 */
final class Sql {
  private Sql() {}

  // ---- history of the schema, in the form that Flyway keeps it

  static final String COPY_INDEX = "VACUUM INTO ?";

  static final String HAS_HISTORY =
      "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'flyway_schema_history'";
  static final String LATEST_MIGRATION =
      "SELECT version FROM flyway_schema_history WHERE success = 1 AND version IS NOT NULL"
          + " ORDER BY installed_rank DESC LIMIT 1";
  static final String CREATE_HISTORY =
      """
      CREATE TABLE flyway_schema_history (
        installed_rank INT NOT NULL PRIMARY KEY,
        version VARCHAR(50),
        description VARCHAR(200) NOT NULL,
        type VARCHAR(20) NOT NULL,
        script VARCHAR(1000) NOT NULL,
        checksum INT,
        installed_by VARCHAR(100) NOT NULL,
        installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
        execution_time INT NOT NULL,
        success BOOLEAN NOT NULL
      )\
      """;
  static final String CREATE_HISTORY_INDEX =
      "CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success)";
  static final String INSERT_HISTORY =
      "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
          + " checksum, installed_by, execution_time, success) VALUES (?, ?, ?, 'SQL', ?, ?, '', 0,"
          + " 1)";

  // ---- settings and position

  static final String SELECT_SETTING = "SELECT value FROM setting WHERE name = ?";
  static final String DELETE_SETTING = "DELETE FROM setting WHERE name = ?";
  static final String INSERT_SETTING = "INSERT INTO setting (name, value) VALUES (?, ?)";
  static final String SELECT_AGREED =
      "SELECT name, value FROM setting WHERE name BETWEEN ? AND ? ORDER BY name";
  static final String SELECT_INDEXED = "SELECT container, blob_end FROM indexed WHERE store = ?";
  static final String UPDATE_INDEXED =
      "UPDATE indexed SET blob_end = ? WHERE store = ? AND container = ?";
  static final String INSERT_INDEXED =
      "INSERT INTO indexed (blob_end, store, container) VALUES (?, ?, ?)";

  /** All that is rebuilt from blobs and key ring, in an order that references allow. */
  static final String[] CLEAR_ENTITIES = {
    "DELETE FROM conflict",
    "DELETE FROM quarantine",
    "DELETE FROM instance",
    "DELETE FROM series",
    "DELETE FROM study_token",
    "DELETE FROM study",
    "DELETE FROM demographic_token",
    "DELETE FROM demographic",
    "DELETE FROM patient",
    "DELETE FROM indexed"
  };

  // ---- ingest

  static final String MAX_PATIENT = "SELECT max(id) FROM patient";
  static final String MAX_DEMOGRAPHIC = "SELECT max(id) FROM demographic";
  static final String MAX_STUDY = "SELECT max(id) FROM study";
  static final String MAX_SERIES = "SELECT max(id) FROM series";
  static final String MAX_INSTANCE = "SELECT max(id) FROM instance";
  static final String MAX_CONFLICT = "SELECT max(id) FROM conflict";

  static final String PATIENT_BY_IDENTITY = "SELECT id, record FROM patient WHERE identity = ?";
  static final String PATIENT_BY_RECORD = "SELECT id FROM patient WHERE record = ?";
  static final String INSERT_PATIENT =
      "INSERT INTO patient (id, record, identity) VALUES (?, ?, ?)";

  static final String DEMOGRAPHIC_BY_DIGEST =
      "SELECT id FROM demographic WHERE patient_id = ? AND digest = ?";
  static final String INSERT_DEMOGRAPHIC =
      "INSERT INTO demographic (id, patient_id, digest, attributes) VALUES (?, ?, ?, ?)";
  static final String INSERT_DEMOGRAPHIC_TOKEN =
      "INSERT INTO demographic_token (token, demographic_id) VALUES (?, ?)";

  static final String STUDY_BY_UID =
      "SELECT s.id, s.study_key, s.patient_id, p.record, p.identity FROM study s"
          + " CROSS JOIN patient p WHERE s.uid = ? AND p.id = s.patient_id";
  static final String INSERT_STUDY =
      "INSERT INTO study (id, uid, patient_id, demographic_id, study_key, study_date, study_time,"
          + " modalities, sop_classes, series_count, instance_count, received, attributes)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, '', '', 0, 0, ?, ?)";
  static final String INSERT_STUDY_TOKEN =
      "INSERT INTO study_token (token, study_id) VALUES (?, ?)";
  static final String STUDY_CONTENTS = "SELECT modalities, sop_classes FROM study WHERE id = ?";
  static final String ADD_TO_STUDY =
      "UPDATE study SET modalities = ?, sop_classes = ?, series_count = series_count + ?,"
          + " instance_count = instance_count + ? WHERE id = ?";

  static final String SERIES_BY_UID =
      "SELECT id, instance_count, modality FROM series WHERE uid = ? AND study_id = ?";
  static final String INSERT_SERIES =
      "INSERT INTO series (id, study_id, uid, modality, series_number, series_date, series_time,"
          + " instance_count, attributes) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)";
  static final String ADD_TO_SERIES =
      "UPDATE series SET instance_count = instance_count + ? WHERE id = ?";

  static final String INSTANCE_BY_UID =
      "SELECT i.sha256, i.transfer_syntax, i.store, i.container, i.blob_offset, i.blob_length,"
          + " i.object_id, s.study_key, s.uid, p.record, coalesce((SELECT x.reason FROM deletion x"
          + " WHERE x.id = i.hidden), '') FROM instance i CROSS JOIN series e"
          + " CROSS JOIN study s CROSS JOIN patient p WHERE i.sop_uid = ? AND e.id = i.series_id"
          + " AND s.id = e.study_id AND p.id = s.patient_id";
  static final String INSERT_INSTANCE =
      "INSERT INTO instance (id, sop_uid, series_id, sop_class, transfer_syntax, instance_number,"
          + " acquisition_date, acquisition_time, sha256, bytes, store, container, blob_offset,"
          + " blob_length, object_id, received, attributes)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static final String INSERT_CONFLICT =
      "INSERT INTO conflict (id, instance_id, kind, noted, details) VALUES (?, ?, ?, ?, ?)";
  static final String INSERT_QUARANTINE =
      "INSERT INTO quarantine (id, sop_uid, series_uid, study_uid, sop_class, transfer_syntax,"
          + " sha256, bytes, container, blob_offset, blob_length, object_id, sender, received)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static final String QUARANTINE_BY_SOP =
      "SELECT id FROM quarantine WHERE sop_uid = ? AND sha256 = ?";
  static final String COUNT_QUARANTINE_FROM =
      "SELECT count(*) FROM quarantine WHERE sop_uid = ? AND sender = ?";
  static final String COMMITTED_BY_UID =
      "SELECT i.sha256, i.transfer_syntax, i.store, i.container, i.blob_offset, i.blob_length,"
          + " i.object_id, s.study_key, s.uid, p.record, '', i.sop_class, i.bytes FROM instance i"
          + " CROSS JOIN series e CROSS JOIN study s CROSS JOIN patient p WHERE i.sop_uid = ? AND"
          + " e.id = i.series_id AND s.id = e.study_id AND p.id = s.patient_id AND i.hidden = 0";
  static final String COUNT_QUARANTINE_ID = "SELECT count(*) FROM quarantine WHERE id = ?";

  // ---- housekeeping lists and counts

  static final String SELECT_CONFLICTS =
      "SELECT c.id, c.kind, c.noted, c.details, i.sop_uid, s.uid, p.record FROM conflict c"
          + " JOIN instance i ON i.id = c.instance_id JOIN series e ON e.id = i.series_id"
          + " JOIN study s ON s.id = e.study_id JOIN patient p ON p.id = s.patient_id"
          + " WHERE i.hidden = 0 ORDER BY c.id";
  static final String SELECT_QUARANTINE =
      "SELECT id, sop_uid, series_uid, study_uid, sop_class, transfer_syntax, bytes, sender,"
          + " received FROM quarantine ORDER BY received, id";
  static final String COUNT_PATIENTS =
      "SELECT count(*) FROM patient p WHERE EXISTS (SELECT 1 FROM study s WHERE s.patient_id = p.id"
          + " AND s.instance_count > 0)";
  static final String COUNT_STUDIES =
      "SELECT count(*), coalesce(sum(series_count), 0), coalesce(sum(instance_count), 0) FROM"
          + " study WHERE instance_count > 0";
  static final String COUNT_CONFLICTS = "SELECT count(*) FROM conflict";
  static final String COUNT_QUARANTINE = "SELECT count(*) FROM quarantine";

  // ---- tokens made anew after a change of the normalisation

  static final String CLEAR_DEMOGRAPHIC_TOKENS = "DELETE FROM demographic_token";
  static final String CLEAR_STUDY_TOKENS = "DELETE FROM study_token";
  static final String ALL_DEMOGRAPHICS =
      "SELECT id, attributes, digest FROM demographic WHERE id > ? ORDER BY id LIMIT ?";
  static final String ALL_STUDIES =
      "SELECT id, attributes, uid FROM study WHERE id > ? ORDER BY id LIMIT ?";

  // ---- devices

  static final String SELECT_DEVICES = "SELECT aet, verbs, move_to, added FROM device";
  static final String SELECT_CERTIFICATES =
      "SELECT fingerprint, key_fingerprint, aet, serial, origin, not_before, not_after,"
          + " accepted_until, revoked_at FROM device_certificate";
  static final String COUNT_DEVICE = "SELECT count(*) FROM device WHERE aet = ?";
  static final String COUNT_CERTIFICATE =
      "SELECT count(*) FROM device_certificate WHERE fingerprint = ? OR key_fingerprint = ?";
  static final String COUNT_SERIAL = "SELECT count(*) FROM device_certificate WHERE serial = ?";
  static final String INSERT_DEVICE =
      "INSERT INTO device (aet, verbs, move_to, added) VALUES (?, ?, ?, ?)";
  static final String UPDATE_DEVICE =
      "UPDATE device SET verbs = ?, move_to = ?, added = ? WHERE aet = ?";
  static final String INSERT_CERTIFICATE =
      "INSERT INTO device_certificate (fingerprint, key_fingerprint, aet, serial, origin,"
          + " not_before, not_after, accepted_until, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?)";
  static final String END_CERTIFICATE =
      "UPDATE device_certificate SET accepted_until = ? WHERE fingerprint = ?";
  static final String REVOKE_DEVICE =
      "UPDATE device_certificate SET revoked_at = ? WHERE aet = ? AND revoked_at IS NULL";
  static final String REVOKE_SERIAL =
      "UPDATE device_certificate SET revoked_at = ? WHERE serial = ? AND revoked_at IS NULL";
}

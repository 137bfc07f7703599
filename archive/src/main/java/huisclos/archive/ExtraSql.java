package huisclos.archive;

/** The SQL of keys that were added to those built in. */
final class ExtraSql {
  private ExtraSql() {}

  static final String SELECT_KEYS =
      "SELECT id, tag, creator, vr, level, added, reached, target, unread FROM extra_key"
          + " ORDER BY id";
  static final String MAX_KEY = "SELECT max(id) FROM extra_key";
  static final String INSERT_KEY =
      "INSERT INTO extra_key (id, tag, creator, vr, level, added, reached, target, unread)"
          + " VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0)";
  static final String DELETE_KEY = "DELETE FROM extra_key WHERE tag = ? AND creator = ?";
  static final String RAISE_TARGET = "UPDATE extra_key SET target = ? WHERE id = ? AND target < ?";
  static final String REACH = "UPDATE extra_key SET reached = ?, unread = unread + ? WHERE id = ?";
  static final String FILLED = "UPDATE extra_key SET reached = 0, target = 0, unread = 0";

  /** Instances after one, in order, with whether each is the first of its series and study. */
  static final String INSTANCES =
      "SELECT i.id, i.sop_uid, i.store, i.container, i.blob_offset, i.blob_length, i.object_id,"
          + " i.transfer_syntax, s.study_key, e.id, e.uid, s.id, s.uid,"
          + " NOT EXISTS (SELECT 1 FROM instance x WHERE x.series_id = e.id AND x.id < i.id),"
          + " NOT EXISTS (SELECT 1 FROM series y CROSS JOIN instance z WHERE y.study_id = s.id AND"
          + " z.series_id = y.id AND z.id < i.id)"
          + " FROM instance i CROSS JOIN series e CROSS JOIN study s"
          + " WHERE i.id > ? AND e.id = i.series_id AND s.id = e.study_id ORDER BY i.id LIMIT ?";

  static String insertValue(Level level) {
    return "INSERT OR IGNORE INTO "
        + table(level)
        + " (entity_id, key_id, attributes) VALUES (?, ?, ?)";
  }

  static String insertToken(Level level) {
    return "INSERT OR IGNORE INTO "
        + table(level)
        + "_token (token, entity_id, key_id) VALUES (?, ?, ?)";
  }

  static String deleteValue(Level level) {
    return "DELETE FROM " + table(level) + " WHERE entity_id = ? AND key_id = ?";
  }

  static String deleteTokens(Level level) {
    return "DELETE FROM " + table(level) + "_token WHERE entity_id = ? AND key_id = ?";
  }

  static String selectValue(Level level) {
    return "SELECT attributes FROM " + table(level) + " WHERE entity_id = ? AND key_id = ?";
  }

  static String table(Level level) {
    return switch (level) {
      case STUDY -> "extra_study";
      case SERIES -> "extra_series";
      case IMAGE -> "extra_instance";
      case PATIENT -> throw new IllegalArgumentException("no extra keys of patients");
    };
  }
}

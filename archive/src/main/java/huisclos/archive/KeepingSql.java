package huisclos.archive;

/** The SQL by which housekeeping finds what it is about. */
final class KeepingSql {
  private KeepingSql() {}

  private static final String SCOPE =
      "SELECT s.uid, e.uid, i.sop_uid FROM instance i CROSS JOIN series e CROSS JOIN study s";
  private static final String UP = " AND e.id = i.series_id AND s.id = e.study_id";

  static final String STUDY = "SELECT uid FROM study WHERE uid = ?";
  static final String SERIES =
      "SELECT s.uid, e.uid FROM series e CROSS JOIN study s WHERE e.uid = ? AND s.id = e.study_id";
  static final String INSTANCE = SCOPE + " WHERE i.sop_uid = ?" + UP;
  static final String CONFLICT =
      "SELECT s.uid, e.uid, i.sop_uid FROM conflict c CROSS JOIN instance i CROSS JOIN series e"
          + " CROSS JOIN study s WHERE (CAST(c.id AS TEXT) = ? OR i.sop_uid = ?) AND i.id ="
          + " c.instance_id"
          + UP;

  // ---- rules of what is corrected on arrival

  static final String COERCIONS = "SELECT id, kind, sender, value, added FROM coercion ORDER BY id";
  static final String COUNT_COERCIONS = "SELECT count(*) FROM coercion";
  static final String MAX_COERCION = "SELECT max(id) FROM coercion";
  static final String INSERT_COERCION =
      "INSERT INTO coercion (id, kind, sender, value, added) VALUES (?, ?, ?, ?, ?)";
  static final String REMOVE_COERCION = "DELETE FROM coercion WHERE id = ?";
}

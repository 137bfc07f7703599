package huisclos.archive;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SELECTs of queries and retrieves, put together from few parts, so that each connection
 * compiles a small number of them. The first table of each join is the one whose index is known to
 * narrow; {@code CROSS JOIN} keeps the planner to that order.
 */
final class FindSql {
  private FindSql() {}

  /** A statement with its arguments. */
  record Select(String sql, List<@Nullable Object> arguments) {
    @Nullable Object[] array() {
      return arguments.toArray();
    }
  }

  static final String PATIENT_COLUMNS = "p.id, p.record, d.id, d.attributes, d.digest";
  static final String STUDY_COLUMNS =
      ", s.id, s.uid, s.study_date, s.study_time, s.modalities, s.sop_classes, s.series_count,"
          + " s.instance_count, s.attributes, s.study_key";
  static final String SERIES_COLUMNS =
      ", e.id, e.uid, e.modality, e.series_number, e.series_date, e.series_time,"
          + " e.instance_count, e.attributes";
  static final String IMAGE_COLUMNS =
      ", i.sop_uid, i.sop_class, i.transfer_syntax, i.instance_number, i.acquisition_date,"
          + " i.acquisition_time, i.attributes, i.id";

  /** What a retrieve needs to know of an instance beside the UIDs. */
  static final String FETCH_COLUMNS =
      "i.sop_uid, i.sop_class, i.transfer_syntax, i.bytes, i.sha256, i.store, i.container,"
          + " i.blob_offset, i.blob_length, i.object_id, e.uid, s.uid, s.study_key, p.record, e.id";

  static final String COUNT_DEMOGRAPHIC_TOKEN =
      "SELECT count(*) FROM (SELECT 1 FROM demographic_token WHERE token = ? LIMIT ?) AS some";
  static final String COUNT_STUDY_TOKEN =
      "SELECT count(*) FROM (SELECT 1 FROM study_token WHERE token = ? LIMIT ?) AS some";

  /** Entities that have a token of an added key. */
  static String countExtra(Level level) {
    return "SELECT count(*) FROM (SELECT 1 FROM "
        + ExtraSql.table(level)
        + "_token WHERE token = ? LIMIT ?) AS some";
  }

  static final String COUNT_DATES =
      "SELECT count(*) FROM (SELECT 1 FROM study WHERE study_date BETWEEN ? AND ? LIMIT ?) AS some";

  private static final String HAS_DEMOGRAPHIC_TOKEN =
      " AND EXISTS (SELECT 1 FROM demographic_token x WHERE x.token = ? AND x.demographic_id ="
          + " d.id)";
  private static final String HAS_STUDY_TOKEN =
      " AND EXISTS (SELECT 1 FROM study_token x WHERE x.token = ? AND x.study_id = s.id)";
  private static final String HAS_EXTRA =
      " AND EXISTS (SELECT 1 FROM extra_%s_token x WHERE x.token = ? AND x.entity_id = %s.id)";
  private static final String IN_DATES = " AND s.study_date BETWEEN ? AND ?";

  /** Counts of a patient's studies, series and instances, for {@value #COUNTED} patients. */
  static final int COUNTED = 50;

  static final String PATIENT_COUNTS =
      "SELECT patient_id, count(*), sum(series_count), sum(instance_count) FROM study"
          + " WHERE patient_id IN ("
          + "?, ".repeat(COUNTED - 1)
          + "?) AND instance_count > 0 GROUP BY patient_id";

  /** What is read of an entity of this level and of those above it. */
  static String columns(Level level) {
    return switch (level) {
      case PATIENT -> PATIENT_COLUMNS;
      case STUDY -> PATIENT_COLUMNS + STUDY_COLUMNS;
      case SERIES -> PATIENT_COLUMNS + STUDY_COLUMNS + SERIES_COLUMNS;
      case IMAGE -> PATIENT_COLUMNS + STUDY_COLUMNS + SERIES_COLUMNS + IMAGE_COLUMNS;
    };
  }

  /** What to begin a search with. */
  sealed interface Driver {
    record Study(String uid) implements Driver {}

    record Series(String uid) implements Driver {}

    record Instance(String uid) implements Driver {}

    record Token(Narrowing.Table table, long token) implements Driver {}

    record Dates(DateRange range) implements Driver {}

    record Everything() implements Driver {}
  }

  /** Further conditions that an index answers: a token each, and one range of dates. */
  record Filter(List<Driver.Token> tokens, List<DateRange> dates) {
    static final Filter NONE = new Filter(List.of(), List.of());
  }

  private static final String UP_FROM_STUDY =
      " CROSS JOIN demographic d ON d.id = s.demographic_id CROSS JOIN patient p ON p.id ="
          + " s.patient_id";
  private static final String UP_FROM_SERIES =
      " CROSS JOIN study s ON s.id = e.study_id" + UP_FROM_STUDY;
  private static final String DOWN_TO_SERIES = " CROSS JOIN series e ON e.study_id = s.id";
  private static final String DOWN_TO_INSTANCE = " CROSS JOIN instance i ON i.series_id = e.id";

  /** The same within reach. */
  static Select entities(Level level, Driver driver, Filter filter, Reaching reaching) {
    Select all = entities(level, driver, filter);
    List<@Nullable Object> arguments = new ArrayList<>(all.arguments());
    String condition = reaching.condition(level, arguments);
    return new Select(all.sql() + condition, arguments);
  }

  /** Entities of a level, found from the driver on. */
  static Select entities(Level level, Driver driver, Filter filter) {
    List<@Nullable Object> arguments = new ArrayList<>();
    StringBuilder sql = new StringBuilder("SELECT ").append(columns(level)).append(" FROM ");
    sql.append(
        switch (driver) {
          case Driver.Study _ -> "study s" + UP_FROM_STUDY + below(level, Level.STUDY);
          case Driver.Series _ -> "series e" + UP_FROM_SERIES + below(level, Level.SERIES);
          case Driver.Instance _ ->
              "instance i CROSS JOIN series e ON e.id = i.series_id" + UP_FROM_SERIES;
          case Driver.Token(Narrowing.Table table, long _) ->
              switch (table) {
                case DEMOGRAPHIC ->
                    "demographic_token t CROSS JOIN demographic d ON d.id = t.demographic_id"
                        + belowDemographic(level);
                case STUDY ->
                    "study_token t CROSS JOIN study s ON s.id = t.study_id"
                        + UP_FROM_STUDY
                        + below(level, Level.STUDY);
                case EXTRA_STUDY ->
                    "extra_study_token t CROSS JOIN study s ON s.id = t.entity_id"
                        + UP_FROM_STUDY
                        + below(level, Level.STUDY);
                case EXTRA_SERIES ->
                    "extra_series_token t CROSS JOIN series e ON e.id = t.entity_id"
                        + UP_FROM_SERIES
                        + below(level, Level.SERIES);
                case EXTRA_INSTANCE ->
                    "extra_instance_token t CROSS JOIN instance i ON i.id = t.entity_id"
                        + " CROSS JOIN series e ON e.id = i.series_id"
                        + UP_FROM_SERIES;
              };
          case Driver.Dates _ -> "study s" + UP_FROM_STUDY + below(level, Level.STUDY);
          case Driver.Everything _ -> everything(level);
        });
    sql.append(" WHERE ");
    switch (driver) {
      case Driver.Study(String uid) -> where(sql, "s.uid = ?", arguments, uid);
      case Driver.Series(String uid) -> where(sql, "e.uid = ?", arguments, uid);
      case Driver.Instance(String uid) -> where(sql, "i.sop_uid = ?", arguments, uid);
      case Driver.Token(Narrowing.Table _, long token) ->
          where(sql, "t.token = ?", arguments, token);
      case Driver.Dates(DateRange range) ->
          where(sql, "s.study_date BETWEEN ? AND ?", arguments, range.from(), range.to());
      case Driver.Everything _ -> sql.append("1 = 1");
    }
    sql.append(shown(level));
    for (Driver.Token token : filter.tokens()) {
      String has =
          switch (token.table()) {
            case DEMOGRAPHIC -> HAS_DEMOGRAPHIC_TOKEN;
            case STUDY -> HAS_STUDY_TOKEN;
            case EXTRA_STUDY -> HAS_EXTRA.formatted("study", "s");
            case EXTRA_SERIES -> HAS_EXTRA.formatted("series", "e");
            case EXTRA_INSTANCE -> HAS_EXTRA.formatted("instance", "i");
          };
      where(sql, has, arguments, token.token());
    }
    for (DateRange range : filter.dates()) {
      where(sql, IN_DATES, arguments, range.from(), range.to());
    }
    return new Select(sql.toString(), arguments);
  }

  /** The same with the newest first, as far as the driver's own index gives that order. */
  static Select newestFirst(Level level, Driver driver, Filter filter, Reaching reaching) {
    Select select = entities(level, driver, filter, reaching);
    String order =
        switch (driver) {
          case Driver.Study _, Driver.Series _, Driver.Instance _ -> "";
          case Driver.Dates _ -> " ORDER BY s.study_date DESC, s.id DESC";
          case Driver.Everything _ -> " ORDER BY s.id DESC";
          case Driver.Token(Narrowing.Table table, long _) ->
              switch (table) {
                case DEMOGRAPHIC -> " ORDER BY t.demographic_id DESC";
                case STUDY -> " ORDER BY t.study_id DESC";
                case EXTRA_STUDY, EXTRA_SERIES, EXTRA_INSTANCE -> " ORDER BY t.entity_id DESC";
              };
        };
    return new Select(select.sql() + order, select.arguments());
  }

  /** What is deleted or rejected doesn't show; a study, series or patient without anything else. */
  private static String shown(Level level) {
    return switch (level) {
      case PATIENT ->
          " AND EXISTS (SELECT 1 FROM study v WHERE v.demographic_id = d.id AND v.instance_count >"
              + " 0)";
      case STUDY -> " AND s.instance_count > 0";
      case SERIES -> " AND e.instance_count > 0";
      case IMAGE -> " AND i.hidden = 0";
    };
  }

  private static void where(
      StringBuilder sql, String condition, List<@Nullable Object> arguments, Object... values) {
    sql.append(condition);
    arguments.addAll(List.of(values));
  }

  /** The joins from a level down to that of the query. */
  private static String below(Level level, Level from) {
    return (from.above(Level.SERIES) && Level.STUDY.above(level) ? DOWN_TO_SERIES : "")
        + (Level.SERIES.above(level) ? DOWN_TO_INSTANCE : "");
  }

  private static String belowDemographic(Level level) {
    return level == Level.PATIENT
        ? " CROSS JOIN patient p ON p.id = d.patient_id"
        : " CROSS JOIN study s ON s.demographic_id = d.id CROSS JOIN patient p ON p.id ="
            + " s.patient_id"
            + below(level, Level.STUDY);
  }

  private static String everything(Level level) {
    return level == Level.PATIENT
        ? "demographic d CROSS JOIN patient p ON p.id = d.patient_id"
        : "study s" + UP_FROM_STUDY + below(level, Level.STUDY);
  }

  /** The series of a study with their attributes, for what is gathered from them. */
  static final String SERIES_OF_STUDY =
      "SELECT e.uid, e.attributes FROM series e WHERE e.study_id = ? AND e.instance_count > 0";

  // ---- retrieves

  private static final String JOIN_UP =
      " AND e.id = i.series_id AND s.id = e.study_id AND p.id = s.patient_id AND i.hidden = 0";

  static final String FETCH_BY_INSTANCE =
      "SELECT "
          + FETCH_COLUMNS
          + " FROM instance i CROSS JOIN series e CROSS JOIN study s CROSS JOIN patient p"
          + " WHERE i.sop_uid = ?"
          + JOIN_UP;
  static final String FETCH_BY_SERIES =
      "SELECT "
          + FETCH_COLUMNS
          + " FROM series e CROSS JOIN study s CROSS JOIN patient p CROSS JOIN instance i"
          + " WHERE e.uid = ? AND s.id = e.study_id AND p.id = s.patient_id AND i.series_id = e.id"
          + " AND i.hidden = 0 LIMIT ?";
  static final String FETCH_BY_STUDY =
      "SELECT "
          + FETCH_COLUMNS
          + " FROM study s CROSS JOIN patient p CROSS JOIN series e CROSS JOIN instance i"
          + " WHERE s.uid = ? AND p.id = s.patient_id AND e.study_id = s.id AND i.series_id = e.id"
          + " AND i.hidden = 0 LIMIT ?";

  /** Studies whose patient has this token; which of them have the Patient ID is seen on opening. */
  static final String STUDIES_BY_PATIENT_TOKEN =
      "SELECT s.uid, p.record, d.attributes, d.digest FROM demographic_token t CROSS JOIN"
          + " demographic d CROSS JOIN patient p CROSS JOIN study s WHERE t.token = ? AND d.id ="
          + " t.demographic_id AND p.id = d.patient_id AND s.demographic_id = d.id";

  /** Accounts of patients with this token. */
  static final String PATIENTS_BY_TOKEN =
      "SELECT p.record, d.attributes, d.digest FROM demographic_token t CROSS JOIN demographic d"
          + " CROSS JOIN patient p WHERE t.token = ? AND d.id = t.demographic_id AND p.id ="
          + " d.patient_id";
}

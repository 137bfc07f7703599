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
          + " i.acquisition_time, i.attributes";

  /** What a retrieve needs to know of an instance beside the UIDs. */
  static final String FETCH_COLUMNS =
      "i.sop_uid, i.sop_class, i.transfer_syntax, i.bytes, i.sha256, i.store, i.container,"
          + " i.blob_offset, i.blob_length, i.object_id, e.uid, s.uid, s.study_key, p.record";

  private static final String FROM_STUDY =
      " FROM study s CROSS JOIN demographic d CROSS JOIN patient p";
  private static final String JOIN_STUDY = " AND d.id = s.demographic_id AND p.id = s.patient_id";
  private static final String FROM_DEMOGRAPHIC = " FROM demographic d CROSS JOIN patient p";

  static final String COUNT_DEMOGRAPHIC_TOKEN =
      "SELECT count(*) FROM (SELECT 1 FROM demographic_token WHERE token = ? LIMIT ?) AS some";
  static final String COUNT_STUDY_TOKEN =
      "SELECT count(*) FROM (SELECT 1 FROM study_token WHERE token = ? LIMIT ?) AS some";
  static final String COUNT_DATES =
      "SELECT count(*) FROM (SELECT 1 FROM study WHERE study_date BETWEEN ? AND ? LIMIT ?) AS some";

  private static final String HAS_DEMOGRAPHIC_TOKEN =
      " AND EXISTS (SELECT 1 FROM demographic_token x WHERE x.token = ? AND x.demographic_id ="
          + " d.id)";
  private static final String HAS_STUDY_TOKEN =
      " AND EXISTS (SELECT 1 FROM study_token x WHERE x.token = ? AND x.study_id = s.id)";
  private static final String IN_DATES = " AND s.study_date BETWEEN ? AND ?";

  /** Counts of a patient's studies, series and instances, for {@value #COUNTED} patients. */
  static final int COUNTED = 50;

  static final String PATIENT_COUNTS =
      "SELECT patient_id, count(*), sum(series_count), sum(instance_count) FROM study"
          + " WHERE patient_id IN ("
          + "?, ".repeat(COUNTED - 1)
          + "?) GROUP BY patient_id";

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
    record Uid(String study) implements Driver {}

    record Token(Narrowing.Table table, long token) implements Driver {}

    record Dates(DateRange range) implements Driver {}

    record Everything() implements Driver {}
  }

  /** Further conditions that an index answers: a token each, and one range of dates. */
  record Filter(List<Driver.Token> tokens, List<DateRange> dates) {
    static final Filter NONE = new Filter(List.of(), List.of());
  }

  static Select patients(Driver driver, Filter filter) {
    List<@Nullable Object> arguments = new ArrayList<>();
    String from =
        switch (driver) {
          case Driver.Token token -> {
            arguments.add(token.token());
            yield " FROM demographic_token t CROSS JOIN demographic d CROSS JOIN patient p"
                + " WHERE t.token = ? AND d.id = t.demographic_id AND p.id = d.patient_id";
          }
          case Driver.Everything _ -> FROM_DEMOGRAPHIC + " WHERE p.id = d.patient_id";
          case Driver.Uid _, Driver.Dates _ ->
              throw new IllegalArgumentException("patients have no study UID or date");
        };
    return select(columns(Level.PATIENT) + from, filter, arguments);
  }

  static Select studies(Driver driver, Filter filter) {
    List<@Nullable Object> arguments = new ArrayList<>();
    String from =
        switch (driver) {
          case Driver.Uid uid -> {
            arguments.add(uid.study());
            yield FROM_STUDY + " WHERE s.uid = ?" + JOIN_STUDY;
          }
          case Driver.Token token -> {
            arguments.add(token.token());
            yield switch (token.table()) {
              case DEMOGRAPHIC ->
                  " FROM demographic_token t CROSS JOIN demographic d CROSS JOIN study s CROSS JOIN"
                      + " patient p WHERE t.token = ? AND d.id = t.demographic_id AND"
                      + " s.demographic_id = d.id AND p.id = s.patient_id";
              case STUDY ->
                  " FROM study_token t CROSS JOIN study s CROSS JOIN demographic d CROSS JOIN"
                      + " patient p WHERE t.token = ? AND s.id = t.study_id"
                      + JOIN_STUDY;
            };
          }
          case Driver.Dates dates -> {
            arguments.add(dates.range().from());
            arguments.add(dates.range().to());
            yield FROM_STUDY + " WHERE s.study_date BETWEEN ? AND ?" + JOIN_STUDY;
          }
          case Driver.Everything _ ->
              FROM_STUDY + " WHERE d.id = s.demographic_id AND p.id = s.patient_id";
        };
    return select(columns(Level.STUDY) + from, filter, arguments);
  }

  private static Select select(String head, Filter filter, List<@Nullable Object> arguments) {
    StringBuilder sql = new StringBuilder("SELECT ").append(head);
    for (Driver.Token token : filter.tokens()) {
      sql.append(
          switch (token.table()) {
            case DEMOGRAPHIC -> HAS_DEMOGRAPHIC_TOKEN;
            case STUDY -> HAS_STUDY_TOKEN;
          });
      arguments.add(token.token());
    }
    for (DateRange range : filter.dates()) {
      sql.append(IN_DATES);
      arguments.add(range.from());
      arguments.add(range.to());
    }
    return new Select(sql.toString(), arguments);
  }

  /** The series of a study. */
  static Select series(String study) {
    return new Select(
        "SELECT "
            + columns(Level.SERIES)
            + FROM_STUDY
            + " CROSS JOIN series e WHERE s.uid = ?"
            + JOIN_STUDY
            + " AND e.study_id = s.id",
        List.of(study));
  }

  /** The instances of a series of a study. */
  static Select images(String study, String series) {
    return new Select(
        "SELECT "
            + columns(Level.IMAGE)
            + FROM_STUDY
            + " CROSS JOIN series e CROSS JOIN instance i WHERE s.uid = ?"
            + JOIN_STUDY
            + " AND e.uid = ? AND e.study_id = s.id AND i.series_id = e.id",
        List.of(study, series));
  }

  // ---- retrieves

  private static final String JOIN_UP =
      " AND e.id = i.series_id AND s.id = e.study_id AND p.id = s.patient_id";

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
          + " LIMIT ?";
  static final String FETCH_BY_STUDY =
      "SELECT "
          + FETCH_COLUMNS
          + " FROM study s CROSS JOIN patient p CROSS JOIN series e CROSS JOIN instance i"
          + " WHERE s.uid = ? AND p.id = s.patient_id AND e.study_id = s.id AND i.series_id = e.id"
          + " LIMIT ?";

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

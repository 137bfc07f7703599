package huisclos.archive;

import huisclos.archive.FindSql.Driver;
import huisclos.dicom.DataSet;
import huisclos.gate.PatientKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether studies are within reach of a pass: by tokens in SQL, which a study within reach always
 * has, and then exactly on what is opened. For one request on one thread: what it looked up it
 * remembers.
 */
final class Reaching {
  private static final String STUDY_ATTRIBUTES =
      "SELECT s.attributes, d.attributes, d.digest FROM study s CROSS JOIN demographic d WHERE"
          + " s.uid = ? AND d.id = s.demographic_id";
  private static final String STUDIES_OF_ACCOUNT =
      "SELECT uid, series_count, instance_count FROM study WHERE demographic_id = ? AND"
          + " instance_count > 0";
  private static final String STUDIES_OF_PATIENT =
      "SELECT uid, series_count, instance_count FROM study WHERE patient_id = ? AND"
          + " instance_count > 0";

  private final List<Part> parts;
  private final SealedAttributes sealed;
  private final Map<String, Boolean> known = new HashMap<>();

  /**
   * A part of a reach, ready to compare.
   *
   * @param groups normalised component groups of physicians' names
   * @param isOf whether attributes are a patient's
   */
  record Part(
      Set<String> studies,
      Set<PatientKey> patients,
      Set<String> groups,
      List<Long> patientTokens,
      List<Long> physicianTokens,
      BiPredicate<PatientKey, DataSet> isOf) {

    boolean has(String studyUid, DataSet patient, DataSet study) {
      return studies.contains(studyUid)
          || patients.stream().anyMatch(key -> isOf.test(key, patient))
          || (!groups.isEmpty() && !Collections.disjoint(groups, Reaches.physicians(study)));
    }

    /** The condition on a study of this alias, which all within meet. */
    String condition(String alias, List<@Nullable Object> arguments) {
      StringJoiner any = new StringJoiner(" OR ", "(", ")").setEmptyValue("1 = 0");
      if (!studies.isEmpty()) {
        any.add(alias + ".uid IN (" + marks(List.copyOf(studies), arguments) + ")");
      }
      if (!physicianTokens.isEmpty()) {
        any.add(
            "EXISTS (SELECT 1 FROM study_token r WHERE r.token IN ("
                + marks(physicianTokens, arguments)
                + ") AND r.study_id = "
                + alias
                + ".id)");
      }
      if (!patientTokens.isEmpty()) {
        any.add(
            "EXISTS (SELECT 1 FROM demographic_token r WHERE r.token IN ("
                + marks(patientTokens, arguments)
                + ") AND r.demographic_id = "
                + alias
                + ".demographic_id)");
      }
      return any.toString();
    }

    /** What to begin a search with that shall find all that is within. */
    List<Driver> drivers() {
      List<Driver> drivers = new ArrayList<>();
      studies.forEach(uid -> drivers.add(new Driver.Study(uid)));
      patientTokens.forEach(
          token -> drivers.add(new Driver.Token(Narrowing.Table.DEMOGRAPHIC, token)));
      physicianTokens.forEach(token -> drivers.add(new Driver.Token(Narrowing.Table.STUDY, token)));
      return drivers;
    }
  }

  Reaching(List<Part> parts, SealedAttributes sealed) {
    this.parts = List.copyOf(parts);
    this.sealed = sealed;
  }

  boolean isEverything() {
    return parts.isEmpty();
  }

  /** The first part; a search by it finds all that is within reach. */
  Part first() {
    return parts.getFirst();
  }

  /** As many marks as a power of four, so that few statements are compiled; the last repeats. */
  private static String marks(List<?> values, List<@Nullable Object> arguments) {
    int marks = 1;
    while (marks < values.size()) {
      marks *= 4;
    }
    for (int i = 0; i < marks; i++) {
      arguments.add(values.get(Math.min(i, values.size() - 1)));
    }
    return "?" + ", ?".repeat(marks - 1);
  }

  /** The condition of SQL, to follow others; what meets it may still be out of reach. */
  String condition(Level level, List<@Nullable Object> arguments) {
    if (isEverything()) {
      return "";
    }
    boolean byAccount = level == Level.PATIENT;
    StringJoiner all = new StringJoiner(" AND ");
    for (Part part : parts) {
      all.add(part.condition(byAccount ? "w" : "s", arguments));
    }
    return byAccount
        ? " AND EXISTS (SELECT 1 FROM study w WHERE w.demographic_id = d.id AND w.instance_count >"
            + " 0 AND "
            + all
            + ")"
        : " AND " + all;
  }

  /** Whether a study that says this of itself is within reach. */
  boolean has(String studyUid, DataSet patient, DataSet study) {
    return parts.stream().allMatch(part -> part.has(studyUid, patient, study));
  }

  /** Whether a study that is here is; one that isn't here is not, but where everything is. */
  boolean has(Session session, String studyUid) throws SQLException {
    if (isEverything()) {
      return true;
    }
    Boolean looked = known.get(studyUid);
    if (looked == null) {
      looked = look(session, studyUid);
      known.put(studyUid, looked);
    }
    return looked;
  }

  /** The same on a connection of its own. */
  boolean has(IndexDatabase index, String studyUid) throws ArchiveException {
    return isEverything() || index.read(session -> has(session, studyUid));
  }

  private boolean look(Session session, String studyUid) throws SQLException {
    record Stored(SealedColumn study, SealedColumn patient, String digest) {}
    List<Stored> rows = new ArrayList<>(1);
    session.each(
        STUDY_ATTRIBUTES,
        row ->
            rows.add(
                new Stored(
                    new SealedColumn(row.getBytes(1)),
                    new SealedColumn(row.getBytes(2)),
                    HexFormat.of().formatHex(row.getBytes(3)))),
        studyUid);
    if (rows.isEmpty()) {
      return false;
    }
    Stored stored = rows.getFirst();
    try {
      return has(
          studyUid,
          sealed.open(stored.patient().bytes(), "demographic", stored.digest()),
          sealed.open(stored.study().bytes(), "study", studyUid));
    } catch (ArchiveException e) {
      throw new SQLException("a study's attributes can't be opened", e);
    }
  }

  /** Whether a study of an account of a patient is within reach. */
  boolean hasAnyOf(Session session, long demographicId) throws SQLException {
    if (isEverything()) {
      return true;
    }
    List<String> studies = new ArrayList<>();
    session.each(STUDIES_OF_ACCOUNT, row -> studies.add(row.getString(1)), demographicId);
    for (String study : studies) {
      if (has(session, study)) {
        return true;
      }
    }
    return false;
  }

  /** How many studies, series and instances of a patient are within reach. */
  long[] counts(Session session, long patientId) throws SQLException {
    record Counted(String uid, long series, long instances) {}
    List<Counted> all = new ArrayList<>();
    session.each(
        STUDIES_OF_PATIENT,
        row -> all.add(new Counted(row.getString(1), row.getLong(2), row.getLong(3))),
        patientId);
    long[] three = new long[3];
    for (Counted one : all) {
      if (has(session, one.uid())) {
        three[0]++;
        three[1] += one.series();
        three[2] += one.instances();
      }
    }
    return three;
  }
}

package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One candidate of a query as the index holds it; sealed columns are opened when first asked for.
 * Column order is that of {@link FindSql#columns}. One thread.
 */
final class Row {
  private final Level level;
  private final Opener opener;

  final long patientId;
  final String record;
  final long demographicId;
  private final byte[] sealedPatient;
  private final String digest;

  private long studyId;
  private String studyUid = "";
  private OptionalLong studyDate = OptionalLong.empty();
  private OptionalLong studyTime = OptionalLong.empty();
  private List<String> modalities = List.of();
  private List<String> sopClasses = List.of();
  private long studySeries;
  private long studyInstances;
  private byte[] sealedStudy = {};

  private long seriesId;
  private String seriesUid = "";
  private String modality = "";
  private long seriesInstances;
  private byte[] sealedSeries = {};

  private long instanceId;
  private String sopUid = "";
  private String sopClass = "";
  private String transferSyntax = "";
  private byte[] sealedInstance = {};

  private final Map<Level, DataSet> opened = new EnumMap<>(Level.class);
  private long[] patientCounts = {0, 0, 0};
  private List<DataSet> regions = List.of();
  private final Map<Long, DataSet> extras = new HashMap<>();

  /** Opens sealed columns, each account, study and series of one query once. */
  interface Opener {
    DataSet open(byte[] sealed, String table, String key) throws ArchiveException;
  }

  Row(Level level, ResultSet row, Opener opener) throws SQLException {
    this.level = level;
    this.opener = opener;
    this.patientId = row.getLong(1);
    this.record = row.getString(2);
    this.demographicId = row.getLong(3);
    this.sealedPatient = row.getBytes(4);
    this.digest = HexFormat.of().formatHex(row.getBytes(5));
    if (Level.PATIENT.above(level)) {
      studyId = row.getLong(6);
      studyUid = row.getString(7);
      studyDate = number(row, 8);
      studyTime = number(row, 9);
      modalities = list(row.getString(10));
      sopClasses = list(row.getString(11));
      studySeries = row.getLong(12);
      studyInstances = row.getLong(13);
      sealedStudy = row.getBytes(14);
    }
    if (Level.STUDY.above(level)) {
      seriesId = row.getLong(16);
      seriesUid = row.getString(17);
      modality = row.getString(18);
      seriesInstances = row.getLong(22);
      sealedSeries = row.getBytes(23);
    }
    if (Level.SERIES.above(level)) {
      sopUid = row.getString(24);
      sopClass = row.getString(25);
      transferSyntax = row.getString(26);
      sealedInstance = row.getBytes(30);
      instanceId = row.getLong(31);
    }
  }

  private static OptionalLong number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static List<String> list(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split("\\\\", -1));
  }

  Level level() {
    return level;
  }

  /** The newer the study, the greater: by its date, then by when it came. */
  static final Comparator<Row> BY_AGE =
      Comparator.<Row>comparingLong(row -> row.studyDate.orElse(0))
          .thenComparingLong(row -> row.studyId);

  /** Its row in the table of studies, below the patient level. */
  long studyId() {
    return studyId;
  }

  /** The row of its entity of this level. */
  long entityId(Level of) {
    return switch (of) {
      case PATIENT -> patientId;
      case STUDY -> studyId;
      case SERIES -> seriesId;
      case IMAGE -> instanceId;
    };
  }

  /** What values of its entity of this level are sealed for. */
  String entityUid(Level of) {
    return switch (of) {
      case PATIENT -> record;
      case STUDY -> studyUid;
      case SERIES -> studyUid + '/' + seriesUid;
      case IMAGE -> sopUid;
    };
  }

  /** The value of an added key, once it was read. */
  Optional<DataSet> extra(ExtraKey key) {
    return Optional.ofNullable(extras.get(key.id()));
  }

  void extra(ExtraKey key, DataSet value) {
    extras.put(key.id(), value);
  }

  String studyUid() {
    return studyUid;
  }

  /** Bytes of its sealed columns: about what it takes in memory. */
  int sealedBytes() {
    return sealedPatient.length + sealedStudy.length + sealedSeries.length + sealedInstance.length;
  }

  /** What tells two rows of one query apart. */
  String uid() {
    return switch (level) {
      case PATIENT -> record;
      case STUDY -> studyUid;
      case SERIES -> seriesUid + '/' + seriesId;
      case IMAGE -> sopUid;
    };
  }

  /** The stored attributes of the entity of this level, opened. */
  DataSet attributes(Level of) throws ArchiveException {
    DataSet known = opened.get(of);
    if (known == null) {
      known =
          switch (of) {
            case PATIENT -> opener.open(sealedPatient, "demographic", digest);
            case STUDY -> opener.open(sealedStudy, "study", studyUid);
            case SERIES -> opener.open(sealedSeries, "series", studyUid + '/' + seriesUid);
            case IMAGE -> opener.open(sealedInstance, "instance", sopUid);
          };
      opened.put(of, known);
    }
    return known;
  }

  /** Studies, series and instances of the patient, for the answers that name them. */
  void patientCounts(long studies, long series, long instances) {
    patientCounts = new long[] {studies, series, instances};
  }

  /** The anatomic regions of the study's series, for the answers that name them. */
  void regions(List<DataSet> codes) {
    regions = codes;
  }

  /** A computed attribute as a data set of it alone. */
  DataSet computed(int tag) {
    DataSet set = new DataSet();
    switch (tag) {
      case Tag.MODALITIES_IN_STUDY -> set.putString(tag, modalities.toArray(String[]::new));
      case Tag.SOP_CLASSES_IN_STUDY -> set.putString(tag, sopClasses.toArray(String[]::new));
      case Tag.NUMBER_OF_STUDY_RELATED_SERIES -> set.putString(tag, Long.toString(studySeries));
      case Tag.NUMBER_OF_STUDY_RELATED_INSTANCES ->
          set.putString(tag, Long.toString(studyInstances));
      case Tag.NUMBER_OF_SERIES_RELATED_INSTANCES ->
          set.putString(tag, Long.toString(seriesInstances));
      case Tag.NUMBER_OF_PATIENT_RELATED_STUDIES ->
          set.putString(tag, Long.toString(patientCounts[0]));
      case Tag.NUMBER_OF_PATIENT_RELATED_SERIES ->
          set.putString(tag, Long.toString(patientCounts[1]));
      case Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES ->
          set.putString(tag, Long.toString(patientCounts[2]));
      case Tag.AVAILABLE_TRANSFER_SYNTAX_UID -> set.putString(tag, transferSyntax);
      case Tag.ANATOMIC_REGIONS_IN_STUDY_CODE_SEQUENCE -> set.putItems(tag, regions);
      case Tag.ALTERNATE_REPRESENTATION_SEQUENCE -> set.putEmpty(tag);
      case Tag.INSTANCE_AVAILABILITY -> set.putString(tag, "ONLINE");
      default -> throw new IllegalArgumentException("not a computed attribute");
    }
    return set;
  }

  /** What the key's clear column says; empty where only the sealed attributes can tell. */
  Optional<Boolean> testClear(QueryKeys.Key key, Match match) {
    if (key.source() == QueryKeys.Source.EXTRA) {
      return Optional.empty();
    }
    if (key.source() == QueryKeys.Source.COMPUTED) {
      return key.isLate()
          ? Optional.empty()
          : Optional.of(match.test(computed(key.tag()), key.tag()));
    }
    return switch (key.tag()) {
      case Tag.STUDY_INSTANCE_UID -> uid(match, studyUid);
      case Tag.SERIES_INSTANCE_UID -> uid(match, seriesUid);
      case Tag.SOP_INSTANCE_UID -> uid(match, sopUid);
      case Tag.SOP_CLASS_UID -> uid(match, sopClass);
      case Tag.MODALITY ->
          match instanceof Match.Text text ? Optional.of(text.matches(modality)) : Optional.empty();
      case Tag.STUDY_DATE ->
          match instanceof Match.Dates dates
              ? Optional.of(studyDate.isPresent() && dates.contains((int) studyDate.getAsLong()))
              : Optional.empty();
      case Tag.STUDY_TIME ->
          match instanceof Match.Times times
              ? Optional.of(studyTime.isPresent() && times.contains(studyTime.getAsLong()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> uid(Match match, String uid) {
    return match instanceof Match.Uids uids
        ? Optional.of(uids.uids().contains(uid))
        : Optional.empty();
  }
}

package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Disclosed;
import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import huisclos.gate.Reach;
import huisclos.gate.Spending;
import huisclos.trail.Fact;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.SealedBlob;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Selects instances for a retrieve and opens them. Thread-safe. */
final class Fetcher {
  private final IndexDatabase index;
  private final Vault vault;
  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final Reaches reaches;
  private final Corrections corrections;
  private final String system;

  /**
   * @param system what corrected objects name as the system that corrected them
   */
  Fetcher(
      IndexDatabase index,
      Vault vault,
      SealedAttributes sealed,
      Tokens tokens,
      Reaches reaches,
      String system) {
    this.reaches = reaches;
    this.index = index;
    this.vault = vault;
    this.sealed = sealed;
    this.tokens = tokens;
    this.corrections = new Corrections(sealed);
    this.system = system;
  }

  /** An instance with the patient record it belongs to. */
  private record Found(StoredInstance instance, String record) {}

  /**
   * Selects one instance whose pieces are asked for one by one: on record once a {@link
   * PieceWindows#PERIOD}.
   */
  FetchOutcome selectPiecewise(Pass pass, DataSet keys, PieceWindows windows) throws IOException {
    String uid = keys.string(Tag.SOP_INSTANCE_UID, "");
    Map<String, Found> found = new LinkedHashMap<>();
    collect(pass, reaches.of(pass.reach()), FindSql.FETCH_BY_INSTANCE, uid, keys, found);
    if (found.size() != 1) {
      return disclosed(pass, Level.IMAGE, found.values(), List.of(uid), Optional.empty());
    }
    Found one = found.values().iterator().next();
    String study = one.instance.studyUid();
    if (windows.covers(pass.who(), study, one.record)) {
      return new FetchOutcome.Selected(corrected(found.values()));
    }
    Instant before = windows.now();
    FetchOutcome outcome =
        disclosed(
            pass,
            Level.IMAGE,
            found.values(),
            List.of(uid),
            Optional.of(PieceWindows.PERIOD.toSeconds()));
    if (outcome instanceof FetchOutcome.Selected) {
      windows.open(pass.who(), study, one.record, before);
    }
    return outcome;
  }

  FetchOutcome select(Pass pass, Level level, DataSet keys) throws IOException {
    Collection<String> values = new LinkedHashSet<>(keys.strings(level.uniqueKey()));
    values.remove("");
    if (values.isEmpty()) {
      return new FetchOutcome.Invalid(
          FindOutcome.InvalidReason.MISSING_UNIQUE_KEY, level.uniqueKey());
    }
    if (values.size() > ArchiveLimits.MAX_KEY_VALUES) {
      return new FetchOutcome.Invalid(FindOutcome.InvalidReason.TOO_MANY_VALUES, level.uniqueKey());
    }
    Map<String, Found> found = new LinkedHashMap<>();
    Reaching reaching = reaches.of(pass.reach());
    if (level == Level.PATIENT) {
      for (String id : values) {
        for (String study : studiesOf(id)) {
          collect(pass, reaching, FindSql.FETCH_BY_STUDY, study, keys, found);
        }
      }
    } else {
      String sql =
          switch (level) {
            case STUDY -> FindSql.FETCH_BY_STUDY;
            case SERIES -> FindSql.FETCH_BY_SERIES;
            case IMAGE, PATIENT -> FindSql.FETCH_BY_INSTANCE;
          };
      for (String uid : values) {
        collect(pass, reaching, sql, uid, keys, found);
      }
    }
    if (found.size() > ArchiveLimits.MAX_RETRIEVED) {
      return new FetchOutcome.TooMany();
    }
    return disclosed(pass, level, found.values(), values, Optional.empty());
  }

  private FetchOutcome disclosed(
      Pass pass,
      Level level,
      Collection<Found> found,
      Collection<String> asked,
      Optional<Long> period)
      throws IOException {
    return switch (disclose(pass, level, found, asked, period)) {
      case Disclosed.Held _ -> new FetchOutcome.Denied();
      case Disclosed.OnRecord _ -> new FetchOutcome.Selected(corrected(found));
    };
  }

  /** The instances with what is corrected of them; one look a study. */
  private List<StoredInstance> corrected(Collection<Found> found) throws IOException {
    Map<String, List<Correction>> known = new HashMap<>();
    List<StoredInstance> instances = new ArrayList<>(found.size());
    for (Found one : found) {
      String study = one.instance.studyUid();
      List<Correction> ofStudy = known.get(study);
      if (ofStudy == null) {
        ofStudy = corrections.ofStudy(index, study);
        known.put(study, ofStudy);
      }
      instances.add(ofStudy.isEmpty() ? one.instance : one.instance.with(ofStudy));
    }
    return instances;
  }

  private static Disclosed disclose(
      Pass pass,
      Level level,
      Collection<Found> found,
      Collection<String> asked,
      Optional<Long> period)
      throws IOException {
    Set<String> studies = new LinkedHashSet<>();
    Set<String> patients = new LinkedHashSet<>();
    Set<String> counted = new HashSet<>();
    long bytes = 0;
    for (Found one : found) {
      studies.add(one.instance.studyUid());
      patients.add(one.record);
      if (!pass.hasBegun(one.instance.studyUid())) {
        counted.add(one.record);
      }
      bytes += one.instance.keptLength();
    }
    Disclosure what =
        Disclosure.of(List.copyOf(studies), List.copyOf(patients), found.size())
            .with(Fact.LEVEL, level.name())
            .with(Fact.BYTES, Long.toString(bytes));
    if (period.isPresent()) {
      what = what.with(Fact.PERIOD_SECONDS, Long.toString(period.get()));
    }
    return pass.disclose(
        found.size() == 1
            ? what.with(Fact.SOP_INSTANCE, found.iterator().next().instance.sopInstance())
            : what,
        new Spending(counted, Spending.question(level + "\n" + String.join("\n", asked))));
  }

  /** Adds what the UID names within reach, as far as the keys of the levels above agree. */
  private void collect(
      Pass pass, Reaching reaching, String sql, String uid, DataSet keys, Map<String, Found> found)
      throws ArchiveException {
    boolean bounded = sql.endsWith("LIMIT ?");
    int limit =
        ArchiveLimits.MAX_RETRIEVED + 1 - Math.min(found.size(), ArchiveLimits.MAX_RETRIEVED);
    List<Found> rows =
        index.read(session -> {
          List<Found> list = new ArrayList<>();
          Map<Long, Above> series = new HashMap<>();
          Session.RowSink sink = row -> list.add(found(pass, row, series));
          if (bounded) {
            session.each(sql, sink, uid, limit);
          } else {
            session.each(sql, sink, uid);
          }
          List<Found> within = new ArrayList<>(list.size());
          for (Found one : list) {
            if (reaching.has(session, one.instance.studyUid())) {
              within.add(one);
            }
          }
          return within;
        });
    Set<String> studies = asked(keys, Tag.STUDY_INSTANCE_UID);
    Set<String> series = asked(keys, Tag.SERIES_INSTANCE_UID);
    Set<String> instances = asked(keys, Tag.SOP_INSTANCE_UID);
    for (Found one : rows) {
      if (agrees(studies, one.instance.studyUid())
          && agrees(series, one.instance.seriesUid())
          && agrees(instances, one.instance.sopInstance())) {
        found.putIfAbsent(one.instance.sopInstance(), one);
      }
    }
  }

  private static Set<String> asked(DataSet keys, int tag) {
    return keys.strings(tag).stream().filter(v -> !v.isEmpty()).collect(Collectors.toSet());
  }

  private static boolean agrees(Set<String> asked, String value) {
    return asked.isEmpty() || asked.contains(value);
  }

  /** What all instances of a series have in common. */
  private record Above(String seriesUid, String studyUid, StudyKeyId key, String record) {
    static Above read(ResultSet row) throws SQLException {
      return new Above(
          row.getString(11),
          row.getString(12),
          Known.studyKey(row.getString(13)),
          row.getString(14));
    }
  }

  /**
   * @param series those of the rows before, by their ids: each text of a row costs a call into
   *     SQLite, which for a study of many instances is most of what selecting it costs
   */
  private static Found found(Pass pass, ResultSet row, Map<Long, Above> series)
      throws SQLException {
    long id = row.getLong(15);
    Above above = series.get(id);
    if (above == null) {
      above = Above.read(row);
      series.put(id, above);
    }
    StoredInstance instance =
        new StoredInstance(
            pass,
            row.getString(2),
            row.getString(1),
            row.getString(3),
            row.getLong(4),
            above.seriesUid,
            above.studyUid,
            HexFormat.of().formatHex(row.getBytes(5)),
            Known.address(row, 6),
            above.key,
            List.of());
    return new Found(instance, above.record);
  }

  /** The studies whose patient has exactly this Patient ID. */
  private Set<String> studiesOf(String patientId) throws ArchiveException {
    record Candidate(String study, SealedColumn attributes, String digest) {}
    List<Candidate> candidates =
        index.read(session -> {
          List<Candidate> list = new ArrayList<>();
          session.each(
              FindSql.STUDIES_BY_PATIENT_TOKEN,
              row ->
                  list.add(
                      new Candidate(
                          row.getString(1),
                          new SealedColumn(row.getBytes(3)),
                          HexFormat.of().formatHex(row.getBytes(4)))),
              tokens.patientId(patientId));
          return list;
        });
    Set<String> studies = new LinkedHashSet<>();
    for (Candidate candidate : candidates) {
      if (isPatient(candidate.attributes, candidate.digest, patientId)) {
        studies.add(candidate.study);
      }
    }
    return studies;
  }

  private boolean isPatient(SealedColumn attributes, String digest, String patientId)
      throws ArchiveException {
    return sealed
        .open(attributes.bytes(), "demographic", digest)
        .string(Tag.PATIENT_ID, "")
        .equals(patientId);
  }

  /** The internal ids of the records that have this Patient ID, whatever its issuer. */
  Set<String> records(String patientId) throws ArchiveException {
    record Candidate(String record, SealedColumn attributes, String digest) {}
    List<Candidate> candidates =
        index.read(session -> {
          List<Candidate> list = new ArrayList<>();
          session.each(
              FindSql.PATIENTS_BY_TOKEN,
              row ->
                  list.add(
                      new Candidate(
                          row.getString(1),
                          new SealedColumn(row.getBytes(2)),
                          HexFormat.of().formatHex(row.getBytes(3)))),
              tokens.patientId(patientId));
          return list;
        });
    Set<String> records = new LinkedHashSet<>();
    for (Candidate candidate : candidates) {
      if (isPatient(candidate.attributes, candidate.digest, patientId)) {
        records.add(candidate.record);
      }
    }
    return records;
  }

  /** The data set of an instance, checked against the index as it streams. */
  InputStream open(Pass pass, StoredInstance instance) throws IOException {
    SealedBlob blob = sealedBlob(pass, instance);
    CorrectedObject.Source stored =
        () -> new VerifiedStream(blob.read(), instance.keptLength(), instance.sha256());
    if (instance.corrections().isEmpty()) {
      return stored.open();
    }
    String uid = instance.transferSyntax();
    return new CorrectedObject(instance.corrections(), system)
        .open(stored, TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid)));
  }

  /** The kept bytes of an instance from anywhere, without its corrections. */
  KeptBytes kept(Pass pass, StoredInstance instance) throws IOException {
    return new KeptBytes(sealedBlob(pass, instance));
  }

  private SealedBlob sealedBlob(Pass pass, StoredInstance instance) throws IOException {
    if (!instance.isFor(pass)) {
      throw new IllegalArgumentException("the instance was disclosed to another pass");
    }
    requireStanding(pass, instance);
    SealedBlob blob = vault.open(instance.address(), instance.studyKey());
    BlobDescriptor descriptor = blob.descriptor();
    Optional<String> unlike =
        unlike(descriptor.sopInstanceUid(), instance.sopInstance())
            .or(() -> unlike(descriptor.seriesUid(), instance.seriesUid()))
            .or(() -> unlike(descriptor.studyUid(), instance.studyUid()))
            .or(() -> unlike(descriptor.sha256(), instance.sha256()));
    if (unlike.isPresent() || descriptor.length() != instance.keptLength()) {
      throw new ArchiveException("an object is not the one that the index names");
    }
    return blob;
  }

  /** What was granted when an answer began may be revoked while it is under way. */
  private void requireStanding(Pass pass, StoredInstance instance) throws ArchiveException {
    Optional<Reach> now = pass.reachNow();
    boolean stands =
        now.isPresent()
            && (now.get().equals(pass.reach())
                || reaches.of(now.get()).has(index, instance.studyUid()));
    if (!stands) {
      throw new ArchiveException("what was granted was taken back meanwhile");
    }
  }

  private static Optional<String> unlike(String found, String expected) {
    return found.equals(expected) ? Optional.empty() : Optional.of(found);
  }
}

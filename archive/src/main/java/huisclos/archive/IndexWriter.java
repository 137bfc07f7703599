package huisclos.archive;

import huisclos.archive.StudyRef.PatientRef;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.KeyRing;
import huisclos.vault.PatientKeyId;
import huisclos.vault.StudyKeyId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes instances into the index: finds or makes their patient record, study and series, and keeps
 * the counts. One thread at a time, on the ingest connection.
 *
 * <p>What was resolved or inserted lately is remembered; {@link #forget} must follow a rollback.
 */
final class IndexWriter {
  /** Studies, and patient records, remembered. */
  private static final int REMEMBERED = 512;

  /** Merges one after the other that an identity is followed through. */
  private static final int MAX_MERGES = 64;

  private final Session session;
  private final KeyRing ring;
  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final ExtraKeys extraKeys;
  private final Optional<String> defaultIssuer;
  private final Corrections corrections;
  private final Map<String, StudyRef> studies = lru();
  private final Map<String, PatientRef> patients = lru();
  private final Set<StudyRef> touched = new HashSet<>();
  private final Map<Long, Long> ends = new HashMap<>();
  private final RowIds ids = new RowIds();

  IndexWriter(
      Session session,
      KeyRing ring,
      SealedAttributes sealed,
      Tokens tokens,
      ExtraKeys extraKeys,
      Optional<String> defaultIssuer) {
    this.session = session;
    this.ring = ring;
    this.sealed = sealed;
    this.tokens = tokens;
    this.extraKeys = extraKeys;
    this.defaultIssuer = defaultIssuer;
    this.corrections = new Corrections(sealed);
  }

  /** The last row numbers given, read anew after {@link #forget}. */
  private final class RowIds {
    private final Map<String, Long> last = new HashMap<>();

    long next(String maxSql) throws SQLException {
      Long known = last.get(maxSql);
      long id = (known == null ? session.number(maxSql) : known) + 1;
      last.put(maxSql, id);
      return id;
    }
  }

  private static <T> Map<String, T> lru() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /** Drops all that is remembered: rows that a rollback took back, keys that were never durable. */
  void forget() {
    studies.clear();
    patients.clear();
    touched.clear();
    ends.clear();
    ids.last.clear();
  }

  /** The instance known under a SOP instance UID. */
  Optional<Known> known(String sopUid) throws SQLException {
    return session.first(Sql.INSTANCE_BY_UID, Known::read, sopUid);
  }

  /** What the patient record of an arrival is known by; null for one without a Patient ID. */
  byte @Nullable [] identity(Arrival arrival) {
    String id = arrival.patientId();
    return id.isEmpty() ? null : tokens.identity(arrival.issuer(defaultIssuer), id);
  }

  /**
   * The study that a new instance belongs to; its keys, and those of its patient record, are made
   * where there are none. They count once the ring was synced.
   */
  StudyRef resolve(Arrival arrival) throws SQLException, IOException {
    StudyRef study = studies.get(arrival.studyUid());
    if (study == null) {
      Optional<StudyRef> stored = storedStudy(arrival.studyUid());
      if (stored.isPresent()) {
        study = stored.get();
      } else {
        Optional<Alias> alias = aliasOf(arrival);
        PatientRef patient =
            alias.isPresent() ? targetOf(alias.get()) : resolvePatient(identity(arrival));
        study = new StudyRef(arrival.studyUid(), ring.newStudyKey(patient.key), patient, 0);
        study.corrections = corrections.laterOfStudy(session, study.uid);
        follow(study, alias);
      }
      studies.put(arrival.studyUid(), study);
    }
    return study;
  }

  /** The study of an object found in the vault, whose keys are those that its entry names. */
  StudyRef resolve(Arrival arrival, StudyKeyId key, PatientKeyId patientKey)
      throws SQLException, IOException {
    StudyRef study = studies.get(arrival.studyUid());
    if (study == null) {
      Optional<StudyRef> stored = storedStudy(arrival.studyUid());
      if (stored.isPresent()) {
        study = stored.get();
      } else {
        List<Correction> known = corrections.laterOfStudy(session, arrival.studyUid());
        Arrival effective = arrival.corrected(known);
        Optional<Alias> alias = aliasOf(effective);
        PatientRef patient =
            alias.isPresent() ? targetOf(alias.get()) : foundPatient(effective, patientKey);
        study = new StudyRef(arrival.studyUid(), key, patient, 0);
        study.corrections = known;
        follow(study, alias);
      }
      studies.put(arrival.studyUid(), study);
    }
    return study;
  }

  /** The record that a merged one went into, and the identity it gives; through all merges. */
  record Alias(String target, Overlay identity, long act, Instant time) {}

  /** Where what comes under a merged identity belongs. */
  Optional<Alias> alias(String identity) throws SQLException, IOException {
    Optional<Alias> last = Optional.empty();
    String next = identity;
    for (int hops = 0; hops < MAX_MERGES && !next.isEmpty(); hops++) {
      String key = next;
      record Found(String target, SealedColumn details, long act, Instant time) {}
      Optional<Found> found =
          session.first(
              ActSql.ALIAS_BY_IDENTITY,
              row ->
                  new Found(
                      row.getString(1),
                      new SealedColumn(row.getBytes(2)),
                      row.getLong(3),
                      Instant.ofEpochMilli(row.getLong(4))),
              HexFormat.of().parseHex(key));
      if (found.isEmpty()) {
        return last;
      }
      String target = found.get().target;
      last =
          Optional.of(
              new Alias(
                  target,
                  Overlay.from(
                      ActFields.decode(
                          sealed.openBytes(found.get().details.bytes(), "alias", key))),
                  found.get().act,
                  found.get().time));
      next =
          session
              .first(
                  ActSql.PATIENT_OF_RECORD,
                  row -> {
                    byte[] known = row.getBytes(2);
                    return known == null ? "" : HexFormat.of().formatHex(known);
                  },
                  target)
              .orElse("");
    }
    return last;
  }

  /** A study's row as it is. */
  Optional<StudyRef> stored(String uid) throws SQLException, IOException {
    return storedStudy(uid);
  }

  private Optional<StudyRef> storedStudy(String uid) throws SQLException, IOException {
    Optional<StudyRef> stored =
        session.first(
            Sql.STUDY_BY_UID,
            row ->
                new StudyRef(
                    uid,
                    Known.studyKey(row.getString(2)),
                    new PatientRef(patientKey(row.getString(4)), row.getBytes(5), row.getLong(3)),
                    row.getLong(1)),
            uid);
    if (stored.isPresent()) {
      StudyRef study = stored.get();
      session.first(
          Sql.STUDY_CONTENTS,
          row -> {
            addAll(study.modalities, row.getString(1));
            addAll(study.sopClasses, row.getString(2));
            return study;
          },
          study.id);
      study.corrections = corrections.laterOfStudy(session, uid);
    }
    return stored;
  }

  private Optional<Alias> aliasOf(Arrival arrival) throws SQLException, IOException {
    byte[] identity = identity(arrival);
    return identity == null ? Optional.empty() : alias(HexFormat.of().formatHex(identity));
  }

  private PatientRef targetOf(Alias alias) throws SQLException {
    return session
        .first(
            ActSql.PATIENT_OF_RECORD,
            row -> new PatientRef(patientKey(alias.target), row.getBytes(2), row.getLong(1)),
            alias.target)
        .orElseGet(() -> new PatientRef(patientKey(alias.target), null, 0));
  }

  /** A new study under a merged identity carries that of the record that stayed. */
  private static void follow(StudyRef study, Optional<Alias> alias) {
    if (alias.isPresent()) {
      Alias merged = alias.get();
      Correction followed =
          new Correction(
              merged.act, merged.time, false, true, Scope.study(study.uid), merged.identity);
      study.followed = Optional.of(followed);
      List<Correction> all = new ArrayList<>(study.corrections);
      all.add(followed);
      study.corrections = all;
    }
  }

  private static void addAll(Set<String> set, String joined) {
    if (!joined.isEmpty()) {
      set.addAll(Arrays.asList(joined.split("\\\\", -1)));
    }
  }

  private PatientRef resolvePatient(byte @Nullable [] identity) throws SQLException {
    if (identity == null) {
      return new PatientRef(ring.newPatientKey(), null, 0);
    }
    String name = HexFormat.of().formatHex(identity);
    PatientRef patient = patients.get(name);
    if (patient == null) {
      patient =
          session
              .first(
                  Sql.PATIENT_BY_IDENTITY,
                  row -> new PatientRef(patientKey(row.getString(2)), identity, row.getLong(1)),
                  identity)
              .orElseGet(() -> new PatientRef(ring.newPatientKey(), identity, 0));
      patients.put(name, patient);
    }
    return patient;
  }

  /** The record of a patient key that the vault names. */
  private PatientRef foundPatient(Arrival arrival, PatientKeyId key) throws SQLException {
    byte[] identity = identity(arrival);
    long id = session.number(Sql.PATIENT_BY_RECORD, key.toString());
    if (id == 0 && identity != null) {
      // Two records may claim one identity after a crash or a change of the default issuer: the
      // first keeps it.
      boolean taken =
          session.first(Sql.PATIENT_BY_IDENTITY, row -> row.getLong(1), identity).isPresent();
      return new PatientRef(key, taken ? null : identity, 0);
    }
    return new PatientRef(key, identity, id);
  }

  private static PatientKeyId patientKey(String record) {
    return PatientKeyId.of(HexFormat.of().parseHex(record));
  }

  /** Writes the instance and whatever of patient, study and series is new; within a transaction. */
  @SuppressWarnings("ReferenceEquality") // The same object is what says that nothing was corrected.
  void insert(
      Arrival came,
      StudyRef study,
      BlobAddress address,
      BlobDescriptor descriptor,
      byte[] sealedAsItCame,
      long received)
      throws SQLException, IOException {
    Arrival arrival = came.corrected(study.corrections);
    byte[] sealedInstance = arrival == came ? sealedAsItCame : sealedInstance(arrival);
    boolean first = study.id == 0;
    if (first) {
      if (study.followed.isPresent()) {
        corrections.add(session, study.followed.get());
      }
      insertStudy(arrival, study, received);
    }
    int known = study.addedSeries;
    long series = series(arrival, study);
    boolean firstOfSeries = study.addedSeries > known;
    long id = ids.next(Sql.MAX_INSTANCE);
    session.update(
        Sql.INSERT_INSTANCE,
        id,
        arrival.sopUid(),
        series,
        arrival.sopClass(),
        descriptor.transferSyntaxUid(),
        arrival.number(Tag.INSTANCE_NUMBER),
        arrival.date(Tag.ACQUISITION_DATE),
        arrival.time(Tag.ACQUISITION_TIME),
        HexFormat.of().parseHex(descriptor.sha256()),
        descriptor.length(),
        address.store(),
        address.container(),
        address.offset(),
        address.length(),
        address.object().bytes(),
        received,
        sealedInstance);
    if (first) {
      extraKeys.write(session, Level.STUDY, study.id, study.uid, arrival, id);
    }
    if (firstOfSeries) {
      String uid = study.uid + '/' + arrival.seriesUid();
      extraKeys.write(session, Level.SERIES, series, uid, arrival, id);
    }
    extraKeys.write(session, Level.IMAGE, id, arrival.sopUid(), arrival, id);
    if (!first && !Arrays.equals(identity(arrival), study.patient.identity)) {
      insertConflict(arrival, id, received);
    }
    study.sopClasses.add(arrival.sopClass());
    study.addedToSeries.merge(series, 1, Integer::sum);
    study.addedInstances++;
    touched.add(study);
    reached(address);
  }

  /** The attributes of an instance as its row keeps them. */
  byte[] sealedInstance(Arrival arrival) throws IOException {
    return sealed.seal(
        SealedAttributes.encode(arrival.attributes(Level.IMAGE)), "instance", arrival.sopUid());
  }

  /** The arrival as the corrections made when it came leave it: of an object that is replayed. */
  Arrival coerced(Arrival arrival) throws SQLException, IOException {
    return arrival.corrected(corrections.onArrival(session, arrival.studyUid(), arrival.sopUid()));
  }

  /** The keys beside those built in that headers are to be read for. */
  List<ExtraKey> extras() {
    return extraKeys.all();
  }

  /** Writes an entity's values of added keys anew. */
  void restateExtras(Level level, long entity, String uid, Arrival arrival)
      throws SQLException, IOException {
    extraKeys.restate(session, level, entity, uid, arrival);
  }

  /** Remembers that a container is indexed up to the end of this entry. */
  void reached(BlobAddress address) {
    ends.merge(address.container(), address.end(), Long::max);
  }

  private void insertStudy(Arrival arrival, StudyRef study, long received)
      throws SQLException, IOException {
    PatientRef patient = study.patient;
    if (patient.id == 0) {
      long id = ids.next(Sql.MAX_PATIENT);
      session.update(Sql.INSERT_PATIENT, id, patient.key.toString(), patient.identity);
      patient.id = id;
    }
    long demographic = demographic(arrival, patient);
    DataSet attributes = arrival.attributes(Level.STUDY);
    long id = ids.next(Sql.MAX_STUDY);
    session.update(
        Sql.INSERT_STUDY,
        id,
        study.uid,
        patient.id,
        demographic,
        study.key.toString(),
        arrival.date(Tag.STUDY_DATE),
        arrival.time(Tag.STUDY_TIME),
        received,
        sealed.seal(SealedAttributes.encode(attributes), "study", study.uid));
    for (long token : tokens.ofStudy(attributes)) {
      session.update(Sql.INSERT_STUDY_TOKEN, token, id);
    }
    study.id = id;
  }

  long demographic(Arrival arrival, PatientRef patient) throws SQLException, IOException {
    DataSet attributes = arrival.attributes(Level.PATIENT);
    byte[] encoded = SealedAttributes.encode(attributes);
    byte[] digest = tokens.digest(encoded);
    Optional<Long> known =
        session.first(Sql.DEMOGRAPHIC_BY_DIGEST, row -> row.getLong(1), patient.id, digest);
    if (known.isPresent()) {
      return known.get();
    }
    long id = ids.next(Sql.MAX_DEMOGRAPHIC);
    session.update(
        Sql.INSERT_DEMOGRAPHIC,
        id,
        patient.id,
        digest,
        sealed.seal(encoded, "demographic", HexFormat.of().formatHex(digest)));
    for (long token : tokens.ofPatient(attributes)) {
      session.update(Sql.INSERT_DEMOGRAPHIC_TOKEN, token, id);
    }
    return id;
  }

  /** Modality lies in clear, so only what is one does: a name that a sender put there doesn't. */
  static String clearModality(String sent) {
    return sent.matches("[A-Z0-9_ ]{1,16}") ? sent : "";
  }

  private long series(Arrival arrival, StudyRef study) throws SQLException, IOException {
    Long met = study.series.get(arrival.seriesUid());
    if (met != null) {
      return met;
    }
    record Stored(long id, long shown, String modality) {}
    Optional<Stored> stored =
        session.first(
            Sql.SERIES_BY_UID,
            row -> new Stored(row.getLong(1), row.getLong(2), row.getString(3)),
            arrival.seriesUid(),
            study.id);
    long id = stored.map(Stored::id).orElse(0L);
    if (stored.isPresent() && stored.get().shown() == 0) {
      // All that was in it is hidden: the study didn't count it.
      if (!stored.get().modality().isEmpty()) {
        study.modalities.add(stored.get().modality());
      }
      study.addedSeries++;
    }
    if (id == 0) {
      id = ids.next(Sql.MAX_SERIES);
      String modality = clearModality(arrival.header().string(Tag.MODALITY, ""));
      session.update(
          Sql.INSERT_SERIES,
          id,
          study.id,
          arrival.seriesUid(),
          modality,
          arrival.number(Tag.SERIES_NUMBER),
          arrival.date(Tag.SERIES_DATE),
          arrival.time(Tag.SERIES_TIME),
          sealed.seal(
              SealedAttributes.encode(arrival.attributes(Level.SERIES)),
              "series",
              study.uid + '/' + arrival.seriesUid()));
      if (!modality.isEmpty()) {
        study.modalities.add(modality);
      }
      study.addedSeries++;
    }
    study.series.put(arrival.seriesUid(), id);
    return id;
  }

  private void insertConflict(Arrival arrival, long instance, long noted)
      throws SQLException, IOException {
    session.update(
        Sql.INSERT_CONFLICT,
        ids.next(Sql.MAX_CONFLICT),
        instance,
        "PATIENT_ID",
        noted,
        sealed.seal(
            SealedAttributes.encode(arrival.attributes(Level.PATIENT)),
            "conflict",
            arrival.sopUid()));
  }

  /** Writes the counts and positions of what was inserted; the last act of the transaction. */
  void settle() throws SQLException {
    for (StudyRef study : touched) {
      session.update(
          Sql.ADD_TO_STUDY,
          String.join("\\", study.modalities),
          String.join("\\", study.sopClasses),
          study.addedSeries,
          study.addedInstances,
          study.id);
      study.addedSeries = 0;
      study.addedInstances = 0;
      for (Map.Entry<Long, Integer> added : study.addedToSeries.entrySet()) {
        session.update(Sql.ADD_TO_SERIES, added.getValue(), added.getKey());
      }
      study.addedToSeries.clear();
    }
    touched.clear();
    for (Map.Entry<Long, Long> end : ends.entrySet()) {
      reach(BlobAddress.BLOBS, end.getKey(), end.getValue());
    }
    ends.clear();
  }

  /** Writes down up to where a container is indexed. */
  void reach(int store, long container, long end) throws SQLException {
    if (session.update(Sql.UPDATE_INDEXED, end, store, container) == 0) {
      session.update(Sql.INSERT_INDEXED, end, store, container);
    }
  }
}

package huisclos.archive;

import huisclos.archive.KeepingOutcome.Objection;
import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.vault.PatientKeyId;
import huisclos.vault.StudyKeyId;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds patient records for housekeeping, and says what identity they give. Thread-safe. */
final class Patients {
  /** Studies that one merge may move. */
  static final int MAX_STUDIES = 10_000;

  /** What names a person: an object that changes hands carries the new record's, or none. */
  private static final int[] NAMES = {
    Tag.PATIENT_ID,
    Tag.PATIENT_NAME,
    Tag.ISSUER_OF_PATIENT_ID,
    Tag.PATIENT_BIRTH_DATE,
    Tag.PATIENT_SEX
  };

  /** What else could name the former person. */
  private static final List<Integer> OTHERS =
      List.of(
          Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE,
          Tag.OTHER_PATIENT_IDS,
          Tag.OTHER_PATIENT_NAMES,
          Tag.OTHER_PATIENT_IDS_SEQUENCE,
          Tag.PATIENT_BIRTH_NAME,
          Tag.PATIENT_MOTHER_BIRTH_NAME,
          Tag.PATIENT_BIRTH_TIME,
          Tag.PATIENT_ADDRESS,
          Tag.PATIENT_TELEPHONE_NUMBERS,
          Tag.RESPONSIBLE_PERSON,
          Tag.PATIENT_COMMENTS);

  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final Optional<String> defaultIssuer;

  Patients(SealedAttributes sealed, Tokens tokens, Optional<String> defaultIssuer) {
    this.sealed = sealed;
    this.tokens = tokens;
    this.defaultIssuer = defaultIssuer;
  }

  /** A search for one record. */
  sealed interface Search {
    record Found(PatientName name) implements Search {}

    record Not(Objection why) implements Search {}
  }

  Search find(Session session, PatientId wanted) throws SQLException, IOException {
    if (wanted.isRecord()) {
      Optional<PatientName> name = name(session, wanted.id());
      if (name.isPresent()) {
        return new Search.Found(name.get());
      }
    }
    if (wanted.issuer().isPresent()) {
      return byIdentity(session, wanted.issuer().get(), wanted.id());
    }
    Set<String> records = new LinkedHashSet<>();
    for (Candidate candidate : candidates(session, wanted.id())) {
      if (sealed
          .open(candidate.attributes.bytes(), "demographic", candidate.digest)
          .string(Tag.PATIENT_ID, "")
          .strip()
          .equals(wanted.id())) {
        records.add(candidate.record);
      }
    }
    if (records.isEmpty()) {
      // A record without studies has no account, but keeps its identity.
      return byIdentity(session, defaultIssuer.orElse(""), wanted.id());
    }
    return records.size() > 1
        ? new Search.Not(Objection.AMBIGUOUS_PATIENT)
        : new Search.Found(name(session, records.iterator().next()).orElseThrow());
  }

  private record Candidate(String record, SealedColumn attributes, String digest) {}

  private List<Candidate> candidates(Session session, String id) throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    session.each(
        FindSql.PATIENTS_BY_TOKEN,
        row ->
            candidates.add(
                new Candidate(
                    row.getString(1),
                    new SealedColumn(row.getBytes(2)),
                    HexFormat.of().formatHex(row.getBytes(3)))),
        tokens.patientId(id));
    return candidates;
  }

  private Search byIdentity(Session session, String issuer, String id) throws SQLException {
    byte[] identity = tokens.identity(issuer, id);
    return session
        .first(ActSql.RECORD_OF_IDENTITY, row -> row.getString(1), identity)
        .map(record -> (Search) new Search.Found(of(record, identity)))
        .orElse(new Search.Not(Objection.UNKNOWN_PATIENT));
  }

  /** The name of a record, if there is one. */
  Optional<PatientName> name(Session session, String record) throws SQLException {
    return session.first(
        ActSql.PATIENT_OF_RECORD,
        row -> {
          byte[] identity = row.getBytes(2);
          return of(record, identity == null ? new byte[0] : identity);
        },
        record);
  }

  private static PatientName of(String record, byte[] identity) {
    return new PatientName(
        PatientKeyId.of(HexFormat.of().parseHex(record)), HexFormat.of().formatHex(identity));
  }

  /** The oldest account of a record; empty where none of its studies is left. */
  Optional<DataSet> account(Session session, String record) throws SQLException, IOException {
    record Sealed(SealedColumn attributes, String digest) {}
    Optional<Sealed> account =
        session.first(
            ActSql.ACCOUNT_OF_RECORD,
            row ->
                new Sealed(
                    new SealedColumn(row.getBytes(1)), HexFormat.of().formatHex(row.getBytes(2))),
            record);
    return account.isEmpty()
        ? Optional.empty()
        : Optional.of(
            sealed.open(account.get().attributes.bytes(), "demographic", account.get().digest));
  }

  /** UID and key of each study of a record, one more than allowed at most. */
  List<Held> studies(Session session, String record) throws SQLException {
    List<Held> studies = new ArrayList<>();
    session.each(
        ActSql.STUDIES_OF_RECORD,
        row -> studies.add(new Held(row.getString(1), Known.studyKey(row.getString(2)))),
        record,
        MAX_STUDIES + 1);
    return studies;
  }

  /** A study of a record. */
  record Held(String uid, StudyKeyId key) {}

  /** The overlay that gives objects the identity of an account, and of nobody else. */
  static Overlay identity(DataSet account) {
    DataSet values = Overlay.utf8();
    for (int tag : NAMES) {
      Optional<Element> value = account.get(tag);
      if (value.isEmpty()) {
        values.putEmpty(tag);
      } else {
        Answer.convert(value.get(), account, values);
      }
    }
    List<Integer> removed = new ArrayList<>();
    for (int tag : OTHERS) {
      Optional<Element> value = account.get(tag);
      if (value.isEmpty() || value.get() instanceof SequenceElement) {
        removed.add(tag);
      } else {
        Answer.convert(value.get(), account, values);
      }
    }
    return Overlay.of(values, removed);
  }
}

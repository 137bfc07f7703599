package huisclos.archive;

import huisclos.archive.Acts.Plan;
import huisclos.archive.KeepingOutcome.Objection;
import huisclos.dicom.DataSet;
import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import huisclos.gate.Verb;
import huisclos.vault.PatientKeyId;
import huisclos.vault.SealRequest;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a keeper can do to the archive's contents beside storing: corrections, merges and moves of
 * patients, decisions on conflicts and quarantined objects, and to take such back. Every method
 * takes a pass to keep house, and returns once what it did would survive a power cut and is on
 * record. Thread-safe.
 */
public final class Keeping {
  private final Vault vault;
  private final Acts acts;
  private final ActEffects effects;
  private final IndexWriter writer;
  private final Patients patients;
  private final Quarantine quarantine;

  Keeping(
      Vault vault,
      Acts acts,
      ActEffects effects,
      IndexWriter writer,
      Patients patients,
      Quarantine quarantine) {
    this.vault = vault;
    this.acts = acts;
    this.effects = effects;
    this.writer = writer;
    this.patients = patients;
    this.quarantine = quarantine;
  }

  private static void require(Pass pass) {
    if (!pass.reach().isEverything()) {
      throw new IllegalArgumentException("the pass is for a part of the archive");
    }
    if (pass.verb() != Verb.KEEP) {
      throw new IllegalArgumentException("the pass is for something else");
    }
  }

  /** What shows who a patient is: keepers by role keep house and see none. */
  private static void requireOperator(Pass pass) {
    require(pass);
    if (!pass.who().isOperator()) {
      throw new IllegalArgumentException("shown to the operator alone");
    }
  }

  private static Plan refuse(Objection why) {
    return new Plan.Refuse(why);
  }

  /**
   * Overrides attributes of a study, a series or an instance on the way out; what came is kept.
   *
   * @param level STUDY, SERIES or IMAGE
   * @param uid which
   * @param change what, checked by {@link AttributeChange}
   */
  public KeepingOutcome correct(
      Pass pass, Level level, String uid, AttributeChange change, String reason)
      throws IOException {
    require(pass);
    return acts.commit(
        pass,
        reason,
        session -> {
          Optional<Scope> scope = scope(session, level, uid);
          if (scope.isEmpty()) {
            return refuse(Objection.UNKNOWN_UID);
          }
          return aboutStudy(
              scope.get().studyUid(), new Correct(scope.get(), change.overlay(), false));
        });
  }

  private Optional<Scope> scope(Session session, Level level, String uid) throws SQLException {
    return switch (level) {
      case STUDY, PATIENT ->
          session.first(KeepingSql.STUDY, row -> Scope.study(row.getString(1)), uid);
      case SERIES ->
          session.first(
              KeepingSql.SERIES, row -> new Scope(row.getString(1), row.getString(2), ""), uid);
      case IMAGE ->
          session.first(
              KeepingSql.INSTANCE,
              row -> new Scope(row.getString(1), row.getString(2), row.getString(3)),
              uid);
    };
  }

  private Plan aboutStudy(String study, Act act) throws SQLException, IOException {
    Optional<StudyRef> stored = writer.stored(study);
    if (stored.isEmpty()) {
      return refuse(Objection.UNKNOWN_UID);
    }
    return planned(act, stored.get().key, List.of(stored.get().record()), Optional.empty());
  }

  private Plan planned(
      Act act, StudyKeyId key, List<String> records, Optional<SealRequest> content) {
    return vault.ring().contains(key)
        ? new Plan.Do(act, key, content, records)
        : refuse(Objection.MISSING_KEY);
  }

  /** Moves a study to another patient's record, whose identity its objects then carry. */
  public KeepingOutcome move(Pass pass, String study, PatientId into, String reason)
      throws IOException {
    require(pass);
    return acts.commit(
        pass,
        reason,
        session ->
            switch (patients.find(session, into)) {
              case Patients.Search.Not(Objection why) -> refuse(why);
              case Patients.Search.Found(PatientName target) -> {
                Optional<DataSet> account = patients.account(session, target.key().toString());
                yield account.isEmpty()
                    ? refuse(Objection.UNKNOWN_PATIENT)
                    : move(session, study, target, account.get());
              }
            });
  }

  private Plan move(Session session, String study, PatientName target, DataSet account)
      throws SQLException, IOException {
    Optional<StudyRef> stored = writer.stored(study);
    if (stored.isEmpty()) {
      return refuse(Objection.UNKNOWN_UID);
    }
    PatientName from = patients.name(session, stored.get().record()).orElseThrow();
    if (from.key().equals(target.key())) {
      return refuse(Objection.NOTHING_TO_DO);
    }
    return planned(
        new PatientMove(study, from, target, Patients.identity(account), false),
        stored.get().key,
        List.of(from.key().toString(), target.key().toString()),
        Optional.empty());
  }

  /**
   * Makes one record of two that are the same person's: all studies of {@code from} go to {@code
   * into}, and so does what comes later under {@code from}'s identity.
   */
  public KeepingOutcome merge(Pass pass, PatientId from, PatientId into, String reason)
      throws IOException {
    require(pass);
    return acts.commit(
        pass,
        reason,
        session -> {
          Patients.Search ends = patients.find(session, from);
          Patients.Search stays = patients.find(session, into);
          if (ends instanceof Patients.Search.Not(Objection why)) {
            return refuse(why);
          }
          if (stays instanceof Patients.Search.Not(Objection why)) {
            return refuse(why);
          }
          return merge(
              session,
              ((Patients.Search.Found) ends).name(),
              ((Patients.Search.Found) stays).name());
        });
  }

  private Plan merge(Session session, PatientName from, PatientName into)
      throws SQLException, IOException {
    Optional<DataSet> account = patients.account(session, into.key().toString());
    if (account.isEmpty() || !vault.ring().contains(into.key())) {
      return refuse(account.isEmpty() ? Objection.UNKNOWN_PATIENT : Objection.MISSING_KEY);
    }
    if (from.key().equals(into.key()) || writer.alias(into.identity()).isPresent()) {
      return refuse(Objection.NOTHING_TO_DO);
    }
    List<Patients.Held> studies = patients.studies(session, from.key().toString());
    if (studies.size() > Patients.MAX_STUDIES) {
      return refuse(Objection.TOO_MANY_STUDIES);
    }
    if (studies.stream().anyMatch(s -> !vault.ring().contains(s.key()))) {
      return refuse(Objection.MISSING_KEY);
    }
    List<String> uids = studies.stream().map(Patients.Held::uid).toList();
    // It is about no study alone, so it has a key of its own under the record that stays.
    StudyKeyId key = vault.ring().newStudyKey(into.key());
    return new Plan.Do(
        new PatientMerge(from, into, uids, Patients.identity(account.get())),
        key,
        Optional.empty(),
        List.of(from.key().toString(), into.key().toString()));
  }

  /**
   * Takes an act back: what it overrode shows again, what it moved goes back.
   *
   * @param id of the act, or a beginning of it that no other has
   */
  public KeepingOutcome undo(Pass pass, String id, String reason) throws IOException {
    require(pass);
    return acts.commit(
        pass,
        reason,
        session -> {
          List<ActLedger.Line> lines = ActLedger.like(session, id);
          if (lines.size() != 1 || id.length() < 4) {
            return refuse(Objection.UNKNOWN_ACT);
          }
          ActLedger.Line line = lines.getFirst();
          Act act = ActLedger.open(vault, line.address()).act();
          return line.undoneBy().isPresent() || !undoable(act)
              ? refuse(Objection.NOT_UNDOABLE)
              : undo(line, act);
        });
  }

  /** Whether nothing later builds on it. */
  private boolean undoable(Act act) throws SQLException, IOException {
    return switch (act) {
      case Correct _, ConflictKeep _ -> true;
      // The record that it came from may have been destroyed since.
      case PatientMove move ->
          isIn(move.study(), move.into().key()) && vault.ring().contains(move.from().key());
      case PatientMerge merge -> {
        for (String study : merge.studies()) {
          if (!isIn(study, merge.into().key())) {
            yield false;
          }
        }
        yield true;
      }
      case QuarantineDecision decision -> decision.release();
      // A deletion is restored, a hold released.
      case Undo _, Deletion _, Restoration _, Hold _ -> false;
    };
  }

  private boolean isIn(String study, PatientKeyId record) throws SQLException, IOException {
    return writer.stored(study).filter(s -> s.patient.key.equals(record)).isPresent();
  }

  private Plan undo(ActLedger.Line line, Act act) throws SQLException, IOException {
    Undo undo = new Undo(line.id(), act.studies());
    if (act instanceof PatientMerge merge) {
      return planned(
          undo,
          vault.ring().newStudyKey(merge.into().key()),
          List.of(merge.from().key().toString(), merge.into().key().toString()),
          Optional.empty());
    }
    return aboutStudy(act.studies().getFirst(), undo);
  }

  /**
   * Decides a conflict: the instance belongs to its study after all and carries its identity, or
   * the study belongs to the patient that the instance names.
   *
   * @param conflict its number, or the SOP instance UID
   * @param keep whether it belongs to its study
   */
  public KeepingOutcome resolve(Pass pass, String conflict, boolean keep, String reason)
      throws IOException {
    require(pass);
    return acts.commit(
        pass,
        reason,
        session -> {
          Optional<Scope> scope =
              session.first(
                  KeepingSql.CONFLICT,
                  row -> new Scope(row.getString(1), row.getString(2), row.getString(3)),
                  conflict,
                  conflict);
          if (scope.isEmpty()) {
            return refuse(Objection.UNKNOWN_CONFLICT);
          }
          StudyRef study = writer.stored(scope.get().studyUid()).orElseThrow();
          if (keep) {
            DataSet account =
                effects
                    .restatement()
                    .firstOf(study.uid)
                    .orElseThrow()
                    .corrected(effects.corrections().ofStudy(session, study.uid))
                    .header();
            return aboutStudy(study.uid, new ConflictKeep(scope.get(), Patients.identity(account)));
          }
          return moveToNamed(session, study, scope.get());
        });
  }

  private Plan moveToNamed(Session session, StudyRef study, Scope scope)
      throws SQLException, IOException {
    Arrival named = effects.restatement().instance(scope.studyUid(), scope.sopUid()).orElseThrow();
    byte[] identity = writer.identity(named);
    if (identity == null) {
      return refuse(Objection.UNKNOWN_PATIENT);
    }
    String hex = java.util.HexFormat.of().formatHex(identity);
    Optional<String> record =
        session.first(ActSql.RECORD_OF_IDENTITY, row -> row.getString(1), identity);
    PatientName target =
        record.isPresent()
            ? patients.name(session, record.get()).orElseThrow()
            : new PatientName(vault.ring().newPatientKey(), hex);
    return move(session, study.uid, target, named.header());
  }

  /**
   * Decides on a quarantined object: it becomes the content of its SOP instance UID, the former
   * content is kept and {@link #undo} brings it back; or it is dropped for good.
   */
  public KeepingOutcome decide(Pass pass, String id, boolean release, String reason)
      throws IOException {
    require(pass);
    return quarantine.decide(pass, acts, id, release, reason);
  }

  /**
   * A patient record as a keeper is shown it. {@code toString} shows no value.
   *
   * @param record its internal id
   * @param account what its oldest study says of the patient, corrected
   * @param studies UIDs of its studies
   */
  public record PatientView(String record, DataSet account, List<String> studies) {
    public PatientView {
      studies = List.copyOf(studies);
    }
  }

  /** The record of a patient; empty where none or more than one is meant. On record. */
  public Optional<PatientView> patient(Pass pass, PatientId wanted) throws IOException {
    requireOperator(pass);
    Optional<PatientView> found = quarantine.read(session -> view(session, wanted));
    pass.disclose(
        found
            .map(view -> Disclosure.of(view.studies(), List.of(view.record()), 1))
            .orElse(Disclosure.of(List.of(), List.of(), 0)));
    return found;
  }

  private Optional<PatientView> view(Session session, PatientId wanted)
      throws SQLException, IOException {
    return switch (patients.find(session, wanted)) {
      case Patients.Search.Not _ -> Optional.empty();
      case Patients.Search.Found(PatientName name) -> {
        String record = name.key().toString();
        yield Optional.of(
            new PatientView(
                record,
                patients.account(session, record).orElseGet(DataSet::new),
                patients.studies(session, record).stream().map(Patients.Held::uid).toList()));
      }
    };
  }

  /**
   * The attributes in which a quarantined object and the one it came after differ, on record; empty
   * where there is no such object, or it can't be compared by attribute.
   */
  public List<Difference> differences(Pass pass, String id) throws IOException {
    requireOperator(pass);
    return quarantine.differences(pass, id);
  }

  /** An attribute that differs; {@code toString} shows the tag alone. */
  public record Difference(int tag, List<String> kept, List<String> came) {
    public Difference {
      kept = List.copyOf(kept);
      came = List.copyOf(came);
    }

    @Override
    public String toString() {
      return "Difference[" + huisclos.dicom.Tags.format(tag) + "]";
    }
  }

  /** A line of a study's history. */
  public record HistoryLine(
      String act,
      String kind,
      java.time.Instant time,
      String actor,
      String reason,
      String series,
      String instance,
      List<Integer> tags,
      Optional<String> undoneBy) {
    public HistoryLine {
      tags = List.copyOf(tags);
    }
  }

  /** What was done to a study, oldest first: tags, not values. */
  public List<HistoryLine> history(Pass pass, String study) throws IOException {
    requireOperator(pass);
    List<HistoryLine> history = new ArrayList<>();
    for (ActLedger.Line line : quarantine.read(s -> ActLedger.ofStudy(s, study))) {
      ActEntry entry = ActLedger.open(vault, line.address());
      Scope scope = scope(entry.act());
      history.add(
          new HistoryLine(
              line.id(),
              line.kind(),
              line.at(),
              line.actor(),
              entry.reason(),
              scope.seriesUid(),
              scope.sopUid(),
              List.copyOf(overlay(entry.act()).tags()),
              line.undoneBy()));
    }
    return history;
  }

  private static Scope scope(Act act) {
    return switch (act) {
      case Correct correct -> correct.scope();
      case ConflictKeep keep -> keep.scope();
      case QuarantineDecision decision -> decision.scope();
      case PatientMove _, PatientMerge _, Undo _, Deletion _, Restoration _, Hold _ ->
          Scope.study("");
    };
  }

  private static Overlay overlay(Act act) {
    return switch (act) {
      case Correct correct -> correct.overlay();
      case ConflictKeep keep -> keep.identity();
      case PatientMove move -> move.identity();
      case PatientMerge merge -> merge.identity();
      case QuarantineDecision _, Undo _, Deletion _, Restoration _, Hold _ ->
          Overlay.of(Overlay.utf8(), List.of());
    };
  }
}

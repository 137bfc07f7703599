package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.KeyRing;
import huisclos.vault.PatientKeyId;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What acts do: to the key ring, then to the index. The same code runs when an act is done and when
 * it is replayed; doing it twice does no harm. On the ingest connection.
 */
final class ActEffects {
  private final Session session;
  private final Vault vault;
  private final IndexWriter writer;
  private final SealedAttributes sealed;
  private final Corrections corrections;
  private final DeletionEffects deletions;
  private final Restatement restatement;

  ActEffects(
      Session session, Vault vault, IndexWriter writer, SealedAttributes sealed, Tokens tokens) {
    this.session = session;
    this.vault = vault;
    this.writer = writer;
    this.sealed = sealed;
    this.corrections = new Corrections(sealed);
    this.deletions = new DeletionEffects(session, sealed);
    this.restatement = new Restatement(session, vault, writer, sealed, tokens, corrections);
  }

  /** Finds the address of an object that an act names and that no row of the index has. */
  interface Contents {
    Optional<BlobAddress> find(String object);
  }

  Corrections corrections() {
    return corrections;
  }

  Restatement restatement() {
    return restatement;
  }

  /**
   * Makes the ring agree with an act, durably: before the index does.
   *
   * @param key what the act is sealed under: of an act about one study, that study's key
   */
  void rewrap(ActEntry entry, StudyKeyId key) throws IOException, SQLException {
    List<String> studies = entry.act().studies();
    for (Map.Entry<String, PatientKeyId> home : homes(entry.act()).entrySet()) {
      Optional<StudyKeyId> study =
          studies.size() == 1 && !(entry.act() instanceof PatientMerge)
              ? Optional.of(key)
              : writer.stored(home.getKey()).map(s -> s.key);
      if (study.isPresent()) {
        rewrap(study.get(), home.getValue());
      }
    }
    vault.ring().sync();
  }

  /** Makes the ring say that these studies belong to these records, as far as both are there. */
  void rewrap(Map<String, PatientKeyId> homes) throws IOException, SQLException {
    for (Map.Entry<String, PatientKeyId> home : homes.entrySet()) {
      Optional<StudyRef> study = writer.stored(home.getKey());
      if (study.isPresent()) {
        rewrap(study.get().key, home.getValue());
      }
    }
    vault.ring().sync();
  }

  /** The records that studies belong to after an act; those it moves alone. */
  Map<String, PatientKeyId> homes(Act act) throws IOException, SQLException {
    Map<String, PatientKeyId> homes = new LinkedHashMap<>();
    switch (act) {
      case PatientMove move -> homes.put(move.study(), move.into().key());
      case PatientMerge merge -> merge.studies().forEach(s -> homes.put(s, merge.into().key()));
      case Undo undo -> {
        Optional<ActEntry> undone = undone(undo);
        if (undone.isPresent()) {
          switch (undone.get().act()) {
            case PatientMove move -> homes.put(move.study(), move.from().key());
            case PatientMerge merge ->
                merge.studies().forEach(s -> homes.put(s, merge.from().key()));
            case Correct _,
                Undo _,
                ConflictKeep _,
                QuarantineDecision _,
                Deletion _,
                Restoration _,
                Hold _ -> {}
          }
        }
      }
      case Correct _, ConflictKeep _, QuarantineDecision _, Deletion _, Restoration _, Hold _ -> {}
    }
    return homes;
  }

  private void rewrap(StudyKeyId study, PatientKeyId into) throws IOException {
    KeyRing ring = vault.ring();
    // A key that was destroyed meanwhile takes its studies with it: there is nothing to wrap.
    if (ring.contains(study)
        && ring.contains(into)
        && !ring.patientOf(study).equals(Optional.of(into))) {
      ring.rewrap(study, into);
    }
  }

  private Optional<ActEntry> undone(Undo undo) throws SQLException, IOException {
    Optional<ActLedger.Line> line = ActLedger.find(session, undo.act());
    return line.isEmpty()
        ? Optional.empty()
        : Optional.of(ActLedger.open(vault, line.get().address()));
  }

  /** Writes an act and its effect into the index; within a transaction. */
  void apply(ActEntry entry, Contents contents) throws SQLException, IOException {
    if (ActLedger.find(session, entry.id()).isPresent()) {
      return;
    }
    if (entry.act() instanceof Correct correct && correct.onArrival()) {
      // Its object comes next and is written as it says: no row is to be stated anew.
      arrive(entry, correct);
      return;
    }
    writer.settle();
    long number = ActLedger.add(session, entry);
    switch (entry.act()) {
      case Correct correct -> correct(entry, number, correct);
      case ConflictKeep keep -> keep(entry, number, keep);
      case PatientMove move -> {
        add(entry, number, Scope.study(move.study()), move.identity(), move.samePatient());
        transfer(move.study(), move.into());
      }
      case PatientMerge merge -> merge(entry, number, merge);
      case QuarantineDecision decision -> quarantine(decision, number, contents);
      case Deletion deletion -> deletions.delete(entry, deletion);
      case Restoration restoration -> deletions.restore(restoration);
      case Hold hold -> deletions.hold(entry, hold);
      case Undo undo -> undo(entry, undo);
    }
    writer.reached(entry.address());
    writer.settle();
    writer.forget();
  }

  private void arrive(ActEntry entry, Correct correct) throws SQLException, IOException {
    corrections.add(
        session,
        new Correction(
            ActLedger.add(session, entry),
            entry.time(),
            true,
            true,
            correct.scope(),
            correct.overlay()));
    writer.reached(entry.address());
  }

  private void correct(ActEntry entry, long number, Correct correct)
      throws SQLException, IOException {
    corrections.add(
        session,
        new Correction(number, entry.time(), false, true, correct.scope(), correct.overlay()));
    restatement.of(correct.scope().studyUid(), levels(correct.overlay()));
  }

  private void keep(ActEntry entry, long number, ConflictKeep keep)
      throws SQLException, IOException {
    add(entry, number, keep.scope(), keep.identity(), false);
    session.update(ActSql.CONFLICTS_OF_INSTANCE, keep.scope().sopUid());
    restatement.of(keep.scope().studyUid(), EnumSet.of(Level.STUDY));
  }

  private void merge(ActEntry entry, long number, PatientMerge merge)
      throws SQLException, IOException {
    patientRow(merge.from());
    for (String study : merge.studies()) {
      add(entry, number, Scope.study(study), merge.identity(), true);
      transfer(study, merge.into());
    }
    if (!merge.from().identity().isEmpty()) {
      byte[] identity = HexFormat.of().parseHex(merge.from().identity());
      ActFields details = ActFields.empty();
      merge.identity().write(details);
      session.update(ActSql.REMOVE_ALIAS, identity);
      session.update(
          ActSql.INSERT_ALIAS,
          identity,
          number,
          merge.from().key().toString(),
          merge.into().key().toString(),
          sealed.seal(details.encode(), "alias", merge.from().identity()));
    }
  }

  /** Puts a study into another record; its conflicts are settled by that. */
  private void transfer(String study, PatientName into) throws SQLException, IOException {
    long patient = patientRow(into);
    Optional<StudyRef> stored = writer.stored(study);
    if (stored.isPresent()) {
      session.update(ActSql.MOVE_STUDY, patient, stored.get().id);
      session.update(ActSql.CONFLICTS_OF_STUDY, study);
      writer.forget();
      restatement.of(study, EnumSet.of(Level.STUDY));
    }
  }

  /** The row of a patient record, made where there is none. */
  private long patientRow(PatientName name) throws SQLException {
    long id = session.number(ActSql.PATIENT_OF_RECORD, name.key().toString());
    if (id != 0) {
      return id;
    }
    byte[] identity = name.identity().isEmpty() ? null : HexFormat.of().parseHex(name.identity());
    boolean taken =
        identity != null
            && session
                .first(ActSql.RECORD_OF_IDENTITY, row -> row.getString(1), identity)
                .isPresent();
    long next = session.number(Sql.MAX_PATIENT) + 1;
    session.update(Sql.INSERT_PATIENT, next, name.key().toString(), taken ? null : identity);
    return next;
  }

  private void quarantine(QuarantineDecision decision, long number, Contents contents)
      throws SQLException, IOException {
    session.update(ActSql.REMOVE_QUARANTINE, decision.quarantined());
    Scope scope = decision.scope();
    Optional<Known> known = writer.known(scope.sopUid());
    if (!decision.release() || known.isEmpty()) {
      return;
    }
    BlobAddress address =
        contents
            .find(decision.content())
            .orElseThrow(() -> new ArchiveException("a released object is not in the vault"));
    BlobDescriptor content = vault.open(address, known.get().studyKey()).descriptor();
    session.update(ActSql.INSERT_SUPERSEDED, number, scope.sopUid());
    session.update(
        ActSql.REPLACE_CONTENT,
        content.transferSyntaxUid(),
        HexFormat.of().parseHex(content.sha256()),
        content.length(),
        address.store(),
        address.container(),
        address.offset(),
        address.length(),
        address.object().bytes(),
        scope.sopUid());
    writer.reached(address);
    writer.settle();
    restatement.of(scope.studyUid(), EnumSet.allOf(Level.class));
  }

  private void undo(ActEntry entry, Undo undo) throws SQLException, IOException {
    Optional<ActLedger.Line> line = ActLedger.find(session, undo.act());
    if (line.isEmpty() || line.get().undoneBy().isPresent()) {
      return;
    }
    long number = line.get().number();
    session.update(ActSql.UNDO_ACT, entry.id(), undo.act());
    corrections.removeOf(session, number);
    switch (ActLedger.open(vault, line.get().address()).act()) {
      case Correct correct -> restatement.of(correct.scope().studyUid(), levels(correct.overlay()));
      case ConflictKeep keep -> restatement.of(keep.scope().studyUid(), EnumSet.of(Level.STUDY));
      case PatientMove move -> transfer(move.study(), move.from());
      case PatientMerge merge -> {
        session.update(ActSql.REMOVE_ALIASES_OF_ACT, number);
        for (String study : merge.studies()) {
          transfer(study, merge.from());
        }
      }
      case QuarantineDecision decision -> {
        restoreContent(number);
        restatement.of(decision.scope().studyUid(), EnumSet.allOf(Level.class));
      }
      case Deletion deletion ->
          deletions.restore(new Restoration(deletion.study(), deletion.instances()));
      case Hold hold -> deletions.hold(entry, new Hold(hold.study(), !hold.held()));
      case Restoration _ -> {
        // It is deleted again by a deletion, which says until when it can be restored.
      }
      case Undo _ -> throw new ArchiveException("what was taken back stays so");
    }
  }

  /** The content that an act superseded takes its place again. */
  private void restoreContent(long act) throws SQLException {
    Object[] row =
        session
            .first(
                ActSql.SUPERSEDED_BY_ACT,
                r ->
                    new Object[] {
                      r.getString(2),
                      r.getBytes(3),
                      r.getLong(4),
                      r.getInt(5),
                      r.getLong(6),
                      r.getLong(7),
                      r.getLong(8),
                      r.getBytes(9),
                      r.getString(1)
                    },
                act)
            .orElse(new Object[0]);
    if (row.length > 0) {
      session.update(ActSql.REPLACE_CONTENT, row);
      session.update(ActSql.REMOVE_SUPERSEDED, act);
    }
  }

  private void add(ActEntry entry, long number, Scope scope, Overlay overlay, boolean original)
      throws SQLException, IOException {
    corrections.add(session, new Correction(number, entry.time(), false, original, scope, overlay));
  }

  /** The rows that a change of these attributes can touch. */
  static Set<Level> levels(Overlay overlay) {
    if (!overlay.characterSet().isEmpty()) {
      return EnumSet.allOf(Level.class);
    }
    Set<Level> levels = EnumSet.of(Level.STUDY);
    for (int tag : overlay.tags()) {
      QueryKeys.find(tag).map(QueryKeys.Key::level).ifPresent(levels::add);
    }
    return levels;
  }
}

package huisclos.archive;

import huisclos.archive.ActFields.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * The corrections in force, as the index keeps them: sealed, by study. They apply in the order of
 * their acts, those made on arrival first; the last one wins. Thread-safe.
 */
final class Corrections {
  private final SealedAttributes sealed;

  Corrections(SealedAttributes sealed) {
    this.sealed = sealed;
  }

  /** Writes a correction; within a transaction. */
  void add(Session session, Correction made) throws SQLException, IOException {
    Scope scope = made.scope();
    ActFields fields =
        ActFields.empty()
            .text(Field.TIME, made.time().toString())
            .text(Field.SAME_PATIENT, made.showsOriginal() ? "yes" : "");
    made.overlay().write(fields);
    session.update(
        ActSql.INSERT_CORRECTION,
        made.act(),
        scope.studyUid(),
        scope.seriesUid(),
        scope.sopUid(),
        made.onArrival() ? 1 : 0,
        sealed.seal(fields.encode(), "correction", made.act() + "/" + scope.studyUid()));
  }

  /** What an act corrected counts no more; within a transaction. */
  void removeOf(Session session, long act) throws SQLException {
    session.update(ActSql.REMOVE_CORRECTIONS, act);
  }

  /** All corrections in a study, in the order in which they apply. */
  List<Correction> ofStudy(Session session, String study) throws SQLException, IOException {
    return read(session, ActSql.CORRECTIONS_OF_STUDY, study);
  }

  /** The same on a reading connection. */
  List<Correction> ofStudy(IndexDatabase index, String study) throws IOException {
    try {
      return index.read(session -> {
        try {
          return ofStudy(session, study);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw new ArchiveException("a correction can't be read", e);
    }
  }

  /** Those of a study that were not made on arrival. */
  List<Correction> laterOfStudy(Session session, String study) throws SQLException, IOException {
    return read(session, ActSql.LATER_CORRECTIONS_OF_STUDY, study);
  }

  /** Those that were made as this instance came. */
  List<Correction> onArrival(Session session, String study, String sop)
      throws SQLException, IOException {
    return read(session, ActSql.ARRIVAL_CORRECTIONS, study, sop);
  }

  private record Stored(long act, Scope scope, boolean onArrival, SealedColumn details) {}

  private List<Correction> read(Session session, String sql, Object... arguments)
      throws SQLException, IOException {
    List<Stored> rows = new ArrayList<>();
    session.each(
        sql,
        row ->
            rows.add(
                new Stored(
                    row.getLong(1),
                    new Scope(row.getString(2), row.getString(3), row.getString(4)),
                    row.getInt(5) == 1,
                    new SealedColumn(row.getBytes(6)))),
        arguments);
    List<Correction> corrections = new ArrayList<>();
    for (Stored row : rows) {
      ActFields fields =
          ActFields.decode(
              sealed.openBytes(
                  row.details.bytes(), "correction", row.act + "/" + row.scope.studyUid()));
      corrections.add(
          new Correction(
              row.act,
              time(fields),
              row.onArrival,
              !fields.text(Field.SAME_PATIENT).isEmpty(),
              row.scope,
              Overlay.from(fields)));
    }
    return corrections;
  }

  private static Instant time(ActFields fields) throws ArchiveException {
    try {
      return Instant.parse(fields.required(Field.TIME));
    } catch (DateTimeParseException e) {
      throw new ArchiveException("a correction has no time", e);
    }
  }
}

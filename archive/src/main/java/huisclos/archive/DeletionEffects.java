package huisclos.archive;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What deletions, restorations and holds do to the index; within a transaction, on the ingest
 * connection.
 */
final class DeletionEffects {
  private final Session session;
  private final SealedAttributes sealed;

  DeletionEffects(Session session, SealedAttributes sealed) {
    this.session = session;
    this.sealed = sealed;
  }

  void delete(ActEntry entry, Deletion deletion) throws SQLException {
    long id = session.number(DeleteSql.MAX_DELETION) + 1;
    session.update(
        DeleteSql.INSERT_DELETION,
        id,
        entry.id(),
        deletion.study(),
        deletion.reason().word(),
        entry.actor(),
        entry.time().toEpochMilli(),
        deletion.until().toEpochMilli());
    for (String instance : deletion.instances()) {
      session.update(DeleteSql.HIDE, id, instance);
    }
    settle(deletion.study());
  }

  void restore(Restoration restoration) throws SQLException {
    for (String instance : restoration.instances()) {
      session.update(DeleteSql.SHOW, instance);
    }
    settle(restoration.study());
  }

  void hold(ActEntry entry, Hold hold) throws SQLException {
    session.update(DeleteSql.REMOVE_HOLD, hold.study());
    if (hold.held()) {
      session.update(
          DeleteSql.INSERT_HOLD,
          hold.study(),
          entry.id(),
          entry.actor(),
          entry.time().toEpochMilli(),
          sealed.seal(entry.reason().getBytes(StandardCharsets.UTF_8), "hold", hold.study()));
    }
  }

  /** Drops deletions that hide nothing, and counts what shows of a study. */
  void settle(String study) throws SQLException {
    session.update(DeleteSql.DROP_EMPTY_DELETIONS, study);
    long id = session.number(DeleteSql.STUDY_ID, study);
    if (id == 0) {
      return;
    }
    session.update(DeleteSql.RECOUNT_SERIES, id);
    session.update(
        DeleteSql.RECOUNT_STUDY,
        String.join("\\", list(DeleteSql.SHOWN_MODALITIES, id)),
        String.join("\\", list(DeleteSql.SHOWN_SOP_CLASSES, id)),
        id);
  }

  private List<String> list(String sql, long study) throws SQLException {
    List<String> values = new ArrayList<>();
    session.each(sql, row -> values.add(row.getString(1)), study);
    return values;
  }
}

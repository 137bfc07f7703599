package huisclos.archive;

import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import huisclos.trail.TrailLimits;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The change feed: in order, never changed, to be resumed from any number. Its rows are written by
 * the index's own triggers, in the transaction of whatever changed. Thread-safe.
 *
 * <p>It is kept when the index is made anew: what the new index has and the feed doesn't is added.
 * An index that was lost or is another vault's begins a feed of another name. What a power cut took
 * from the index comes again with the same numbers, since objects and acts are replayed in the
 * order in which they came; with other times.
 */
final class Changes {
  /** Most changes of one page. */
  static final int MAX_PAGE = 1_000;

  static final String LIST =
      "SELECT number, at, kind, reason, study_uid, series_uid, sop_uid FROM change WHERE number > ?"
          + " ORDER BY number LIMIT ?";
  static final String LATEST =
      "SELECT number, at, kind, reason, study_uid, series_uid, sop_uid FROM change"
          + " ORDER BY number DESC LIMIT 1";
  private static final String NAME = "SELECT value FROM setting WHERE name = 'feed'";

  private static final String HOLD =
      "INSERT OR REPLACE INTO setting (name, value) VALUES ('feed.held', '')";
  private static final String RELEASE = "DELETE FROM setting WHERE name = 'feed.held'";
  private static final String RENAME =
      "UPDATE setting SET value = lower(hex(randomblob(8))) WHERE name = 'feed'";
  private static final String CLEAR = "DELETE FROM change";
  private static final String ADD_MISSING =
      "INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid) SELECT i.received,"
          + " 'STORED', '', s.uid, e.uid, i.sop_uid FROM instance i CROSS JOIN series e ON e.id ="
          + " i.series_id CROSS JOIN study s ON s.id = e.study_id WHERE i.sop_uid NOT IN (SELECT"
          + " sop_uid FROM change) ORDER BY i.id";

  private static final String ADD_MISSING_DELETED =
      "INSERT INTO change (at, kind, reason, study_uid, series_uid, sop_uid) SELECT d.deleted,"
          + " 'DELETED', d.reason, s.uid, e.uid, i.sop_uid FROM deletion d CROSS JOIN instance i ON"
          + " i.hidden = d.id CROSS JOIN series e ON e.id = i.series_id CROSS JOIN study s ON s.id"
          + " = e.study_id WHERE i.sop_uid NOT IN (SELECT sop_uid FROM change WHERE kind ="
          + " 'DELETED') ORDER BY d.id, i.id";

  private final IndexDatabase index;
  private final Within within;

  /** Whether somebody may know of a study. */
  interface Within {
    boolean has(Pass pass, String study) throws IOException;
  }

  Changes(IndexDatabase index, Within within) {
    this.index = index;
    this.within = within;
  }

  /** Within the transaction that makes the index anew: nothing that happens now is a change. */
  static void hold(Session session) throws SQLException {
    session.update(HOLD);
  }

  /**
   * At its end.
   *
   * @param foreign whether the index before was another vault's
   */
  static void release(Session session, boolean foreign) throws SQLException {
    if (foreign) {
      session.update(CLEAR);
      session.update(RENAME);
    }
    session.update(ADD_MISSING);
    session.update(ADD_MISSING_DELETED);
    session.update(RELEASE);
  }

  /**
   * The changes after a number, as far as they are within the pass's reach; on record when this
   * returns.
   *
   * @param since 0: from the beginning
   * @param limit how many are looked at, at most {@link #MAX_PAGE}
   */
  ChangePage list(Pass pass, long since, int limit) throws IOException {
    int most = Math.min(limit, MAX_PAGE);
    List<Change> read = new ArrayList<>();
    String feed =
        index.read(session -> {
          session.each(LIST, row -> read.add(change(row)), since, most + 1);
          return name(session);
        });
    boolean more = read.size() > most;
    List<Change> looked = more ? read.subList(0, most) : read;
    long reached = looked.isEmpty() ? since : looked.getLast().number();
    return new ChangePage(feed, shown(pass, looked), reached, more);
  }

  /** The last change alone; nothing where it is out of reach. */
  ChangePage latest(Pass pass) throws IOException {
    List<Change> read = new ArrayList<>();
    String feed =
        index.read(session -> {
          session.each(LATEST, row -> read.add(change(row)));
          return name(session);
        });
    long reached = read.isEmpty() ? 0 : read.getLast().number();
    return new ChangePage(feed, shown(pass, read), reached, false);
  }

  private static String name(Session session) throws SQLException {
    return session.first(NAME, row -> row.getString(1)).orElse("");
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        Change.Kind.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }

  private List<Change> shown(Pass pass, List<Change> changes) throws IOException {
    Map<String, Boolean> known = new HashMap<>();
    List<Change> shown = new ArrayList<>();
    Set<String> studies = new LinkedHashSet<>();
    for (Change change : changes) {
      Boolean reaches = known.get(change.study());
      if (reaches == null) {
        reaches = pass.reach().isEverything() || within.has(pass, change.study());
        known.put(change.study(), reaches);
      }
      if (reaches) {
        shown.add(change);
        studies.add(change.study());
      }
    }
    pass.disclose(Disclosure.of(TrailLimits.named(List.copyOf(studies)), List.of(), shown.size()));
    return shown;
  }
}

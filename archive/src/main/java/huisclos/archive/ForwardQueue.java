package huisclos.archive;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What waits to be forwarded, was, or was given up: UIDs only. It lies in the index database, so a
 * restart goes on where it was; an instance that was sent but not yet marked is sent again, which
 * changes nothing at the destination. Thread-safe.
 */
public final class ForwardQueue {
  /** Days for which it is remembered that an instance was sent. */
  public static final int KEPT_DAYS = 7;

  /** Rows forgotten at once, so that no store waits long for the index. */
  private static final int PURGE_ROWS = 5_000;

  private static final int WAITING = 0;
  private static final int SENT = 1;
  private static final int FAILED = 2;

  private final IndexDatabase index;
  private final Clock clock;

  ForwardQueue(IndexDatabase index, Clock clock) {
    this.index = index;
    this.clock = clock;
  }

  /** The destinations for which something is due. */
  public List<String> destinationsDue() throws IOException {
    long now = clock.millis();
    return index.read(session -> {
      List<String> titles = new ArrayList<>();
      session.each(PeerSql.DESTINATIONS_DUE, row -> titles.add(row.getString(1)), now);
      return titles;
    });
  }

  /** What is due for a destination, in the order it came. */
  public List<ForwardItem> due(String destination, int limit) throws IOException {
    return items(PeerSql.ITEMS_DUE, destination, clock.millis(), limit);
  }

  /** What was given up for a destination, latest first. */
  public List<ForwardItem> failures(String destination, int limit) throws IOException {
    return items(PeerSql.ITEMS_FAILED, destination, limit);
  }

  private List<ForwardItem> items(String sql, Object... arguments) throws IOException {
    return index.read(session -> {
      List<ForwardItem> items = new ArrayList<>();
      session.each(sql, row -> items.add(item(row)), arguments);
      return items;
    });
  }

  private static ForwardItem item(ResultSet row) throws SQLException {
    return new ForwardItem(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        Instant.ofEpochMilli(row.getLong(5)),
        row.getString(6));
  }

  /** These are there. */
  public void sent(Collection<ForwardItem> items) throws IOException {
    settle(items, SENT, "");
  }

  /** This one is given up. */
  public void failed(ForwardItem item, String reason) throws IOException {
    settle(List.of(item), FAILED, reason);
  }

  private void settle(Collection<ForwardItem> items, int state, String reason) throws IOException {
    long now = clock.millis();
    var _ =
        index.administer(session -> {
          int rows = 0;
          for (ForwardItem item : items) {
            rows += session.update(PeerSql.SETTLE_ITEM, state, now, reason, item.id());
          }
          return rows;
        });
  }

  /** This one was refused for now, and is due again then. */
  public void postpone(ForwardItem item, Instant due, String reason) throws IOException {
    var _ =
        index.administer(session ->
            session.update(
                PeerSql.POSTPONE_ITEM, item.attempts() + 1, due.toEpochMilli(), reason, item.id()));
  }

  /** These could not be tried: the destination itself was at fault. They stay due. */
  public void untried(Collection<ForwardItem> items, String reason) throws IOException {
    var _ =
        index.administer(session -> {
          int rows = 0;
          for (ForwardItem item : items) {
            rows += session.update(PeerSql.EXPLAIN_ITEM, reason, item.id());
          }
          return rows;
        });
  }

  /**
   * Gives up what has waited for a destination longer than this.
   *
   * @return how many
   */
  public int giveUp(String destination, Duration age, String reason) throws IOException {
    long now = clock.millis();
    long before = now - age.toMillis();
    return index.administer(
        session -> session.update(PeerSql.GIVE_UP_OLD, now, reason, destination, before));
  }

  /** Lets what was given up wait again, as if it had just come; how many. */
  public int retry(String destination) throws IOException {
    long now = clock.millis();
    return index.administer(session -> session.update(PeerSql.RETRY_FAILED, now, now, destination));
  }

  /** Forgets what was given up for a destination; how many. */
  public int drop(String destination) throws IOException {
    return index.administer(session -> session.update(PeerSql.DROP_FAILED, destination));
  }

  /** Forgets what was sent long ago, a bounded number of rows; how many. */
  public int purge() throws IOException {
    long before = clock.millis() - Duration.ofDays(KEPT_DAYS).toMillis();
    return index.administer(session -> session.update(PeerSql.PURGE_SENT, before, PURGE_ROWS));
  }

  /** How each destination's queue stands, by title. */
  public List<ForwardCount> counts() throws IOException {
    return index.read(session -> {
      List<ForwardCount> counts = new ArrayList<>();
      List<String> titles = new ArrayList<>();
      session.each(PeerSql.DESTINATIONS_KNOWN, row -> titles.add(row.getString(1)));
      for (String title : titles) {
        Optional<Long> oldest =
            session
                .first(PeerSql.OLDEST_WAITING, row -> row.getLong(1), title)
                .filter(millis -> millis > 0);
        counts.add(
            new ForwardCount(
                title,
                session.number(PeerSql.COUNT_ITEMS, title, WAITING),
                session.number(PeerSql.COUNT_ITEMS, title, SENT),
                session.number(PeerSql.COUNT_ITEMS, title, FAILED),
                oldest.map(Instant::ofEpochMilli),
                session.first(PeerSql.LAST_REASON, row -> row.getString(1), title).orElse("")));
      }
      return counts;
    });
  }
}

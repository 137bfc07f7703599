package huisclos.archive;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What scrubs remember beyond a restart, in the index; and in memory, so that it is known even when
 * the index is what is damaged. Thread-safe.
 */
final class ScrubLedger {
  private static final Logger LOG = LoggerFactory.getLogger(ScrubLedger.class);

  static final String ROUND = "round";
  static final String LAST_ROUND = "last-round";
  static final String POSITION = "position";

  private final IndexDatabase index;
  private final Clock clock;
  private final Map<String, Damage> open = new LinkedHashMap<>();
  private final Map<String, Long> metIn = new LinkedHashMap<>();
  private long uncounted;

  ScrubLedger(IndexDatabase index, Clock clock) throws IOException {
    this.index = index;
    this.clock = clock;
    for (Damage damage : index.read(ScrubLedger::read)) {
      open.put(damage.key(), damage);
      metIn.put(damage.key(), 0L);
    }
  }

  private static List<Damage> read(Session session) throws java.sql.SQLException {
    List<Damage> list = new ArrayList<>();
    session.each(
        ScrubSql.FINDINGS,
        row ->
            list.add(
                new Damage(
                    DamageKind.of(row.getString(1)).orElse(DamageKind.INDEX),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getString(7),
                    Instant.ofEpochMilli(row.getLong(8)))),
        Scrubber.MAX_OPEN);
    return list;
  }

  /** Something that is remembered by name. */
  Optional<String> state(String name) {
    try {
      return index.read(s -> s.first(ScrubSql.SELECT_STATE, row -> row.getString(1), name));
    } catch (ArchiveException e) {
      return Optional.empty();
    }
  }

  OptionalLong number(String name) {
    return state(name)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElseGet(OptionalLong::empty);
  }

  /** Remembers; a failure is for the log, for the scrub goes on without. */
  void remember(String name, String value) {
    administer(s -> {
      s.update(ScrubSql.DELETE_STATE, name);
      s.update(ScrubSql.INSERT_STATE, name, value);
      return true;
    });
  }

  private void administer(Session.Work<Boolean> work) {
    try {
      var _ = index.administer(work);
    } catch (ArchiveException e) {
      LOG.warn("what a scrub found can't be kept in the index: {}", e.getClass().getName());
    }
  }

  /** Notes damage that a round met; true when it is new. */
  boolean met(Damage damage, long round) {
    boolean fresh;
    synchronized (this) {
      Optional<Damage> before = Optional.ofNullable(open.get(damage.key()));
      fresh = before.isEmpty();
      if (fresh && open.size() >= Scrubber.MAX_OPEN) {
        uncounted++;
        return false;
      }
      open.put(damage.key(), before.map(known -> since(damage, known)).orElse(damage));
      metIn.put(damage.key(), round);
    }
    administer(s -> {
      String kind = damage.kind().word();
      if (s.update(
              ScrubSql.MEET_FINDING,
              round,
              damage.detail(),
              damage.objects(),
              kind,
              damage.place(),
              damage.study(),
              damage.instance())
          == 0) {
        s.update(
            ScrubSql.INSERT_FINDING,
            kind,
            damage.place(),
            damage.study(),
            damage.series(),
            damage.instance(),
            damage.objects(),
            damage.detail(),
            damage.found().toEpochMilli(),
            round);
      }
      return true;
    });
    return fresh;
  }

  private static Damage since(Damage now, Damage before) {
    return new Damage(
        now.kind(),
        now.place(),
        now.study(),
        now.series(),
        now.instance(),
        now.objects(),
        now.detail(),
        before.found());
  }

  /** A round that looked at everything has ended: what it did not meet is mended. */
  void ended(long round) {
    synchronized (this) {
      metIn
          .entrySet()
          .removeIf(met -> {
            boolean mended = met.getValue() < round;
            if (mended) {
              open.remove(met.getKey());
            }
            return mended;
          });
    }
    administer(s -> {
      s.update(ScrubSql.MENDED, round);
      return true;
    });
    remember(LAST_ROUND, Long.toString(clock.millis()));
  }

  /** A round begins to count what is beyond the bound anew. */
  synchronized void began() {
    uncounted = 0;
  }

  /** What is open now. */
  synchronized List<Damage> open() {
    return List.copyOf(open.values());
  }

  /** How much that is, what is beyond the bound included. */
  synchronized long count() {
    return open.size() + uncounted;
  }

  /** When the last round that looked at everything ended. */
  Optional<Instant> lastRound() {
    OptionalLong at = number(LAST_ROUND);
    return at.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at.getAsLong()));
  }
}

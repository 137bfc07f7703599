package huisclos.archive;

import huisclos.dicom.DataSet;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of what is corrected on arrival. Thread-safe.
 *
 * <p>They lie in the index as settings; what they did to an object lies in the vault with it. Rules
 * are looked at in a copy that is renewed after each own change and otherwise once it is half a
 * second old: several nodes may share one index.
 */
public final class Coercions {
  /** Rules of one site. */
  public static final int MAX_RULES = 1_000;

  private static final long FRESH_NANOS = 500_000_000L;

  private final IndexDatabase index;
  private final Clock clock;
  private volatile @Nullable Snapshot snapshot;

  private record Snapshot(List<Coercion> rules, long readAt) {}

  Coercions(IndexDatabase index, Clock clock) {
    this.index = index;
    this.clock = clock;
  }

  /** All rules, oldest first. */
  public List<Coercion> list() throws IOException {
    Snapshot current = snapshot;
    if (current == null || System.nanoTime() - current.readAt > FRESH_NANOS) {
      current =
          index.read(session -> {
            long now = System.nanoTime();
            List<Coercion> rules = new ArrayList<>();
            session.each(KeepingSql.COERCIONS, row -> rules.add(rule(row)));
            return new Snapshot(List.copyOf(rules), now);
          });
      snapshot = current;
    }
    return current.rules;
  }

  private static Coercion rule(ResultSet row) throws SQLException {
    return new Coercion(
        row.getLong(1),
        Coercion.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT).replace('-', '_')),
        row.getString(3),
        row.getString(4),
        Instant.parse(row.getString(5)));
  }

  /**
   * Adds a rule. Empty if there are too many.
   *
   * @throws IllegalArgumentException with what to write instead, if it is no rule
   */
  public Optional<Coercion> add(Coercion.Kind kind, String sender, String value)
      throws IOException {
    Coercion draft = new Coercion(0, kind, sender, value, clock.instant());
    Optional<Coercion> added =
        index.administer(session -> {
          if (session.number(KeepingSql.COUNT_COERCIONS) >= MAX_RULES) {
            return Optional.empty();
          }
          long id = session.number(KeepingSql.MAX_COERCION) + 1;
          session.update(
              KeepingSql.INSERT_COERCION,
              id,
              draft.kind().word(),
              draft.sender(),
              draft.value(),
              draft.added().toString());
          return Optional.of(
              new Coercion(id, draft.kind(), draft.sender(), draft.value(), draft.added()));
        });
    snapshot = null;
    return added;
  }

  /** Removes a rule; false if there is none. What it did stays done. */
  public boolean remove(long id) throws IOException {
    boolean removed =
        index.administer(session -> session.update(KeepingSql.REMOVE_COERCION, id) > 0);
    snapshot = null;
    return removed;
  }

  /** What is corrected of an object that comes from a sender; empty where nothing is. */
  Optional<Overlay> of(String sender, DataSet header) throws IOException {
    List<Coercion> rules = list();
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Coercion.overlay(rules, sender, header)).filter(made -> !made.isEmpty());
  }
}

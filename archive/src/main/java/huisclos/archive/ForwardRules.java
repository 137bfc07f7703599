package huisclos.archive;

import huisclos.dicom.Tag;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding rules, and the queue's filling by them: in the transaction that makes an instance
 * visible, so that nothing acknowledged is missed. Thread-safe.
 *
 * <p>Rules are looked at in a copy that is renewed after each own change and otherwise once it is
 * half a second old: several nodes may share one index.
 */
public final class ForwardRules {
  /** Rules of one site. */
  public static final int MAX_RULES = 1_000;

  private static final long FRESH_NANOS = 500_000_000L;

  private final IndexDatabase index;
  private final Clock clock;
  private volatile @Nullable Snapshot snapshot;

  private record Snapshot(List<ForwardRule> rules, long readAt) {}

  /**
   * An instance that may be queued.
   *
   * @param sender the title of the device that sent it, if one did
   */
  record Candidate(Arrival arrival, Optional<String> sender) {
    ForwardRule.Subject subject() {
      return new ForwardRule.Subject(
          arrival.header().string(Tag.MODALITY, "").strip(),
          sender,
          arrival.sopClass(),
          arrival.header().string(Tag.STUDY_DESCRIPTION, ""));
    }
  }

  ForwardRules(IndexDatabase index, Clock clock) {
    this.index = index;
    this.clock = clock;
  }

  /** All rules, oldest first. */
  public List<ForwardRule> list() throws IOException {
    Snapshot current = snapshot;
    if (current == null || System.nanoTime() - current.readAt > FRESH_NANOS) {
      current = index.read(ForwardRules::read);
      snapshot = current;
    }
    return current.rules;
  }

  private static Snapshot read(Session session) throws SQLException {
    List<ForwardRule> rules = new ArrayList<>();
    long now = System.nanoTime();
    session.each(PeerSql.SELECT_RULES, row -> rules.add(rule(row)));
    return new Snapshot(List.copyOf(rules), now);
  }

  private static ForwardRule rule(ResultSet row) throws SQLException {
    return new ForwardRule(
        row.getLong(1),
        row.getString(2),
        split(row.getString(3)),
        split(row.getString(4)),
        split(row.getString(5)),
        row.getString(6),
        Instant.parse(row.getString(7)));
  }

  /** Adds a rule; its id and time are given here. Empty if there are too many. */
  public Optional<ForwardRule> add(ForwardRule draft) throws IOException {
    Optional<ForwardRule> added =
        index.administer(session -> {
          if (session.number(PeerSql.COUNT_RULES) >= MAX_RULES) {
            return Optional.empty();
          }
          Instant now = clock.instant();
          // An id is never used again: what the trail says of a rule stays true.
          long id =
              Math.max(session.number(PeerSql.MAX_RULE), session.number(PeerSql.MAX_RULE_QUEUED))
                  + 1;
          session.update(
              PeerSql.INSERT_RULE,
              id,
              draft.destination(),
              join(draft.modalities()),
              join(draft.senders()),
              join(draft.sopClasses()),
              draft.description(),
              now.toString());
          return Optional.of(
              new ForwardRule(
                  id,
                  draft.destination(),
                  draft.modalities(),
                  draft.senders(),
                  draft.sopClasses(),
                  draft.description(),
                  now));
        });
    snapshot = null;
    return added;
  }

  /**
   * Removes a rule, and what waits because of it alone.
   *
   * @return how many instances no longer wait; -1 if there is no such rule
   */
  public int remove(long id) throws IOException {
    int dropped =
        index.administer(session ->
            session.update(PeerSql.DELETE_RULE, id) == 0
                ? -1
                : session.update(PeerSql.DELETE_WAITING_OF_RULE, id));
    snapshot = null;
    return dropped;
  }

  /** Whether some rule asks who the sender was. */
  boolean asksForSender() throws IOException {
    return list().stream().anyMatch(rule -> !rule.senders().isEmpty());
  }

  boolean isEmpty() throws IOException {
    return list().isEmpty();
  }

  /** Queues what the rules say, once for each destination; within a transaction of the session. */
  void enqueue(Session session, Collection<Candidate> candidates) throws SQLException, IOException {
    List<ForwardRule> rules = list();
    if (rules.isEmpty()) {
      return;
    }
    long now = clock.millis();
    for (Candidate candidate : candidates) {
      ForwardRule.Subject subject = candidate.subject();
      for (ForwardRule rule : rules) {
        if (rule.matches(subject)) {
          String uid = candidate.arrival.sopUid();
          session.update(
              PeerSql.ENQUEUE,
              rule.destination(),
              uid,
              candidate.arrival.studyUid(),
              rule.id(),
              now,
              now,
              uid,
              rule.destination());
        }
      }
    }
  }

  private static String join(Set<String> values) {
    return String.join("\\", new TreeSet<>(values));
  }

  private static Set<String> split(String joined) {
    return joined.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(joined.split("\\\\", -1)));
  }
}

package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deletions that two persons have to want: the first asks, another one asks for the same and so
 * confirms it; what nobody confirms falls. Safe from many threads.
 */
public final class DeletionRequests {
  /** How long a request waits for the second person. */
  public static final Duration WAITS = Duration.ofDays(7);

  /** Most requests that wait at a time. */
  public static final int MAX_WAITING = 10_000;

  static final String KIND = "deletion";

  /** Of a record: by whom, since when that person is known, until when it waits. */
  private static final int FIELDS = 3;

  /** Of its key: the verb's word, the level, the UID. */
  private static final int NAMED = 3;

  private final RecordStore records;
  private final Shares.Persons persons;
  private final Trail trail;
  private final Clock clock;
  private volatile boolean twoPersons;

  DeletionRequests(RecordStore records, Shares.Persons persons, Trail trail, Clock clock) {
    this.records = records;
    this.persons = persons;
    this.trail = trail;
    this.clock = clock;
  }

  /** Says whether it takes two persons; one is enough unless said. */
  public void takeTwo(boolean two) {
    twoPersons = two;
  }

  /** What is to be done about a request. */
  public sealed interface Answer {
    /** Delete it now. */
    record Go() implements Answer {}

    /** Nothing yet: another person has to ask for the same until then. */
    record Wait(Instant until) implements Answer {}

    /** Not by a device or a program, where it takes two persons; or too many wait. */
    record No() implements Answer {}
  }

  /**
   * A request that waits.
   *
   * @param verb {@link Verb#DELETE} or {@link Verb#REJECT}
   * @param level STUDY, SERIES or IMAGE
   */
  public record Waiting(Verb verb, String level, String uid, String by, Instant until) {}

  /**
   * Somebody asks for a deletion or a rejection. Of two who confirm at the same moment one is told
   * to go. That something waits now is on record when this returns.
   *
   * @param pass for {@link Request.Delete} or {@link Request.Reject}; the archive has seen that the
   *     UID is within its reach
   * @param level STUDY, SERIES or IMAGE
   * @param reason a word from the code; on record, but neither has to have the other's
   */
  public synchronized Answer ask(Pass pass, String level, String uid, String reason)
      throws TrailException {
    if (pass.verb() != Verb.DELETE && pass.verb() != Verb.REJECT) {
      throw new IllegalArgumentException("the pass is for something else");
    }
    if (!twoPersons || pass.who().isOperator()) {
      return new Answer.Go();
    }
    if (!pass.who().isPerson()) {
      return new Answer.No();
    }
    String key = key(pass.verb(), level, uid);
    Instant now = clock.instant();
    Optional<byte[]> known = records.get(KIND, key);
    Optional<Waiting> waiting =
        known.flatMap(b -> read(key, b)).filter(w -> counts(w, known, pass.verb(), now));
    if (waiting.isPresent()) {
      if (waiting.get().by().equals(pass.who().name())) {
        return new Answer.Wait(waiting.get().until());
      }
      return records.remove(KIND, key) ? new Answer.Go() : new Answer.Wait(waiting.get().until());
    }
    if (known.isEmpty() && waiting().size() >= MAX_WAITING) {
      return new Answer.No();
    }
    Instant until = now.plus(WAITS);
    trail.append(
        record(pass, Action.DELETE_ASK, level, uid)
            .fact(Fact.UNTIL, until.toString())
            .fact(Fact.REASON, reason)
            .build());
    records.put(
        KIND,
        key,
        Lines.write(
            List.of(
                pass.who().name(), pass.who().since().orElseThrow().toString(), until.toString())));
    return new Answer.Wait(until);
  }

  private TrailRecord.Builder record(Pass pass, Action action, String level, String uid) {
    return TrailRecord.of(clock.instant(), action, Outcome.DONE, pass.who().actor())
        .remote(pass.who().remote())
        .fact(Fact.TARGET, level.toLowerCase(Locale.ROOT) + " " + uid);
  }

  /** Whether it hasn't fallen, and whoever asked could still ask. */
  private boolean counts(Waiting waiting, Optional<byte[]> bytes, Verb verb, Instant now) {
    Instant since =
        bytes.flatMap(b -> Lines.read(b, FIELDS)).map(f -> Instant.parse(f.get(1))).orElseThrow();
    return waiting.until().isAfter(now)
        && persons
            .named(waiting.by())
            .filter(user -> user.added().equals(since) && user.suspendedAt().isEmpty())
            .filter(user -> Policy.includes(Policy.verbs(user), verb))
            .isPresent();
  }

  /**
   * What waits for a second person. What has fallen is forgotten, and so is what can't be read: an
   * earlier version's request, which its person can make again.
   */
  public synchronized List<Waiting> waiting() {
    Instant now = clock.instant();
    return records.list(KIND, "").entrySet().stream()
        .flatMap(entry -> {
          Optional<Waiting> waiting = read(entry.getKey(), entry.getValue());
          if (waiting.filter(w -> w.until().isAfter(now)).isEmpty()) {
            records.remove(KIND, entry.getKey());
            return Stream.empty();
          }
          return waiting.stream();
        })
        .toList();
  }

  /** Takes requests back, which is on record when this returns; false if none waits. */
  public synchronized boolean withdraw(Pass pass, String level, String uid) throws TrailException {
    if (pass.verb() != Verb.DELETE) {
      throw new IllegalArgumentException("the pass is for something else");
    }
    boolean deletion = records.remove(KIND, key(Verb.DELETE, level, uid));
    boolean rejection = records.remove(KIND, key(Verb.REJECT, level, uid));
    if (!deletion && !rejection) {
      return false;
    }
    trail.append(record(pass, Action.DELETE_WITHDRAW, level, uid).build());
    return true;
  }

  /** To delete and to reject are two things: neither confirms the other. */
  private static String key(Verb verb, String level, String uid) {
    return String.join("\\", verb.word(), level, uid);
  }

  private static Optional<Waiting> read(String key, byte[] bytes) {
    List<String> named = List.of(key.split("\\\\", -1));
    return Lines.read(bytes, FIELDS)
        .filter(_ -> named.size() == NAMED)
        .flatMap(f ->
            Stream.of(Verb.DELETE, Verb.REJECT)
                .filter(verb -> verb.word().equals(named.getFirst()))
                .map(verb ->
                    new Waiting(
                        verb, named.get(1), named.get(2), f.get(0), Instant.parse(f.get(2))))
                .findFirst());
  }
}

package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Studies shared with named persons; each ends by its date, and when whoever shared it could no
 * longer do so. Looked up at each decision, nothing is cached. Safe from many threads.
 *
 * <p>Nobody passes on what was shared with them: {@link Policy} lets a sharer reach their own
 * alone.
 */
public final class Shares {
  /** For how long a study may be shared. */
  public static final Duration LONGEST = Duration.ofDays(365);

  /** Most studies that are shared with one person at a time. */
  public static final int MAX_EACH = 500;

  static final String KIND = "share";

  private static final int FIELDS = 7;
  private static final String OPERATOR = "";

  private final RecordStore records;
  private final Trail trail;
  private final Clock clock;
  private final Persons persons;

  /** Whoever is known here, now. */
  @FunctionalInterface
  interface Persons {
    Optional<User> named(String name);
  }

  Shares(RecordStore records, Persons persons, Trail trail, Clock clock) {
    this.records = records;
    this.persons = persons;
    this.trail = trail;
    this.clock = clock;
  }

  /** What came of sharing. */
  public sealed interface Result {
    /** Open from now on. */
    record Done(Share share) implements Result {}

    /** Nothing was opened. */
    record Refused(Refusal why) implements Result {}
  }

  /** Why nothing was opened. */
  public enum Refusal {
    UNKNOWN_PERSON("there is no such user"),
    TOO_LONG("a study is shared for at least a moment and at most 365 days"),
    TOO_MANY("500 studies are shared with this user already: revoke some");

    private final String message;

    Refusal(String message) {
      this.message = message;
    }

    /** What to tell whoever asked. */
    public String message() {
      return message;
    }
  }

  /** A share as it is kept: with what it hangs on. */
  private record Kept(Share share, Instant toSince, Optional<Instant> bySince, Policy.Span span) {}

  /**
   * Opens a study to somebody. Asked by the archive, which has seen that the study is here and
   * within reach of the pass.
   *
   * @param pass for {@link Request.Share}
   */
  public synchronized Result add(Pass pass, String study, String to, Instant until)
      throws TrailException {
    if (pass.verb() != Verb.SHARE) {
      throw new IllegalArgumentException("the pass is for something else");
    }
    Instant now = clock.instant();
    Optional<User> user = UserName.of(to).flatMap(persons::named);
    if (user.isEmpty()) {
      return new Result.Refused(Refusal.UNKNOWN_PERSON);
    }
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
      return new Result.Refused(Refusal.TOO_LONG);
    }
    String name = user.get().name();
    if (sweep(name, now) >= MAX_EACH) {
      return new Result.Refused(Refusal.TOO_MANY);
    }
    Share share = new Share(Identity.newSession(), name, study, sharer(pass.who()), until);
    Policy.Span span = pass.reach().isEverything() ? Policy.Span.EVERYTHING : Policy.Span.OWN;
    trail.append(
        pass.record(
            Outcome.DONE,
            Disclosure.of(List.of(study), List.of(), 1)
                .with(Fact.TARGET, name)
                .with(Fact.SHARES, share.id())
                .with(Fact.UNTIL, until.toString())));
    records.put(
        KIND,
        key(name, share.id()),
        Lines.write(
            List.of(
                study,
                share.by().kind().name(),
                share.by().id(),
                pass.who().since().map(Instant::toString).orElse(OPERATOR),
                span.name(),
                user.get().added().toString(),
                until.toString())));
    return new Result.Done(share);
  }

  /** The person, also where one sits at a device. */
  private static Actor sharer(Identity who) {
    return who.user().map(name -> new Actor(Actor.Kind.PERSON, name, "")).orElseGet(who::actor);
  }

  /** Takes a share back, from the next request on; false if there is none of this id. */
  public synchronized boolean revoke(String id, Actor by) throws TrailException {
    for (Share share : kept()) {
      if (share.id().equals(id) && records.remove(KIND, key(share.to(), id))) {
        trail.append(
            TrailRecord.of(clock.instant(), Action.SHARE_REVOKE, Outcome.DONE, by)
                .studies(List.of(share.study()))
                .fact(Fact.TARGET, share.to())
                .fact(Fact.SHARES, id)
                .build());
        return true;
      }
    }
    return false;
  }

  /** What is in force for somebody who asks for it themselves. */
  public List<Share> inForce(Identity who) {
    return who.user()
        .flatMap(persons::named)
        .filter(user -> who.since().equals(Optional.of(user.added())))
        .map(this::inForce)
        .orElse(List.of());
  }

  /** What somebody shared and has not ended, by the person it is for. */
  public List<Share> sharedBy(Identity who) {
    Instant now = clock.instant();
    List<Share> all = new ArrayList<>();
    if (who.user().isPresent()) {
      records
          .list(KIND, "")
          .forEach((key, bytes) ->
              read(key, bytes)
                  .filter(kept -> isOf(kept, who) && kept.share().until().isAfter(now))
                  .ifPresent(kept -> all.add(kept.share())));
    }
    return all;
  }

  private static boolean isOf(Kept kept, Identity who) {
    return kept.share().by().equals(sharer(who)) && kept.bySince().equals(who.since());
  }

  /** Takes back what somebody shared themselves; false if there is none of this id. */
  public synchronized boolean revoke(String id, Identity who) throws TrailException {
    return sharedBy(who).stream().anyMatch(share -> share.id().equals(id))
        && revoke(id, who.actor());
  }

  /** All that have not ended, by the person they are for. */
  public List<Share> list() {
    Instant now = clock.instant();
    return kept().stream().filter(s -> s.until().isAfter(now)).toList();
  }

  private List<Share> kept() {
    List<Share> all = new ArrayList<>();
    records
        .list(KIND, "")
        .forEach((key, bytes) -> read(key, bytes).ifPresent(k -> all.add(k.share())));
    return all;
  }

  /** What is in force for this person now. */
  public List<Share> inForce(User user) {
    Instant now = clock.instant();
    List<Share> all = new ArrayList<>();
    records
        .list(KIND, user.name() + '\\')
        .forEach((key, bytes) ->
            read(key, bytes)
                .filter(kept -> isInForce(kept, user, now))
                .ifPresent(kept -> all.add(kept.share())));
    return all;
  }

  /** Whether it hasn't ended, and whoever shared it still might. */
  private boolean isInForce(Kept kept, User user, Instant now) {
    Share share = kept.share();
    if (!share.until().isAfter(now) || !kept.toSince().equals(user.added())) {
      return false;
    }
    return kept.bySince().isEmpty()
        || persons
            .named(share.by().id())
            .filter(by -> by.added().equals(kept.bySince().get()) && by.suspendedAt().isEmpty())
            .filter(by -> Policy.verbs(by).contains(Verb.SHARE))
            .filter(by -> Policy.span(by, Verb.SHARE).compareTo(kept.span()) <= 0)
            .isPresent();
  }

  private static String key(String name, String id) {
    return name + '\\' + id;
  }

  private static Optional<Kept> read(String key, byte[] bytes) {
    int at = key.lastIndexOf('\\');
    Optional<List<String>> fields = Lines.read(bytes, FIELDS);
    if (at < 0 || fields.isEmpty()) {
      return Optional.empty();
    }
    List<String> f = fields.get();
    Actor by = new Actor(Actor.Kind.valueOf(f.get(1)), f.get(2), "");
    return Optional.of(
        new Kept(
            new Share(
                key.substring(at + 1), key.substring(0, at), f.get(0), by, Instant.parse(f.get(6))),
            Instant.parse(f.get(5)),
            f.get(3).equals(OPERATOR) ? Optional.empty() : Optional.of(Instant.parse(f.get(3))),
            Policy.Span.valueOf(f.get(4))));
  }

  /** Forgets what has ended; how many are left. */
  private int sweep(String name, Instant now) {
    int left = 0;
    for (var entry : records.list(KIND, name + '\\').entrySet()) {
      boolean open =
          read(entry.getKey(), entry.getValue())
              .filter(kept -> kept.share().until().isAfter(now))
              .isPresent();
      if (open) {
        left++;
      } else {
        var _ = records.remove(KIND, entry.getKey());
      }
    }
    return left;
  }
}

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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tokens of programs: shown once, kept as a SHA-256, scoped, expiring, revoked from the next
 * question on. Adding one is on record before it counts, revoking one counts first. Safe from many
 * threads.
 */
public final class AccessTokens {
  /**
   * What every token begins with, so that scanners find one that lies about; it says what it is and
   * not whose.
   */
  public static final String PREFIX = "imgtok_";

  /** Life of a token for which none is said. */
  public static final int DEFAULT_DAYS = 90;

  /** Longest life of a token. */
  public static final int MAX_DAYS = 366;

  /** At most so many tokens of a site. */
  public static final int MAX = 1_000;

  /** At most so many studies of one token. */
  public static final int MAX_STUDIES = 100;

  /** How exactly the last use is known: each request would be a write else. */
  public static final Duration COARSE = Duration.ofHours(1);

  /** Characters of a token's id, with which its key begins. */
  static final int ID_CHARS = 16;

  static final String KIND = "token";

  private static final int MAX_UID_CHARS = 64;

  private final SealedRecords<AccessToken> records;
  private final Trail trail;
  private final Clock clock;

  AccessTokens(RecordStore store, KeyProtector protector, Trail trail, Clock clock) {
    this.records = new SealedRecords<>(store, protector, KIND, new AccessTokenCodec());
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * What is to be added.
   *
   * @param patient narrows it to one patient's studies
   * @param studies narrows it to these Study Instance UIDs
   * @param days how long it lives, 1 to {@value #MAX_DAYS}
   */
  public record Order(
      String name, Set<Verb> verbs, Optional<PatientKey> patient, Set<String> studies, int days) {
    public Order {
      verbs = Set.copyOf(verbs);
      studies = Set.copyOf(studies);
    }
  }

  /** Why nothing was changed. */
  public enum Refusal {
    NOT_A_NAME("a token's name has 1 to 64 printable characters and no backslash"),
    NOT_GRANTABLE(
        "a token may be granted store, find, find-all, get, commit, reject, delete,"
            + " changes; at least one"),
    NOT_STUDIES("at most 100 studies, by their UIDs"),
    DAYS("a token lives 1 to 366 days"),
    KNOWN("there is a token of this name already"),
    TOO_MANY("there are 1000 tokens: revoke some"),
    UNKNOWN("there is no such token");

    private final String message;

    Refusal(String message) {
      this.message = message;
    }

    /** What to tell the operator. */
    public String message() {
      return message;
    }
  }

  /** What came of adding one. */
  public sealed interface Added {
    /**
     * It is in force.
     *
     * @param secret the token itself, to be shown once
     */
    record Made(String secret, AccessToken token) implements Added {
      @Override
      public String toString() {
        return "Made[...]";
      }
    }

    /** Nothing was changed. */
    record Refused(Refusal why) implements Added {}
  }

  /** The verbs that a token can have: what is asked for over HTTP. */
  public static final Set<Verb> GRANTABLE =
      Set.of(
          Verb.STORE,
          Verb.FIND,
          Verb.FIND_ALL,
          Verb.GET,
          Verb.COMMIT,
          Verb.REJECT,
          Verb.DELETE,
          Verb.CHANGES);

  /** Adds a token; those that have expired make room and free their names. */
  public synchronized Added add(Order order, String account) throws TrailException {
    Optional<Refusal> unfit = unfit(order);
    if (unfit.isPresent()) {
      return new Added.Refused(unfit.get());
    }
    Instant now = clock.instant();
    Map<String, AccessToken> all = records.list("");
    all.forEach((key, token) -> {
      if (token.hasExpired(now)) {
        records.remove(key);
      }
    });
    List<AccessToken> live = all.values().stream().filter(t -> !t.hasExpired(now)).toList();
    String name = UserName.of(order.name()).orElseThrow();
    if (live.stream().anyMatch(t -> t.name().equals(name))) {
      return new Added.Refused(Refusal.KNOWN);
    }
    if (live.size() >= MAX) {
      return new Added.Refused(Refusal.TOO_MANY);
    }
    String secret = PREFIX + SecretCode.make();
    String key = SecretCode.digest(secret);
    AccessToken token =
        new AccessToken(
            name,
            key.substring(0, ID_CHARS),
            order.verbs(),
            order.patient(),
            order.studies(),
            now,
            now.plus(Duration.ofDays(order.days())),
            Optional.empty());
    trail.append(
        record(Action.TOKEN_ADD, token, account)
            .fact(Fact.GRANTS, grants(token))
            .fact(Fact.UNTIL, token.expires().toString())
            .build());
    records.put(key, token);
    return new Added.Made(secret, token);
  }

  private static Optional<Refusal> unfit(Order order) {
    if (UserName.of(order.name()).isEmpty()) {
      return Optional.of(Refusal.NOT_A_NAME);
    }
    if (order.verbs().isEmpty() || !GRANTABLE.containsAll(order.verbs())) {
      return Optional.of(Refusal.NOT_GRANTABLE);
    }
    if (order.studies().size() > MAX_STUDIES
        || order.studies().stream().anyMatch(uid -> !isUid(uid))) {
      return Optional.of(Refusal.NOT_STUDIES);
    }
    return order.days() < 1 || order.days() > MAX_DAYS
        ? Optional.of(Refusal.DAYS)
        : Optional.empty();
  }

  private static boolean isUid(String text) {
    return text.length() <= MAX_UID_CHARS && text.matches("[0-9]+(\\.[0-9]+)+");
  }

  private static String grants(AccessToken token) {
    String verbs = token.verbs().stream().map(Verb::word).sorted().collect(Collectors.joining(","));
    String within =
        (token.patient().isPresent() ? " one-patient" : "")
            + (token.studies().isEmpty() ? "" : " studies=" + token.studies().size());
    return verbs + within;
  }

  /** Revokes a token by its name or id. */
  public synchronized Optional<Refusal> revoke(String nameOrId, String account)
      throws TrailException {
    boolean revoked = false;
    for (Map.Entry<String, AccessToken> entry : records.list("").entrySet()) {
      AccessToken token = entry.getValue();
      if ((token.name().equals(nameOrId) || token.id().equals(nameOrId))
          && records.remove(entry.getKey())) {
        trail.append(record(Action.TOKEN_REVOKE, token, account).build());
        revoked = true;
      }
    }
    return revoked ? Optional.empty() : Optional.of(Refusal.UNKNOWN);
  }

  /** Those that are kept, by name; such as have expired too, until another is added. */
  public List<AccessToken> list() {
    return records.list("").values().stream()
        .sorted(Comparator.comparing(AccessToken::name))
        .toList();
  }

  /** Who comes with this token now; being asked is a use of it. */
  Program use(String secret, String remote) {
    if (secret.length() != PREFIX.length() + SecretCode.CHARS) {
      return new Program.No(Reason.TOKEN_UNKNOWN, Optional.empty());
    }
    String key = SecretCode.digest(secret);
    Optional<AccessToken> token = records.get(key);
    if (token.isEmpty()) {
      return new Program.No(Reason.TOKEN_UNKNOWN, Optional.empty());
    }
    AccessToken known = token.get();
    Instant now = clock.instant();
    if (known.hasExpired(now)) {
      return new Program.No(Reason.TOKEN_EXPIRED, Optional.of(known.name()));
    }
    if (known.used().isEmpty() || now.isAfter(known.used().get().plus(COARSE))) {
      var _ = records.update(key, t -> t.usedAt(now));
    }
    return new Program.Is(
        Identity.program(
            known.name(), known.id(), () -> objection(key), known.allowance(), remote));
  }

  private Optional<Reason> objection(String key) {
    Optional<AccessToken> token = records.get(key);
    if (token.isEmpty()) {
      return Optional.of(Reason.TOKEN_UNKNOWN);
    }
    return token.get().hasExpired(clock.instant())
        ? Optional.of(Reason.TOKEN_EXPIRED)
        : Optional.empty();
  }

  private TrailRecord.Builder record(Action action, AccessToken token, String account) {
    return TrailRecord.of(clock.instant(), action, Outcome.DONE, Actor.operator(account))
        .fact(Fact.TARGET, token.name())
        .fact(Fact.SERIAL, token.id());
  }
}

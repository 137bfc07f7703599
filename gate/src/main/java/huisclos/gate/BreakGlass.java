package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.SealedPart;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Access in an emergency: given at once to whoever treats patients, for a reason that goes on
 * record and with an alert, and ended by itself. What it opened no brake holds back. Safe from many
 * threads.
 */
public final class BreakGlass {
  /** For how long it opens. */
  public static final Duration LASTS = Duration.ofHours(4);

  /** Shortest reason, characters without the spaces around it. */
  public static final int MIN_REASON_CHARS = 4;

  /** Longest reason, characters. */
  public static final int MAX_REASON_CHARS = 500;

  /** Most patients and studies that one person holds open. */
  public static final int MAX_EACH = 50;

  static final String KIND = "break-glass";

  private static final int FIELDS = 5;

  private final RecordStore records;
  private final KeyProtector protector;
  private final Alerts alerts;
  private final Trail trail;
  private final Clock clock;

  BreakGlass(RecordStore records, KeyProtector protector, Alerts alerts, Trail trail, Clock clock) {
    this.records = records;
    this.protector = protector;
    this.alerts = alerts;
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * What to open: a study or a patient.
   *
   * @param records the patient's internal ids
   */
  public record Target(Optional<String> study, Optional<PatientKey> patient, Set<String> records) {
    public Target {
      records = Set.copyOf(records);
      if (study.isPresent() == patient.isPresent()) {
        throw new IllegalArgumentException("either a study or a patient");
      }
    }
  }

  /** Whether this will do as a reason: somebody has to read it. */
  public static boolean isReason(String reason) {
    int length = reason.strip().length();
    return length >= MIN_REASON_CHARS && reason.length() <= MAX_REASON_CHARS;
  }

  /**
   * Opens something to a person. Asked by the archive, which has sealed the reason.
   *
   * @param pass for {@link Request.BreakGlass}
   * @return empty where so much is open to this person that no more can be
   */
  public synchronized Optional<Glass> open(Pass pass, Target target, SealedPart reason)
      throws TrailException {
    if (pass.verb() != Verb.BREAK_GLASS || pass.who().user().isEmpty()) {
      throw new IllegalArgumentException("the pass is for something else");
    }
    String person = pass.who().user().get();
    Instant now = clock.instant();
    if (sweep(person, now) >= MAX_EACH) {
      return Optional.empty();
    }
    Glass glass =
        new Glass(
            Identity.newSession(),
            person,
            target.study(),
            target.patient(),
            target.records(),
            now.plus(LASTS));
    trail.append(
        pass.record(
            Outcome.DONE,
            Disclosure.of(
                    target.study().map(List::of).orElse(List.of()),
                    List.copyOf(target.records()),
                    1)
                .with(Fact.BREAK_GLASS, glass.id())
                .with(Fact.UNTIL, glass.until().toString())
                .with(reason)));
    String key = key(person, glass.id());
    records.put(KIND, key, sealed(key, glass, pass.who().since().orElseThrow()));
    alerts.raise(
        AlertKind.BREAK_GLASS,
        Spender.person(person).word(),
        "opened what it may not see otherwise, in an emergency: its reason is on the trail");
    return Optional.of(glass);
  }

  /** Ends it before its time; false if there is none of this id. */
  public synchronized boolean end(String id, Actor by) throws TrailException {
    for (String key : records.list(KIND, "").keySet()) {
      if (key.endsWith('\\' + id) && records.remove(KIND, key)) {
        trail.append(
            TrailRecord.of(clock.instant(), Action.BREAK_GLASS_END, Outcome.DONE, by)
                .fact(Fact.TARGET, key.substring(0, key.lastIndexOf('\\')))
                .fact(Fact.BREAK_GLASS, id)
                .build());
        return true;
      }
    }
    return false;
  }

  /** Ends what somebody opened themselves; false if there is none of this id. */
  public synchronized boolean endOwn(Identity who, String id) throws TrailException {
    return inForce(who).stream().anyMatch(glass -> glass.id().equals(id)) && end(id, who.actor());
  }

  /**
   * Ends what anybody opened.
   *
   * @param pass for {@link Request.Keep}
   */
  public synchronized boolean end(Pass pass, String id) throws TrailException {
    require(pass);
    return end(id, pass.who().actor());
  }

  /**
   * All that is open now, by the person it is open to.
   *
   * @param pass for {@link Request.Keep}
   */
  public List<Glass> all(Pass pass) {
    require(pass);
    return inForce("", Optional.empty());
  }

  private static void require(Pass pass) {
    if (pass.verb() != Verb.KEEP) {
      throw new IllegalArgumentException("the pass is for something else");
    }
  }

  /** What is open to somebody who asks for it themselves. */
  public List<Glass> inForce(Identity who) {
    return who.user().isPresent() ? inForce(who.user().get() + '\\', who.since()) : List.of();
  }

  /** What is open to this person now. */
  public List<Glass> inForce(User user) {
    return inForce(user.name() + '\\', Optional.of(user.added()));
  }

  private List<Glass> inForce(String prefix, Optional<Instant> since) {
    Instant now = clock.instant();
    List<Glass> all = new ArrayList<>();
    records
        .list(KIND, prefix)
        .forEach((key, bytes) ->
            read(key, bytes, since)
                .filter(glass -> glass.until().isAfter(now))
                .ifPresent(all::add));
    return all;
  }

  private static String key(String person, String id) {
    return person + '\\' + id;
  }

  private byte[] sealed(String key, Glass glass, Instant since) {
    byte[] plain =
        Lines.write(
            List.of(
                glass.study().orElse(""),
                glass.patient().map(p -> p.id() + '\n' + p.issuer()).orElse(""),
                String.join("\n", glass.records()),
                since.toString(),
                glass.until().toString()));
    try {
      return protector.seal(plain, context(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what was opened can't be sealed", e);
    }
  }

  private static byte[] context(String key) {
    return (KIND + ' ' + key).getBytes(StandardCharsets.UTF_8);
  }

  /** What can't be opened or read opens nothing. */
  private Optional<Glass> read(String key, byte[] bytes, Optional<Instant> since) {
    Optional<List<String>> fields;
    try {
      fields = Lines.read(protector.open(bytes, context(key)), FIELDS);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
    int at = key.lastIndexOf('\\');
    if (at < 0 || fields.isEmpty()) {
      return Optional.empty();
    }
    List<String> f = fields.get();
    if (since.isPresent() && !since.get().equals(Instant.parse(f.get(3)))) {
      return Optional.empty();
    }
    String[] patient = f.get(1).split("\n", -1);
    return Optional.of(
        new Glass(
            key.substring(at + 1),
            key.substring(0, at),
            Optional.of(f.get(0)).filter(study -> !study.isEmpty()),
            patient.length == 2
                ? Optional.of(new PatientKey(patient[0], patient[1]))
                : Optional.empty(),
            f.get(2).isEmpty() ? Set.of() : new HashSet<>(List.of(f.get(2).split("\n"))),
            Instant.parse(f.get(4))));
  }

  private int sweep(String person, Instant now) {
    int left = 0;
    for (var entry : records.list(KIND, person + '\\').entrySet()) {
      boolean open =
          read(entry.getKey(), entry.getValue(), Optional.empty())
              .filter(glass -> glass.until().isAfter(now))
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

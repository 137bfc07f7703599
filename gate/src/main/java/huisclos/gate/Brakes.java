package huisclos.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps somebody who may look things up from carrying the archive off: distinct patient records in
 * any hour and any day, distinct questions in vain, and a freeze that only a keeper ends. Why it is
 * as it is: {@code docs/decisions/0010-harvest-brakes.md}. Safe from many threads.
 *
 * <p>What was spent is counted in memory, under the spender's own lock, and kept in the registry
 * before anything is shown, see {@link LaterWrites}. Of other nodes it is learnt within a second.
 */
final class Brakes {
  /** Refusals by the brakes within an hour after which a spender is frozen. */
  static final int REFUSALS_BEFORE_FREEZE = 60;

  /** Distinct questions in vain within an hour, at least; see {@link #vainLimit}. */
  static final int MIN_QUESTIONS_IN_VAIN = 1_000;

  /** Questions in vain for each patient of the hour's budget. */
  private static final int VAIN_PER_PATIENT = 5;

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final BrakeRegistry registry;
  private final Alerts alerts;
  private final Clock clock;
  private final LaterWrites writes;
  private final Map<Spender, Purse> purses = new ConcurrentHashMap<>();
  private final Begun begun = new Begun();

  Brakes(BrakeRegistry registry, Alerts alerts, Clock clock, LaterWrites writes) {
    this.registry = registry;
    this.alerts = alerts;
    this.clock = clock;
    this.writes = writes;
  }

  /** Whether a request discloses what the brakes count. */
  static boolean bind(Request request) {
    return switch (request) {
      case Request.Find _, Request.Get _, Request.Move _ -> true;
      // The feed names studies and no patient.
      case Request.Changes _, Request.Delete _, Request.Inspect _ -> false;
      case Request.Share _, Request.BreakGlass _ -> false;
      case Request.Store _,
          Request.Keep _,
          Request.Reject _,
          Request.Commit _,
          Request.Worklist _,
          Request.PerformedStep _,
          Request.PlaceOrders _ ->
          false;
    };
  }

  /** Why an identity is shown nothing at all now, whatever it asks. */
  Optional<Reason> objection(Identity who, Request request) {
    return bind(request)
        ? decided(who, (spender, purse, after) -> standing(spender, purse, after))
        : Optional.empty();
  }

  private Optional<Reason> standing(Spender spender, Purse purse, List<Runnable> after) {
    Instant now = purse.at(clock.instant());
    Brake brake = brake(spender, purse);
    if (brake.frozen()) {
      return Optional.of(Reason.FROZEN);
    }
    if (!brake.lifted(now) && purse.vain(now) >= vainLimit(brake)) {
      return Optional.of(refused(spender, purse, now, Reason.GUESSING, after));
    }
    return Optional.empty();
  }

  /**
   * Spends what a disclosure costs, of everybody concerned or of nobody; empty when it may go on.
   */
  Optional<Reason> spend(Identity who, Set<String> records) {
    return decided(who, (spender, purse, after) -> price(spender, purse, records, after));
  }

  /** Prices it; the payment is made with those of the others, once nobody objects. */
  private Optional<Reason> price(
      Spender spender, Purse purse, Set<String> records, List<Runnable> after) {
    Instant now = purse.at(clock.instant());
    Brake brake = brake(spender, purse);
    if (brake.frozen()) {
      return Optional.of(Reason.FROZEN);
    }
    if (brake.lifted(now) || purse.unpaid(records, now).isEmpty()) {
      return Optional.empty();
    }
    learn(spender, purse, now);
    Set<String> unpaid = purse.unpaid(records, now);
    Budget budget = brake.budget();
    if (purse.hour(now) + unpaid.size() > budget.hour()) {
      return Optional.of(refused(spender, purse, now, Reason.HOUR_BUDGET, after));
    }
    if (purse.day(now) + unpaid.size() > budget.day()) {
      Reason why = refused(spender, purse, now, Reason.DAY_BUDGET, after);
      freeze(spender, purse, now, "its budget of a day is spent", after);
      return Optional.of(why);
    }
    purse.due = unpaid;
    return Optional.empty();
  }

  /** What one spender may, decided under its lock; what is to follow goes on {@code after}. */
  private interface Question {
    Optional<Reason> ask(Spender spender, Purse purse, List<Runnable> after);
  }

  /** Asks for the device and the person at it, both locked; the first objection counts. */
  private Optional<Reason> decided(Identity who, Question question) {
    List<Spender> spenders = new ArrayList<>(Spender.of(who));
    spenders.sort(Comparator.comparing(Spender::word));
    List<Runnable> after = new ArrayList<>();
    Optional<Reason> no;
    spenders.forEach(spender -> purse(spender).lock.lock());
    try {
      no = firstObjection(spenders, question, after);
      for (Spender spender : spenders) {
        Purse purse = purse(spender);
        Set<String> due = purse.due;
        purse.due = Set.of();
        if (no.isEmpty() && !due.isEmpty()) {
          Instant at = purse.at(clock.instant());
          purse.pay(due, at);
          after.add(() -> registry.spend(spender, due, at, at.minus(Purse.DAY)));
        }
      }
    } catch (RuntimeException e) {
      // The registry can't be reached: like a grant that can't be looked up, it is none.
      no = Optional.of(Reason.UNAVAILABLE);
    } finally {
      spenders.forEach(spender -> purse(spender).lock.unlock());
    }
    after.forEach(writes::write);
    return no;
  }

  private Optional<Reason> firstObjection(
      List<Spender> spenders, Question question, List<Runnable> after) {
    for (Spender spender : spenders) {
      Optional<Reason> no = question.ask(spender, purse(spender), after);
      if (no.isPresent()) {
        return no;
      }
    }
    return Optional.empty();
  }

  private void learn(Spender spender, Purse purse, Instant now) {
    if (purse.readAt.isBefore(now.minus(FRESH))) {
      purse.learn(registry.spent(spender, now.minus(Purse.DAY)));
      purse.readAt = now;
    }
  }

  /** Takes note of a question that matched nothing, or was refused as too broad. */
  void askedInVain(Identity who, Request request, long question) {
    if (!bind(request)) {
      return;
    }
    var _ =
        decided(
            who,
            (spender, purse, after) -> {
              Brake brake = registry.brake(spender);
              Instant now = purse.at(clock.instant());
              int limit = vainLimit(brake);
              if (!brake.lifted(now) && purse.vain(now) < limit) {
                purse.askedInVain(question, now, limit);
                if (purse.vain(now) >= limit) {
                  after.add(() ->
                      alerts.keep(
                          AlertKind.GUESSING,
                          spender.word(),
                          "asks for a great many things that aren't there, or that it may not"
                              + " ask"));
                }
              }
              return Optional.empty();
            });
  }

  private static int vainLimit(Brake brake) {
    return Math.max(MIN_QUESTIONS_IN_VAIN, VAIN_PER_PATIENT * brake.budget().hour());
  }

  /** Takes note that a device sent the first of a study: that it is shown again for nothing. */
  void began(String device, String study) {
    begun.began(device, study, clock.instant());
  }

  /** Whether the device that somebody is at sent the first of this study within a day. */
  boolean hasBegun(Identity who, String study) {
    return who.deviceTitle().map(aet -> begun.has(aet, study, clock.instant())).orElse(false);
  }

  private Reason refused(
      Spender spender, Purse purse, Instant now, Reason why, List<Runnable> after) {
    if (why != Reason.GUESSING && purse.mayAlert(now)) {
      after.add(() ->
          alerts.keep(
              AlertKind.BUDGET_CROSSED,
              spender.word(),
              why == Reason.HOUR_BUDGET
                  ? "asked for more patients than it may see in an hour"
                  : "asked for more patients than it may see in a day"));
    }
    if (purse.refused(now, REFUSALS_BEFORE_FREEZE) >= REFUSALS_BEFORE_FREEZE) {
      freeze(spender, purse, now, "went on asking after it was refused", after);
    }
    return why;
  }

  private void freeze(Spender spender, Purse purse, Instant now, String why, List<Runnable> after) {
    if (purse.frozen) {
      return;
    }
    purse.frozen = true;
    after.add(() -> {
      registry.change(spender, brake -> brake.frozenSince(now));
      purse.frozen = false; // From here on the registry says so.
      alerts.keep(
          AlertKind.FROZEN,
          spender.word(),
          why + ": it is shown nothing until a keeper thaws it, and may store as before");
    });
  }

  /** What is in force; frozen here counts before the registry knows. */
  private Brake brake(Spender spender, Purse purse) {
    boolean frozenHere = purse.frozen;
    Brake known = registry.brake(spender);
    return frozenHere ? known.frozenSince(clock.instant()) : known;
  }

  /** How much a spender has spent, and what is in force. */
  Spent spent(Spender spender) {
    Purse purse = purse(spender);
    purse.lock.lock();
    try {
      Instant now = purse.at(clock.instant());
      learn(spender, purse, now);
      return new Spent(brake(spender, purse), purse.hour(now), purse.day(now));
    } finally {
      purse.lock.unlock();
    }
  }

  /** Ends a freeze and begins the windows anew. */
  void thaw(Spender spender) {
    Purse purse = purse(spender);
    // After whatever was handed over before: a freeze on its way would come back.
    writes.inOrder(() -> {
      purse.lock.lock();
      try {
        registry.forgive(spender);
        var _ = registry.change(spender, Brake::thawed);
        purse.forgive();
        purse.frozen = false;
      } finally {
        purse.lock.unlock();
      }
    });
  }

  private Purse purse(Spender spender) {
    return purses.computeIfAbsent(spender, _ -> new Purse());
  }
}

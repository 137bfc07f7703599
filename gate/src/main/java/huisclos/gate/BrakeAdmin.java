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
import java.util.Optional;

/**
 * What a keeper decides about the brakes, each on record: what loosens them before it counts. Safe
 * from many threads.
 */
public final class BrakeAdmin {
  /** The furthest that a budget can be lifted: a migration has an end. */
  public static final Duration MAX_LIFT = Duration.ofDays(366);

  /** The trail's word for the end of a freeze. */
  static final String THAWED = "thawed";

  private final Brakes brakes;
  private final BrakeRegistry registry;
  private final LaterWrites writes;
  private final Trail trail;
  private final Clock clock;

  BrakeAdmin(Brakes brakes, BrakeRegistry registry, LaterWrites writes, Trail trail, Clock clock) {
    this.brakes = brakes;
    this.registry = registry;
    this.writes = writes;
    this.trail = trail;
    this.clock = clock;
  }

  /** What a spender has spent, and what is in force. */
  public Spent spent(Spender spender) {
    return brakes.spent(spender);
  }

  /**
   * Sets a budget of its own, or with empty the common one again.
   *
   * @param account the keeper's
   */
  public synchronized void budget(Spender spender, Optional<Budget> budget, String account)
      throws TrailException {
    Budget next = budget.orElse(Budget.DEFAULT);
    trail.append(
        record(spender, account)
            .fact(Fact.REASON, budget.isPresent() ? "set" : "default")
            .fact(Fact.BUDGET, next.hour() + "/" + next.day())
            .build());
    writes.inOrder(() -> registry.change(spender, brake -> brake.withBudget(budget)));
  }

  /**
   * Lifts a budget: nothing is counted until then. Frozen stays frozen.
   *
   * @param until empty restores it at once
   * @throws IllegalArgumentException if it is past, or further than {@link #MAX_LIFT}
   */
  public synchronized void lift(Spender spender, Optional<Instant> until, String account)
      throws TrailException {
    Instant now = clock.instant();
    if (until.isPresent()
        && (!until.get().isAfter(now) || until.get().isAfter(now.plus(MAX_LIFT)))) {
      throw new IllegalArgumentException(
          "a budget is lifted until a day to come, at most %d days away"
              .formatted(MAX_LIFT.toDays()));
    }
    TrailRecord.Builder record =
        record(spender, account).fact(Fact.REASON, until.isPresent() ? "lifted" : "restored");
    until.ifPresent(end -> record.fact(Fact.UNTIL, end.toString()));
    trail.append(record.build());
    writes.inOrder(() -> registry.change(spender, brake -> brake.withLift(until)));
  }

  /**
   * Ends a freeze; what was spent is forgotten, so that it begins anew.
   *
   * @return false if it wasn't frozen; what was spent is forgotten all the same
   */
  public synchronized boolean thaw(Spender spender, String account) throws TrailException {
    boolean frozen = brakes.spent(spender).brake().frozen();
    trail.append(record(spender, account).fact(Fact.REASON, THAWED).build());
    brakes.thaw(spender);
    return frozen;
  }

  /** Whose budget is changed by an act of this kind. */
  static Spender.Kind kind(Action action) {
    return switch (action) {
      case DEVICE_BUDGET -> Spender.Kind.DEVICE;
      case TOKEN_BUDGET -> Spender.Kind.PROGRAM;
      default -> Spender.Kind.PERSON;
    };
  }

  private TrailRecord.Builder record(Spender spender, String account) {
    Action action =
        switch (spender.kind()) {
          case DEVICE -> Action.DEVICE_BUDGET;
          case PERSON -> Action.USER_BUDGET;
          case PROGRAM -> Action.TOKEN_BUDGET;
        };
    return TrailRecord.of(clock.instant(), action, Outcome.DONE, Actor.operator(account))
        .fact(Fact.TARGET, spender.name());
  }
}

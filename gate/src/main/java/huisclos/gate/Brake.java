package huisclos.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * What was decided about one spender.
 *
 * @param spender whom it binds
 * @param own a budget of its own; empty for {@link Budget#DEFAULT}
 * @param liftedUntil until when nothing is counted
 * @param frozenAt since when nothing is disclosed; frozen goes before lifted
 */
public record Brake(
    Spender spender,
    Optional<Budget> own,
    Optional<Instant> liftedUntil,
    Optional<Instant> frozenAt) {

  /** As it is for everybody about whom nothing was decided. */
  public static Brake of(Spender spender) {
    return new Brake(spender, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The budget in force. */
  public Budget budget() {
    return own.orElse(Budget.DEFAULT);
  }

  /** Whether nothing is disclosed. */
  public boolean frozen() {
    return frozenAt.isPresent();
  }

  /** Whether nothing is counted now. */
  public boolean lifted(Instant now) {
    return liftedUntil.filter(now::isBefore).isPresent();
  }

  Brake withBudget(Optional<Budget> budget) {
    return new Brake(spender, budget, liftedUntil, frozenAt);
  }

  Brake withLift(Optional<Instant> until) {
    return new Brake(spender, own, until, frozenAt);
  }

  /** Frozen since then, or since before. */
  Brake frozenSince(Instant at) {
    return frozen() ? this : new Brake(spender, own, liftedUntil, Optional.of(at));
  }

  Brake thawed() {
    return new Brake(spender, own, liftedUntil, Optional.empty());
  }
}

package huisclos.gate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What was decided about spenders, and whose records each was shown within the last day. Owned
 * here, kept by the archive's index; {@code BrakeRegistryContract} in this room's tests is what an
 * implementation must pass.
 *
 * <p>Every method is atomic and safe from many threads. What was decided is durable when a change
 * returns, seen at once by the same process and within a second by others; reading doesn't wait for
 * a change. A store that fails throws an unchecked exception, and the gate then says no.
 */
public interface BrakeRegistry {
  /** What was decided about a spender. */
  Brake brake(Spender spender);

  /** All spenders about whom something was decided, by their words. */
  List<Brake> brakes();

  /** Changes what was decided; gives what is in force then. */
  Brake change(Spender spender, UnaryOperator<Brake> change);

  /** The records that a spender was shown after this instant, and when first within a day. */
  Map<String, Instant> spent(Spender spender, Instant after);

  /**
   * Keeps what a spender is shown.
   *
   * @param records internal ids of patient records
   * @param forget what was shown up to then need not be kept, of any spender
   */
  void spend(Spender spender, Set<String> records, Instant at, Instant forget);

  /** Forgets what a spender was shown. */
  void forgive(Spender spender);
}

package huisclos.gate;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many passwords wait to be looked at, each of which costs half a second: so many in all
 * and fewer from one network, so that no stranger takes every place. Thread-safe.
 */
final class SignInQueue {
  static final int MAX = 32;
  static final int MAX_PER_NETWORK = 4;

  private final Map<String, Integer> waiting = new HashMap<>();
  private int total;

  /** A place, if there is one; to be given back by {@link #leave}. */
  synchronized boolean enter(String remote) {
    String network = SignInBrake.network(remote);
    if (total >= MAX || waiting.getOrDefault(network, 0) >= MAX_PER_NETWORK) {
      return false;
    }
    waiting.merge(network, 1, Integer::sum);
    total++;
    return true;
  }

  synchronized void leave(String remote) {
    waiting.computeIfPresent(
        SignInBrake.network(remote), (_, count) -> count == 1 ? null : count - 1);
    total--;
  }
}

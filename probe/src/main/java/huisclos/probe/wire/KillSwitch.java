package huisclos.probe.wire;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ends a run at once: nothing is dialled or sent after {@link #pull}, and what is open is closed.
 * Thread-safe.
 */
public final class KillSwitch {
  private final Set<Runnable> onPull = new LinkedHashSet<>();
  private volatile String why = "";

  public KillSwitch() {}

  /** Whether it was pulled. */
  public boolean pulled() {
    return !why.isEmpty();
  }

  /** Why it was pulled; empty while it wasn't. */
  public String why() {
    return why;
  }

  /** Pulls it; the first reason stands. */
  public void pull(String reason) {
    List<Runnable> then;
    synchronized (onPull) {
      if (pulled()) {
        return;
      }
      why = reason.isEmpty() ? "stopped" : reason;
      then = List.copyOf(onPull);
    }
    then.forEach(Runnable::run);
  }

  /** No longer runs this. */
  public void forget(Runnable then) {
    synchronized (onPull) {
      onPull.remove(then);
    }
  }

  /** Runs this when it is pulled, at once where it was. */
  public void whenPulled(Runnable then) {
    synchronized (onPull) {
      if (!pulled()) {
        onPull.add(then);
        return;
      }
    }
    then.run();
  }
}

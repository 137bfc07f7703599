package huisclos.app.movein;

import huisclos.app.UserError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The moves that are going on in this process, for whoever watches or stops one. Thread-safe. */
public final class Running {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, Running> ALL = new ConcurrentHashMap<>();

  private final Reconciliation counts = new Reconciliation();
  private volatile boolean stopped;

  private Running() {}

  /** Begins one; there is only one of a name at a time. */
  static Running begin(String name) {
    Running running = new Running();
    if (ALL.putIfAbsent(name, running) != null) {
      throw UserError.refused("this is being moved in already", "wait until it has ended");
    }
    return running;
  }

  static void end(String name) {
    ALL.remove(name);
  }

  Reconciliation counts() {
    return counts;
  }

  /**
   * Whether to go on.
   *
   * @throws UserError if it was stopped
   */
  void check() {
    if (stopped) {
      throw UserError.refused("stopped", "run it again: it goes on where it was");
    }
  }

  /** How far the move of this name is; zeros where there is none. */
  public static ObjectNode progress(String name) {
    ObjectNode result = JSON.createObjectNode();
    Optional.ofNullable(ALL.get(name))
        .map(Running::counts)
        .orElseGet(Reconciliation::new)
        .totals(result);
    return result;
  }

  /** Ends the move of this name after what it has in hand. */
  public static ObjectNode stop(String name) {
    Running running = ALL.get(name);
    if (running != null) {
      running.stopped = true;
    }
    return JSON.createObjectNode().put("stopping", running != null);
  }
}

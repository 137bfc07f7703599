package huisclos.courier;

import huisclos.archive.Archive;
import huisclos.archive.Departures;
import huisclos.archive.ForwardQueue;
import huisclos.gate.Gate;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Works off the forwarding queue: one thread for each destination that something waits for. A
 * destination that can't be reached is left in peace for a while, longer each time; the others
 * don't wait for it. Thread-safe.
 */
final class Forwarder extends QueueWorker {
  private static final Duration PURGE_EVERY = Duration.ofMinutes(10);

  private final Gate gate;
  private final Archive archive;
  private final Departures departures;
  private final ForwardQueue queue;
  private final Dialler dialler;
  private final Clock clock;
  private final Set<String> working = ConcurrentHashMap.newKeySet();
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
  private Instant purged = Instant.EPOCH;

  /** A destination that failed so many times in a row, and is left alone until then. */
  private record Trouble(int failures, Instant until, String why) {}

  Forwarder(Gate gate, Archive archive, Departures departures, Dialler dialler, Clock clock) {
    super("courier-forward");
    this.gate = gate;
    this.archive = archive;
    this.departures = departures;
    this.queue = archive.forwardQueue();
    this.dialler = dialler;
    this.clock = clock;
  }

  @Override
  void look() throws IOException {
    Instant now = clock.instant();
    for (String destination : queue.destinationsDue()) {
      Trouble trouble = troubles.get(destination);
      if ((trouble == null || !now.isBefore(trouble.until)) && working.add(destination)) {
        work(() -> {
          try {
            workOff(destination);
          } finally {
            working.remove(destination);
          }
        });
      }
    }
    if (now.isAfter(purged.plus(PURGE_EVERY))) {
      purged = now;
      var _ = queue.purge();
    }
  }

  private void workOff(String destination) {
    ForwardBatch batch =
        new ForwardBatch(gate, archive, departures, dialler, clock, destination, this::isStopping);
    try {
      while (!isStopping()) {
        switch (batch.next()) {
          case ForwardBatch.Result.Empty _ -> {
            troubles.remove(destination);
            return;
          }
          case ForwardBatch.Result.Done _ -> troubles.remove(destination);
          case ForwardBatch.Result.Unreachable(String why) -> {
            trouble(destination, why);
            return;
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // The index or the trail: nothing was lost, the queue still has it.
      trouble(destination, "the archive itself failed: " + e.getClass().getSimpleName());
    }
  }

  private void trouble(String destination, String why) {
    var _ =
        troubles.compute(
            destination,
            (_, before) -> {
              int failures = before == null ? 1 : before.failures + 1;
              return new Trouble(
                  failures, clock.instant().plus(CourierLimits.pause(failures)), why);
            });
  }

  Map<String, String> troubles() {
    Map<String, String> words = new TreeMap<>();
    troubles.forEach((destination, trouble) -> words.put(destination, trouble.why));
    return words;
  }
}

package huisclos.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Alerts in memory; passes {@link AlertRegistryContract}. */
public final class MemoryAlertRegistry implements AlertRegistry {
  private final List<Alert> alerts = new ArrayList<>();
  private final Map<Long, Instant> told = new HashMap<>();
  private long last;

  /** An empty one. */
  public MemoryAlertRegistry() {}

  @Override
  public synchronized Optional<Raised> raise(
      AlertKind kind, String subject, String what, Instant at) {
    Optional<Alert> open =
        alerts.stream()
            .filter(a -> a.open() && a.kind().equals(kind) && a.subject().equals(subject))
            .findFirst();
    if (open.isEmpty()) {
      if (alerts.stream().filter(Alert::open).count() >= MAX_OPEN
          && !kind.equals(AlertKind.TOO_MANY_ALERTS)) {
        return Optional.empty();
      }
      Alert alert = new Alert(++last, kind, subject, what, at, at, 1, Optional.empty());
      alerts.add(alert);
      told.put(alert.id(), at);
      return Optional.of(new Raised(alert, true));
    }
    Alert old = open.get();
    Alert again =
        new Alert(
            old.id(), kind, subject, what, old.first(), at, old.times() + 1, Optional.empty());
    alerts.set(alerts.indexOf(old), again);
    boolean tell = !at.isBefore(told.getOrDefault(old.id(), at).plus(QUIET));
    if (tell) {
      told.put(old.id(), at);
    }
    return Optional.of(new Raised(again, tell));
  }

  @Override
  public synchronized List<Alert> alerts() {
    return alerts.stream()
        .sorted(
            Comparator.comparing(Alert::open)
                .thenComparing(Alert::last)
                .thenComparingLong(Alert::id)
                .reversed())
        .toList();
  }

  @Override
  public synchronized boolean acknowledge(long id, Instant at) {
    for (int i = 0; i < alerts.size(); i++) {
      Alert a = alerts.get(i);
      if (a.id() == id && a.open()) {
        alerts.set(
            i,
            new Alert(
                id,
                a.kind(),
                a.subject(),
                a.what(),
                a.first(),
                a.last(),
                a.times(),
                Optional.of(at)));
        while (alerts.stream().filter(b -> !b.open()).count() > MAX_ACKNOWLEDGED) {
          alerts.remove(
              alerts.stream()
                  .filter(b -> !b.open())
                  .min(
                      Comparator.comparing((Alert b) -> b.acknowledged().orElseThrow())
                          .thenComparingLong(Alert::id))
                  .orElseThrow());
        }
        return true;
      }
    }
    return false;
  }
}

package huisclos.gate;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Brakes in memory; passes {@link BrakeRegistryContract}. */
public final class MemoryBrakeRegistry implements BrakeRegistry {
  private final Map<Spender, Brake> brakes = new HashMap<>();
  private final Map<Spender, Map<String, Instant>> spent = new HashMap<>();
  private boolean broken;

  /** An empty one. */
  public MemoryBrakeRegistry() {}

  /** Makes everything fail from now on, as a store does that can't be reached. */
  synchronized void breakDown() {
    broken = true;
  }

  private void mayFail() {
    if (broken) {
      throw new IllegalStateException("the registry can't be reached");
    }
  }

  @Override
  public synchronized Brake brake(Spender spender) {
    mayFail();
    return brakes.getOrDefault(spender, Brake.of(spender));
  }

  @Override
  public synchronized List<Brake> brakes() {
    mayFail();
    return brakes.values().stream().sorted(Comparator.comparing(b -> b.spender().word())).toList();
  }

  @Override
  public synchronized Brake change(Spender spender, UnaryOperator<Brake> change) {
    Brake next = change.apply(brake(spender));
    brakes.put(spender, next);
    return next;
  }

  @Override
  public synchronized Map<String, Instant> spent(Spender spender, Instant after) {
    mayFail();
    return spent.getOrDefault(spender, Map.of()).entrySet().stream()
        .filter(e -> e.getValue().isAfter(after))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public synchronized void spend(Spender spender, Set<String> records, Instant at, Instant forget) {
    mayFail();
    Map<String, Instant> mine = spent.computeIfAbsent(spender, _ -> new HashMap<>());
    records.forEach(record -> mine.put(record, at));
    spent.values().forEach(all -> all.values().removeIf(time -> !time.isAfter(forget)));
  }

  @Override
  public synchronized void forgive(Spender spender) {
    mayFail();
    spent.remove(spender);
  }
}

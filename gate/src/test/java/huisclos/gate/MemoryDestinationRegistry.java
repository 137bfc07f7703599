package huisclos.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Peers in memory. */
public final class MemoryDestinationRegistry implements DestinationRegistry {
  private final Map<String, Destination> known = new ConcurrentSkipListMap<>();

  /** No peers. */
  public MemoryDestinationRegistry() {}

  @Override
  public Optional<Destination> destination(String aet) {
    return Optional.ofNullable(known.get(aet));
  }

  @Override
  public List<Destination> destinations() {
    return List.copyOf(known.values());
  }

  @Override
  public boolean add(Destination destination) {
    return known.putIfAbsent(destination.aet(), destination) == null;
  }

  @Override
  public void replace(Destination destination) {
    known.put(destination.aet(), destination);
  }

  @Override
  public boolean remove(String aet) {
    return known.remove(aet) != null;
  }
}

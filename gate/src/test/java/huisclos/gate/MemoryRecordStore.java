package huisclos.gate;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records in memory; passes {@link RecordStoreContract}. */
public final class MemoryRecordStore implements RecordStore {
  private final Map<String, NavigableMap<String, byte[]>> kinds = new TreeMap<>();

  /** An empty one. */
  public MemoryRecordStore() {}

  private NavigableMap<String, byte[]> kind(String kind) {
    return kinds.computeIfAbsent(kind, _ -> new TreeMap<>());
  }

  @Override
  public synchronized Optional<byte[]> get(String kind, String key) {
    return Optional.ofNullable(kind(kind).get(key)).map(byte[]::clone);
  }

  @Override
  public synchronized SortedMap<String, byte[]> list(String kind, String prefix) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    kind(kind)
        .forEach((key, bytes) -> {
          if (key.startsWith(prefix)) {
            found.put(key, bytes.clone());
          }
        });
    return found;
  }

  @Override
  public synchronized boolean add(String kind, String key, byte[] bytes) {
    RecordStore.check(kind, key, bytes);
    return kind(kind).putIfAbsent(key, bytes.clone()) == null;
  }

  @Override
  public synchronized boolean replace(String kind, String key, byte[] old, byte[] bytes) {
    RecordStore.check(kind, key, bytes);
    byte[] known = kind(kind).get(key);
    if (known == null || !Arrays.equals(known, old)) {
      return false;
    }
    kind(kind).put(key, bytes.clone());
    return true;
  }

  @Override
  public synchronized void put(String kind, String key, byte[] bytes) {
    RecordStore.check(kind, key, bytes);
    kind(kind).put(key, bytes.clone());
  }

  @Override
  public synchronized boolean remove(String kind, String key) {
    return kind(kind).remove(key) != null;
  }
}

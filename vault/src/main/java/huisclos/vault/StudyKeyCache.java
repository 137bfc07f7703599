package huisclos.vault;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The study keys used last, unwrapped; zeroed when they leave. Not thread-safe. */
final class StudyKeyCache {
  /** Most keys held: about 150 bytes each. */
  static final int MAX_KEYS = 1024;

  private final LinkedHashMap<StudyKeyId, byte[]> keys = new LinkedHashMap<>(64, 0.75f, true);

  /** A copy of the key. */
  Optional<byte[]> get(StudyKeyId id) {
    byte[] key = keys.get(id);
    return key == null ? Optional.empty() : Optional.of(key.clone());
  }

  /** Keeps a copy of the key. */
  void put(StudyKeyId id, byte[] key) {
    byte[] replaced = keys.put(id, key.clone());
    if (replaced != null) {
      Arrays.fill(replaced, (byte) 0);
    }
    if (keys.size() > MAX_KEYS) {
      Map.Entry<StudyKeyId, byte[]> eldest = keys.pollFirstEntry();
      Arrays.fill(eldest.getValue(), (byte) 0);
    }
  }

  void clear() {
    keys.values().forEach(key -> Arrays.fill(key, (byte) 0));
    keys.clear();
  }
}

package huisclos.gate;

import java.util.Optional;
import java.util.SortedMap;

/**
 * Small records of the gate by kind and key: credentials, sessions, invitations, tokens, shares.
 * What is secret or names somebody in them is sealed by whoever writes it.
 *
 * <p>Owned here, kept by the archive's index: each change is atomic and durable when it returns,
 * and seen at once by whoever asks next. Nothing is cached, so that no answer outlives a removal. A
 * store that fails throws an unchecked exception and the gate says no. Safe from many threads.
 */
public interface RecordStore {
  /** Longest kind, characters. */
  int MAX_KIND_CHARS = 32;

  /** Longest key, characters. */
  int MAX_KEY_CHARS = 512;

  /** Longest record, bytes. */
  int MAX_BYTES = 64 * 1024;

  /** The record of this key. */
  Optional<byte[]> get(String kind, String key);

  /**
   * The records of a kind whose keys begin so, by key; with an empty prefix all of them. Whoever
   * adds records bounds how many there are.
   */
  SortedMap<String, byte[]> list(String kind, String prefix);

  /** Adds a record; false, and nothing is changed, if there is one of this key. */
  boolean add(String kind, String key, byte[] bytes);

  /** Replaces a record; false, and nothing is changed, unless it is {@code old} to the byte. */
  boolean replace(String kind, String key, byte[] old, byte[] bytes);

  /** Adds or replaces a record. */
  void put(String kind, String key, byte[] bytes);

  /** Removes a record; false if there was none. Of several callers one gets true. */
  boolean remove(String kind, String key);

  /**
   * Checks what is about to be written.
   *
   * @throws IllegalArgumentException beyond a limit
   */
  static void check(String kind, String key, byte[] bytes) {
    if (kind.isEmpty()
        || kind.length() > MAX_KIND_CHARS
        || key.isEmpty()
        || key.length() > MAX_KEY_CHARS
        || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a record is beyond its limits");
    }
  }
}

package huisclos.gate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The records of one kind, each sealed for its kind and key. Sealed content: version 1 (one byte),
 * then what the codec writes. Safe from many threads; a record that can't be opened is an {@link
 * IllegalStateException}.
 */
final class SealedRecords<T> {
  private static final byte VERSION = 1;

  private final RecordStore store;
  private final KeyProtector protector;
  private final String kind;
  private final Codec<T> codec;

  /** How a record is written. */
  interface Codec<T> {
    void write(T record, DataOutputStream out) throws IOException;

    T read(DataInputStream in) throws IOException;
  }

  SealedRecords(RecordStore store, KeyProtector protector, String kind, Codec<T> codec) {
    this.store = store;
    this.protector = protector;
    this.kind = kind;
    this.codec = codec;
  }

  Optional<T> get(String key) {
    return store.get(kind, key).map(sealed -> open(key, sealed));
  }

  /** All whose keys begin so. */
  SortedMap<String, T> list(String prefix) {
    SortedMap<String, T> found = new TreeMap<>();
    store.list(kind, prefix).forEach((key, sealed) -> found.put(key, open(key, sealed)));
    return found;
  }

  boolean add(String key, T record) {
    return store.add(kind, key, seal(key, record));
  }

  void put(String key, T record) {
    store.put(kind, key, seal(key, record));
  }

  /**
   * Changes what is there, whoever else does so at the same time. A removed record stays removed.
   *
   * @return what it became; empty if there is none
   */
  Optional<T> update(String key, UnaryOperator<T> change) {
    while (true) {
      Optional<byte[]> sealed = store.get(kind, key);
      if (sealed.isEmpty()) {
        return Optional.empty();
      }
      T now = open(key, sealed.get());
      T next = change.apply(now);
      if (next.equals(now) || store.replace(kind, key, sealed.get(), seal(key, next))) {
        return Optional.of(next);
      }
    }
  }

  boolean remove(String key) {
    return store.remove(kind, key);
  }

  private byte[] seal(String key, T record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      codec.write(record, out);
      out.flush();
      return protector.seal(bytes.toByteArray(), context(key));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a record can't be sealed", e);
    }
  }

  private T open(String key, byte[] sealed) {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(protector.open(sealed, context(key))))) {
      if (in.readByte() != VERSION) {
        throw new IOException("a record is of another version");
      }
      return codec.read(in);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a record can't be opened", e);
    }
  }

  private byte[] context(String key) {
    return (kind + "\\" + key).getBytes(StandardCharsets.UTF_8);
  }
}

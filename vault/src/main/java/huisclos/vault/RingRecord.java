package huisclos.vault;

import java.nio.ByteBuffer;
import java.util.Optional;

/** One record of the key ring: a type byte, then fields of fixed length. */
sealed interface RingRecord {
  /** Longest record, bytes. */
  int MAX_BYTES = 1 + 2 * Ids.BYTES + Gcm.WRAPPED_BYTES;

  /** A patient record's key, wrapped by the site key. */
  record Patient(PatientKeyId id, WrappedKey wrapped) implements RingRecord {}

  /** A study's key, wrapped by its patient record's key; a later record of the id replaces it. */
  record Study(StudyKeyId id, PatientKeyId patient, WrappedKey wrapped) implements RingRecord {}

  /** A quarantined object's key, wrapped by the site key. */
  record Quarantine(QuarantineKeyId id, WrappedKey wrapped) implements RingRecord {}

  /** A quarantined object was dropped; its key is gone with the next rotation. */
  record Dropped(QuarantineKeyId id) implements RingRecord {}

  /**
   * A study's key was destroyed on purpose: without this a reader could not tell its objects from
   * those whose key was lost.
   */
  record Destroyed(StudyKeyId id) implements RingRecord {}

  /** The record's bytes. */
  default byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    switch (this) {
      case Patient(var id, var wrapped) -> out.put((byte) 1).put(id.bytes()).put(wrapped.bytes());
      case Study(var id, var patient, var wrapped) ->
          out.put((byte) 2).put(id.bytes()).put(patient.bytes()).put(wrapped.bytes());
      case Quarantine(var id, var wrapped) ->
          out.put((byte) 3).put(id.bytes()).put(wrapped.bytes());
      case Dropped(var id) -> out.put((byte) 4).put(id.bytes());
      case Destroyed(var id) -> out.put((byte) 5).put(id.bytes());
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  /** Reads the record at the buffer's position; empty when there is none of a known form. */
  static Optional<RingRecord> decode(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return Optional.empty();
    }
    int length =
        switch (in.get()) {
          case 1, 3 -> Ids.BYTES + Gcm.WRAPPED_BYTES;
          case 2 -> 2 * Ids.BYTES + Gcm.WRAPPED_BYTES;
          case 4, 5 -> Ids.BYTES;
          default -> Integer.MAX_VALUE;
        };
    if (in.remaining() < length) {
      return Optional.empty();
    }
    byte[] id = Ids.read(in.duplicate());
    int type = in.get(in.position() - 1);
    in.position(in.position() + Ids.BYTES);
    return Optional.of(
        switch (type) {
          case 1 -> new Patient(PatientKeyId.of(id), WrappedKey.read(in));
          case 2 ->
              new Study(StudyKeyId.of(id), PatientKeyId.of(Ids.read(in)), WrappedKey.read(in));
          case 3 -> new Quarantine(QuarantineKeyId.of(id), WrappedKey.read(in));
          case 4 -> new Dropped(QuarantineKeyId.of(id));
          default -> new Destroyed(StudyKeyId.of(id));
        });
  }
}

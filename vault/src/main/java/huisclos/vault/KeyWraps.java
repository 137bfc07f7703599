package huisclos.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * How the ring's keys are wrapped: AES-256-GCM whose associated data is the kind (one letter), the
 * format version, the vault id and the ids concerned, so that a wrapped key opens only in its own
 * place.
 */
final class KeyWraps {
  private static final byte VERSION = 1;

  private final VaultId vault;

  KeyWraps(VaultId vault) {
    this.vault = vault;
  }

  WrappedKey home(byte[] siteKey, byte[] key) {
    return wrap(siteKey, key, associated('H'));
  }

  WrappedKey patient(byte[] siteKey, PatientKeyId id, byte[] key) {
    return wrap(siteKey, key, associated('P', id.bytes()));
  }

  WrappedKey study(byte[] patientKey, StudyKeyId id, PatientKeyId patient, byte[] key) {
    return wrap(patientKey, key, associated('S', id.bytes(), patient.bytes()));
  }

  WrappedKey quarantine(byte[] siteKey, QuarantineKeyId id, byte[] key) {
    return wrap(siteKey, key, associated('Q', id.bytes()));
  }

  byte[] openHome(byte[] siteKey, WrappedKey wrapped) throws CorruptRingException {
    return open(siteKey, wrapped, associated('H'), 0);
  }

  /** The key a record wraps, a copy; {@code offset} is named when it does not open. */
  byte[] open(byte[] siteKey, RingRecord.Patient record, long offset) throws CorruptRingException {
    return open(siteKey, record.wrapped(), associated('P', record.id().bytes()), offset);
  }

  byte[] open(byte[] patientKey, RingRecord.Study record, long offset) throws CorruptRingException {
    byte[] associated = associated('S', record.id().bytes(), record.patient().bytes());
    return open(patientKey, record.wrapped(), associated, offset);
  }

  byte[] open(byte[] siteKey, RingRecord.Quarantine record, long offset)
      throws CorruptRingException {
    return open(siteKey, record.wrapped(), associated('Q', record.id().bytes()), offset);
  }

  private static WrappedKey wrap(byte[] by, byte[] key, byte[] associated) {
    return new WrappedKey(Gcm.seal(by, key, associated));
  }

  private static byte[] open(byte[] by, WrappedKey wrapped, byte[] associated, long offset)
      throws CorruptRingException {
    try {
      return Gcm.open(by, wrapped.bytes(), associated);
    } catch (GeneralSecurityException e) {
      throw new CorruptRingException("a wrapped key does not open", offset);
    }
  }

  private byte[] associated(char kind, byte[]... ids) {
    ByteBuffer out = ByteBuffer.allocate(2 + Ids.BYTES * (1 + ids.length));
    out.put((byte) kind).put(VERSION).put(vault.bytes());
    for (byte[] id : ids) {
      out.put(id);
    }
    return out.array();
  }
}

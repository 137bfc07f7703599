package huisclos.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The devices and the certificates that they are known by; nothing is ever removed from it, so that
 * a revoked certificate can't come back.
 *
 * <p>Owned here, kept by the archive's index. Every method is atomic, durable when it returns, and
 * safe from many threads; a change is seen at once by the same process and within a second by
 * others. {@code DeviceRegistryContract} in this room's tests is what an implementation must pass.
 * A store that fails throws an unchecked exception, and the gate then says no.
 */
public interface DeviceRegistry {

  /** What became of a change. */
  enum Change {
    /** Done. */
    DONE,
    /** {@link #add}: a device of this title is known, even if all its certificates are revoked. */
    TITLE_KNOWN,
    /** The certificate, or its key, is known already (to whichever device, revoked or not). */
    KEY_KNOWN,
    /** There is no such device or certificate. */
    UNKNOWN
  }

  /** The device of this title. */
  Optional<Device> device(String aet);

  /** The certificate of this fingerprint, whether revoked, expired or good. */
  Optional<DeviceCertificate> certificate(String fingerprint);

  /** All devices by title. */
  List<Device> devices();

  /** All certificates of all devices, by title and then by the start of their validity. */
  List<DeviceCertificate> certificates();

  /** Adds a device with its first certificate. */
  Change add(Device device, DeviceCertificate certificate);

  /**
   * Replaces what is known under the device's title: grants and destinations become the new ones,
   * all earlier certificates of the title are revoked at {@code at}. Adds it when it isn't known.
   */
  Change replace(Device device, DeviceCertificate certificate, Instant at);

  /**
   * Adds a further certificate to a known device; its earlier ones end at {@code oldUntil} at the
   * latest. Grants stay.
   */
  Change renew(DeviceCertificate certificate, Instant oldUntil);

  /** Revokes every certificate of this serial number (foreign ones may share one). */
  Change revokeSerial(String serial, Instant at);

  /** Revokes every certificate of this device; it stays listed. */
  Change revokeDevice(String aet, Instant at);
}

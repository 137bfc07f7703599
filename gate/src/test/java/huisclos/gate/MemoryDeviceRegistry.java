package huisclos.gate;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A registry in memory that passes {@link DeviceRegistryContract}. */
public final class MemoryDeviceRegistry implements DeviceRegistry {
  private final Map<String, Device> devices = new TreeMap<>();
  private final Map<String, DeviceCertificate> certificates = new LinkedHashMap<>();

  private boolean broken;

  /** An empty one. */
  public MemoryDeviceRegistry() {}

  /** Makes every look-up fail from now on, as a store does that can't be read. */
  synchronized void breakDown() {
    broken = true;
  }

  private void mayFail() {
    if (broken) {
      throw new IllegalStateException("the registry can't be read");
    }
  }

  @Override
  public synchronized Optional<Device> device(String aet) {
    mayFail();
    return Optional.ofNullable(devices.get(aet));
  }

  @Override
  public synchronized Optional<DeviceCertificate> certificate(String fingerprint) {
    mayFail();
    return Optional.ofNullable(certificates.get(fingerprint));
  }

  @Override
  public synchronized List<Device> devices() {
    return List.copyOf(devices.values());
  }

  @Override
  public synchronized List<DeviceCertificate> certificates() {
    return certificates.values().stream()
        .sorted(
            Comparator.comparing(DeviceCertificate::aet)
                .thenComparing(DeviceCertificate::notBefore))
        .toList();
  }

  @Override
  public synchronized Change add(Device device, DeviceCertificate certificate) {
    if (devices.containsKey(device.aet())) {
      return Change.TITLE_KNOWN;
    }
    return put(device, certificate);
  }

  @Override
  public synchronized Change replace(Device device, DeviceCertificate certificate, Instant at) {
    if (known(certificate)) {
      return Change.KEY_KNOWN;
    }
    certificates.replaceAll((_, c) -> c.aet().equals(device.aet()) ? c.revoked(at) : c);
    return put(device, certificate);
  }

  private Change put(Device device, DeviceCertificate certificate) {
    if (known(certificate)) {
      return Change.KEY_KNOWN;
    }
    devices.put(device.aet(), device);
    certificates.put(certificate.fingerprint(), certificate);
    return Change.DONE;
  }

  private boolean known(DeviceCertificate candidate) {
    return certificates.values().stream()
        .anyMatch(c ->
            c.fingerprint().equals(candidate.fingerprint())
                || c.keyFingerprint().equals(candidate.keyFingerprint()));
  }

  @Override
  public synchronized Change renew(DeviceCertificate certificate, Instant oldUntil) {
    if (!devices.containsKey(certificate.aet())) {
      return Change.UNKNOWN;
    }
    if (known(certificate)) {
      return Change.KEY_KNOWN;
    }
    certificates.replaceAll((_, c) -> c.aet().equals(certificate.aet()) ? c.endingBy(oldUntil) : c);
    certificates.put(certificate.fingerprint(), certificate);
    return Change.DONE;
  }

  @Override
  public synchronized Change revokeSerial(String serial, Instant at) {
    if (certificates.values().stream().noneMatch(c -> c.serial().equals(serial))) {
      return Change.UNKNOWN;
    }
    certificates.replaceAll((_, c) -> c.serial().equals(serial) ? c.revoked(at) : c);
    return Change.DONE;
  }

  @Override
  public synchronized Change revokeDevice(String aet, Instant at) {
    if (!devices.containsKey(aet)) {
      return Change.UNKNOWN;
    }
    certificates.replaceAll((_, c) -> c.aet().equals(aet) ? c.revoked(at) : c);
    return Change.DONE;
  }
}

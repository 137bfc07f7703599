package huisclos.archive;

import huisclos.gate.Device;
import huisclos.gate.DeviceCertificate;
import huisclos.gate.DeviceRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A registry without any device. */
final class NoDevices implements DeviceRegistry {
  @Override
  public Optional<Device> device(String aet) {
    return Optional.empty();
  }

  @Override
  public Optional<DeviceCertificate> certificate(String fingerprint) {
    return Optional.empty();
  }

  @Override
  public List<Device> devices() {
    return List.of();
  }

  @Override
  public List<DeviceCertificate> certificates() {
    return List.of();
  }

  @Override
  public Change add(Device device, DeviceCertificate certificate) {
    return Change.UNKNOWN;
  }

  @Override
  public Change replace(Device device, DeviceCertificate certificate, Instant at) {
    return Change.UNKNOWN;
  }

  @Override
  public Change renew(DeviceCertificate certificate, Instant oldUntil) {
    return Change.UNKNOWN;
  }

  @Override
  public Change revokeSerial(String serial, Instant at) {
    return Change.UNKNOWN;
  }

  @Override
  public Change revokeDevice(String aet, Instant at) {
    return Change.UNKNOWN;
  }
}

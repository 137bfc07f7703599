package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may come in, and which certificates run out: what {@code huisclos doors} shows. Immutable.
 *
 * @param at when it was made
 * @param authority the site's authority
 * @param server the server's certificates
 * @param devices every device, by title
 * @param unrecorded refusals since the start that the trail couldn't take; anything but 0 is an
 *     alarm
 */
public record DoorReport(
    Instant at,
    CertificateDoor authority,
    List<CertificateDoor> server,
    List<DeviceDoor> devices,
    long unrecorded,
    long renewalFailures) {
  /** Expiry is announced this long before. */
  public static final Duration NOTICE = Duration.ofDays(60);

  public DoorReport {
    server = List.copyOf(server);
    devices = List.copyOf(devices);
  }

  /** What a certificate is worth at the time of the report. */
  public enum State {
    GOOD,
    /** Good, but not for {@link #NOTICE} any more. */
    RUNS_OUT,
    NOT_YET_VALID,
    EXPIRED,
    REVOKED
  }

  /**
   * A certificate.
   *
   * @param until when it ends, or is no longer accepted
   */
  public record CertificateDoor(String serial, String fingerprint, Instant until, State state) {}

  /** A device with its certificates, oldest first. */
  public record DeviceDoor(Device device, List<CertificateDoor> certificates) {
    public DeviceDoor {
      certificates = List.copyOf(certificates);
    }

    /** Whether the device can come in at all. */
    public boolean open() {
      return certificates.stream()
          .anyMatch(c -> c.state() == State.GOOD || c.state() == State.RUNS_OUT);
    }
  }

  /**
   * Something that runs out.
   *
   * @param subject {@code authority}, {@code server} or the device's title
   * @param daysLeft whole days; 0 or less when it has ended
   */
  public record Warning(String subject, String serial, Instant until, long daysLeft) {}

  static DoorReport of(
      Instant now,
      X509Certificate authority,
      List<X509Certificate> server,
      DeviceRegistry registry,
      long unrecorded,
      long renewalFailures) {
    List<DeviceCertificate> all = registry.certificates();
    List<DeviceDoor> devices = new ArrayList<>();
    for (Device device : registry.devices()) {
      devices.add(
          new DeviceDoor(
              device,
              all.stream()
                  .filter(c -> c.aet().equals(device.aet()))
                  .map(c -> door(now, c))
                  .toList()));
    }
    return new DoorReport(
        now,
        door(now, authority),
        server.stream().map(c -> door(now, c)).toList(),
        devices,
        unrecorded,
        renewalFailures);
  }

  /**
   * What runs out within {@link #NOTICE} or has: of a device that was renewed, only its last
   * certificate counts; of one that was revoked, none.
   */
  public List<Warning> warnings() {
    List<Warning> warnings = new ArrayList<>();
    warn(warnings, "authority", authority);
    server.forEach(c -> warn(warnings, "server", c));
    for (DeviceDoor door : devices) {
      door.certificates().stream()
          .filter(c -> c.state() != State.REVOKED)
          .max((a, b) -> a.until().compareTo(b.until()))
          .ifPresent(c -> warn(warnings, door.device().aet(), c));
    }
    return warnings;
  }

  private void warn(List<Warning> warnings, String subject, CertificateDoor c) {
    if (c.state() == State.RUNS_OUT || c.state() == State.EXPIRED) {
      long days = Duration.between(at, c.until()).toDays();
      warnings.add(new Warning(subject, c.serial(), c.until(), days));
    }
  }

  private static CertificateDoor door(Instant now, DeviceCertificate c) {
    State state =
        c.revokedAt().isPresent() ? State.REVOKED : state(now, c.notBefore(), c.acceptedUntil());
    return new CertificateDoor(c.serial(), c.fingerprint(), c.acceptedUntil(), state);
  }

  private static CertificateDoor door(Instant now, X509Certificate c) {
    Instant until = c.getNotAfter().toInstant();
    return new CertificateDoor(
        c.getSerialNumber().toString(16),
        Pem.fingerprint(c),
        until,
        state(now, c.getNotBefore().toInstant(), until));
  }

  private static State state(Instant now, Instant from, Instant until) {
    if (now.isBefore(from)) {
      return State.NOT_YET_VALID;
    }
    if (now.isAfter(until)) {
      return State.EXPIRED;
    }
    return now.isAfter(until.minus(NOTICE)) ? State.RUNS_OUT : State.GOOD;
  }
}

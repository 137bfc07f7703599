package huisclos.gate;

import huisclos.gate.internal.CertificateWriter;
import huisclos.gate.internal.Pem;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds, renews and revokes devices, each on record. An addition is on record before it counts; a
 * revocation counts first. Safe from many threads.
 */
public final class DeviceAdmin {
  /** How long an old certificate stays good after a renewal. */
  public static final Duration OVERLAP = Duration.ofDays(30);

  private final SiteCa ca;
  private final DeviceRegistry registry;
  private final Trail trail;
  private final Clock clock;
  private final Runnable onWithdrawal;

  DeviceAdmin(SiteCa ca, DeviceRegistry registry, Trail trail, Clock clock, Runnable onWithdrawal) {
    this.ca = ca;
    this.registry = registry;
    this.trail = trail;
    this.clock = clock;
    this.onWithdrawal = onWithdrawal;
  }

  /**
   * A device to be added.
   *
   * @param aet its title
   * @param verbs its grants; {@link #defaultVerbs} unless told otherwise
   * @param moveTo where it may have instances moved to; empty stands for itself
   * @param key where its key comes from
   * @param replace whether a device of this title is replaced and its certificates revoked
   */
  public record Order(
      String aet, Set<Verb> verbs, Set<String> moveTo, KeySource key, boolean replace) {}

  /** What a device is granted when nothing is said: store and commit. */
  public static Set<Verb> defaultVerbs() {
    return EnumSet.of(Verb.STORE, Verb.COMMIT);
  }

  /** What became of it. */
  public sealed interface Result {
    /** Added or renewed. */
    record Issued(IssuedIdentity identity) implements Result {}

    /** Revoked. */
    record Revoked() implements Result {}

    /** Nothing was changed. */
    record Refused(DeviceRefusal why) implements Result {}
  }

  /** A key and the certificate for it, not yet known to the registry. */
  private record Candidate(
      Optional<PrivateKey> key, X509Certificate certificate, DeviceCertificate.Origin origin) {}

  /** What is to become of the registry, and what the record calls it; empty: nothing special. */
  private record Step(Action action, String reason, Registration registration) {}

  /** Adds a device. {@code account} is the operator's, for the record. */
  public synchronized Result add(Order order, String account) throws TrailException {
    Optional<String> aet = AeTitle.of(order.aet());
    if (aet.isEmpty()) {
      return new Result.Refused(DeviceRefusal.NOT_A_TITLE);
    }
    Set<String> destinations = new HashSet<>();
    for (String destination : order.moveTo()) {
      Optional<String> title = AeTitle.of(destination);
      if (title.isEmpty()) {
        return new Result.Refused(DeviceRefusal.NOT_A_DESTINATION);
      }
      destinations.add(title.get());
    }
    if (destinations.isEmpty()) {
      destinations.add(aet.get());
    }
    if (!order.replace() && registry.device(aet.get()).isPresent()) {
      return new Result.Refused(DeviceRefusal.TITLE_KNOWN);
    }
    Instant now = clock.instant();
    Device device = new Device(aet.get(), order.verbs(), destinations, now);
    return issue(
        device,
        order.key(),
        account,
        new Step(
            Action.DEVICE_ADD,
            order.replace() ? Withdrawals.REPLACES : "",
            certificate ->
                order.replace()
                    ? registry.replace(device, certificate, now)
                    : registry.add(device, certificate)));
  }

  /** Gives a known device a further certificate; the ones before end in {@link #OVERLAP}. */
  public synchronized Result renew(String title, KeySource key, String account)
      throws TrailException {
    Optional<Device> device = AeTitle.of(title).flatMap(registry::device);
    if (device.isEmpty()) {
      return new Result.Refused(DeviceRefusal.UNKNOWN_DEVICE);
    }
    Instant until = clock.instant().plus(OVERLAP);
    return issue(
        device.get(),
        key,
        account,
        new Step(Action.DEVICE_RENEW, "", certificate -> registry.renew(certificate, until)));
  }

  /** Revokes by serial number (hex, with or without colons). It counts at once. */
  public synchronized Result revokeSerial(String serial, String account) throws TrailException {
    Optional<String> normal = serial(serial);
    if (normal.isEmpty()
        || registry.revokeSerial(normal.get(), clock.instant()) != DeviceRegistry.Change.DONE) {
      return new Result.Refused(DeviceRefusal.UNKNOWN_SERIAL);
    }
    return revoked(Fact.SERIAL, normal.get(), account);
  }

  /** Revokes all certificates of a device; it stays listed. It counts at once. */
  public synchronized Result revokeDevice(String title, String account) throws TrailException {
    Optional<String> aet = AeTitle.of(title);
    if (aet.isEmpty()
        || registry.revokeDevice(aet.get(), clock.instant()) != DeviceRegistry.Change.DONE) {
      return new Result.Refused(DeviceRefusal.UNKNOWN_DEVICE);
    }
    return revoked(Fact.TARGET, aet.get(), account);
  }

  private Result revoked(Fact what, String name, String account) throws TrailException {
    onWithdrawal.run();
    trail.append(
        TrailRecord.of(clock.instant(), Action.DEVICE_REVOKE, Outcome.DONE, Actor.operator(account))
            .fact(what, name)
            .build());
    return new Result.Revoked();
  }

  /** The change of the registry that makes a certificate count. */
  private interface Registration {
    DeviceRegistry.Change apply(DeviceCertificate certificate);
  }

  private Result issue(Device device, KeySource source, String account, Step step)
      throws TrailException {
    return switch (source) {
      case KeySource.Generated _ -> {
        // P-256: DCMTK 3.6.7 dials with it under TLS 1.2 and 1.3, and warns at each run of an RSA
        // key that an ECDSA authority certified. Who needs RSA brings a request.
        KeyPair pair = CertificateWriter.newEcKey();
        yield register(
            device,
            new Candidate(
                Optional.of(pair.getPrivate()),
                ca.certifyDevice(pair.getPublic()),
                DeviceCertificate.Origin.ISSUED),
            account,
            step);
      }
      case KeySource.Requested request -> {
        Optional<PublicKey> key = CertificateWriter.requestedKey(bytes(request.pem()));
        yield key.isEmpty()
            ? new Result.Refused(DeviceRefusal.BAD_REQUEST)
            : register(
                device,
                new Candidate(
                    Optional.empty(), ca.certifyDevice(key.get()), DeviceCertificate.Origin.ISSUED),
                account,
                step);
      }
      case KeySource.Foreign foreign -> {
        Optional<X509Certificate> certificate = Pem.certificate(bytes(foreign.pem()));
        Optional<DeviceRefusal> no =
            certificate
                .map(this::objection)
                .orElseGet(() -> Optional.of(DeviceRefusal.BAD_CERTIFICATE));
        yield no.isPresent() || certificate.isEmpty()
            ? new Result.Refused(no.orElse(DeviceRefusal.BAD_CERTIFICATE))
            : register(
                device,
                new Candidate(Optional.empty(), certificate.get(), DeviceCertificate.Origin.PINNED),
                account,
                step);
      }
    };
  }

  private static byte[] bytes(String pem) {
    return pem.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Optional<DeviceRefusal> objection(X509Certificate foreign) {
    if (!CertificateWriter.acceptable(foreign.getPublicKey())) {
      return Optional.of(DeviceRefusal.BAD_CERTIFICATE);
    }
    if (ca.signed(foreign) || foreign.equals(ca.certificate())) {
      return Optional.of(DeviceRefusal.OWN_CERTIFICATE);
    }
    if (clock.instant().isAfter(foreign.getNotAfter().toInstant())) {
      return Optional.of(DeviceRefusal.CERTIFICATE_EXPIRED);
    }
    return Optional.empty();
  }

  private Result register(Device device, Candidate candidate, String account, Step step)
      throws TrailException {
    X509Certificate x509 = candidate.certificate();
    DeviceCertificate certificate = describe(device.aet(), x509, candidate.origin());
    // A key is certified once: else a revocation by serial number would leave its twin in force.
    if (known(certificate)) {
      return new Result.Refused(DeviceRefusal.KEY_KNOWN);
    }
    trail.append(record(step, Outcome.DONE, device, certificate, account));
    DeviceRegistry.Change change = step.registration.apply(certificate);
    if (change != DeviceRegistry.Change.DONE) {
      trail.append(record(step, Outcome.FAILED, device, certificate, account));
    }
    return switch (change) {
      case DONE -> {
        onWithdrawal.run();
        yield new Result.Issued(
            new IssuedIdentity(device.aet(), candidate.key(), x509, ca.certificate()));
      }
      case TITLE_KNOWN -> new Result.Refused(DeviceRefusal.TITLE_KNOWN);
      case KEY_KNOWN -> new Result.Refused(DeviceRefusal.KEY_KNOWN);
      case UNKNOWN -> new Result.Refused(DeviceRefusal.UNKNOWN_DEVICE);
    };
  }

  private boolean known(DeviceCertificate candidate) {
    return registry.certificates().stream()
        .anyMatch(c ->
            c.fingerprint().equals(candidate.fingerprint())
                || c.keyFingerprint().equals(candidate.keyFingerprint()));
  }

  private static DeviceCertificate describe(
      String aet, X509Certificate x509, DeviceCertificate.Origin origin) {
    Instant end = x509.getNotAfter().toInstant();
    return new DeviceCertificate(
        aet,
        Pem.fingerprint(x509),
        Pem.keyFingerprint(x509),
        x509.getSerialNumber().toString(16),
        origin,
        x509.getNotBefore().toInstant(),
        end,
        end,
        Optional.empty());
  }

  private TrailRecord record(
      Step step, Outcome outcome, Device device, DeviceCertificate certificate, String account) {
    TrailRecord.Builder record =
        TrailRecord.of(clock.instant(), step.action, outcome, Actor.operator(account));
    if (!step.reason.isEmpty()) {
      record.fact(Fact.REASON, step.reason);
    }
    return record
        .fact(Fact.TARGET, device.aet())
        .fact(
            Fact.GRANTS,
            device.verbs().stream().map(Verb::word).sorted().collect(Collectors.joining(",")))
        .fact(Fact.SERIAL, certificate.serial())
        .fact(Fact.FINGERPRINT, certificate.fingerprint())
        .fact(Fact.NOT_AFTER, certificate.notAfter().toString())
        .build();
  }

  private static Optional<String> serial(String text) {
    String hex = text.strip().replace(":", "");
    if (!hex.matches("[0-9A-Fa-f]{1,64}")) {
      return Optional.empty();
    }
    return Optional.of(new BigInteger(hex, 16).toString(16));
  }

  /** The devices that are known, by title. */
  public List<Device> list() {
    return registry.devices();
  }

  /** The certificates of all devices. */
  public List<DeviceCertificate> certificates() {
    return registry.certificates();
  }
}

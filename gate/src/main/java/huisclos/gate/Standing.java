package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** What a certificate is worth at this moment. */
sealed interface Standing {
  /** It is good, and this is whose it is. */
  record Good(Device device, DeviceCertificate certificate) implements Standing {}

  /** It is not. */
  record Bad(Reason reason) implements Standing {}

  /**
   * Looks a certificate up, live: nothing is cached, so that a revocation is seen at once.
   *
   * <p>An issued certificate must be in the registry <em>and</em> bear the authority's signature; a
   * pinned one is known by its fingerprint alone. That the peer holds the key is TLS's part.
   */
  static Standing of(X509Certificate presented, DeviceRegistry registry, SiteCa ca, Instant now) {
    try {
      return look(presented, registry, ca, now);
    } catch (RuntimeException e) {
      // A registry that can't be read says no; what ails it shows where it is kept.
      return new Bad(Reason.UNAVAILABLE);
    }
  }

  private static Standing look(
      X509Certificate presented, DeviceRegistry registry, SiteCa ca, Instant now) {
    Optional<DeviceCertificate> found = registry.certificate(Pem.fingerprint(presented));
    if (found.isEmpty()) {
      return new Bad(Reason.FOREIGN_CERTIFICATE);
    }
    DeviceCertificate certificate = found.get();
    boolean trusted =
        switch (certificate.origin()) {
          case ISSUED -> ca.signed(presented);
          case PINNED -> true;
        };
    Optional<Device> device = registry.device(certificate.aet());
    if (!trusted || device.isEmpty()) {
      return new Bad(Reason.FOREIGN_CERTIFICATE);
    }
    // The certificate's own dates count, not only the registry's copy of them.
    if (now.isBefore(presented.getNotBefore().toInstant())) {
      return new Bad(Reason.CERTIFICATE_NOT_YET_VALID);
    }
    if (now.isAfter(presented.getNotAfter().toInstant())) {
      return new Bad(Reason.EXPIRED_CERTIFICATE);
    }
    return dated(device.get(), certificate, now);
  }

  /** Looks up once more, live, a certificate that was {@link Good} before. */
  static Standing again(DeviceCertificate earlier, DeviceRegistry registry, Instant now) {
    try {
      Optional<DeviceCertificate> found = registry.certificate(earlier.fingerprint());
      Optional<Device> device = registry.device(earlier.aet());
      return found.isEmpty() || device.isEmpty()
          ? new Bad(Reason.FOREIGN_CERTIFICATE)
          : dated(device.get(), found.get(), now);
    } catch (RuntimeException e) {
      return new Bad(Reason.UNAVAILABLE);
    }
  }

  private static Standing dated(Device device, DeviceCertificate certificate, Instant now) {
    if (certificate.revokedAt().isPresent()) {
      return new Bad(Reason.REVOKED_CERTIFICATE);
    }
    return now.isAfter(certificate.acceptedUntil())
        ? new Bad(Reason.EXPIRED_CERTIFICATE)
        : new Good(device, certificate);
  }
}

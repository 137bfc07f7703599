package huisclos.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate by which a device is known. Immutable; no private key is ever kept for one.
 *
 * @param aet the device's title
 * @param fingerprint SHA-256 of the certificate's DER, 64 lower-case hex digits; names it uniquely
 * @param keyFingerprint SHA-256 of its SubjectPublicKeyInfo, likewise; a key is known at most once
 * @param serial its serial number in lower-case hex
 * @param origin whether our CA issued it
 * @param notBefore start of its validity
 * @param notAfter end of its validity
 * @param acceptedUntil when the house stops accepting it: {@code notAfter}, or earlier once it has
 *     been renewed
 * @param revokedAt when it was revoked; it never comes back
 */
public record DeviceCertificate(
    String aet,
    String fingerprint,
    String keyFingerprint,
    String serial,
    Origin origin,
    Instant notBefore,
    Instant notAfter,
    Instant acceptedUntil,
    Optional<Instant> revokedAt) {

  /** Where a certificate comes from. */
  public enum Origin {
    /** Issued by the site's CA. */
    ISSUED,
    /** Someone else's, trusted by its fingerprint alone. */
    PINNED
  }

  /** The same, accepted no longer than {@code until}. */
  public DeviceCertificate endingBy(Instant until) {
    Instant end = until.isBefore(acceptedUntil) ? until : acceptedUntil;
    return new DeviceCertificate(
        aet, fingerprint, keyFingerprint, serial, origin, notBefore, notAfter, end, revokedAt);
  }

  /** The same, revoked; an earlier revocation stands. */
  public DeviceCertificate revoked(Instant at) {
    return revokedAt.isPresent()
        ? this
        : new DeviceCertificate(
            aet,
            fingerprint,
            keyFingerprint,
            serial,
            origin,
            notBefore,
            notAfter,
            acceptedUntil,
            Optional.of(at));
  }
}

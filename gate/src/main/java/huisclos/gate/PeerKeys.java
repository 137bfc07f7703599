package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The keys that peers are dialled with, and the TLS contexts for it. A context serves one
 * destination and no resumption, so that each handshake looks the peer up anew. Safe from many
 * threads.
 */
final class PeerKeys {
  private final KeyProtector protector;
  private final ServerKeys serverKeys;
  private final DeviceRegistry devices;
  private final SiteCa ca;
  private final Clock clock;

  PeerKeys(
      KeyProtector protector,
      ServerKeys serverKeys,
      DeviceRegistry devices,
      SiteCa ca,
      Clock clock) {
    this.protector = protector;
    this.serverKeys = serverKeys;
    this.devices = devices;
    this.ca = ca;
    this.clock = clock;
  }

  /** An identity with its key sealed; empty if key and certificate are none, or not a pair. */
  Optional<PeerIdentity> seal(DestinationAdmin.IdentityPem pem) {
    Optional<String> aet = AeTitle.of(pem.aet());
    Optional<X509Certificate> certificate = DestinationAdmin.certificate(pem.certificate());
    if (aet.isEmpty() || certificate.isEmpty()) {
      return Optional.empty();
    }
    Optional<byte[]> der =
        Pem.decode(pem.key().getBytes(StandardCharsets.ISO_8859_1), "PRIVATE KEY");
    Optional<PrivateKey> key =
        der.flatMap(d -> Pem.privateKey(d, certificate.get().getPublicKey().getAlgorithm()));
    try {
      if (key.isEmpty() || !isPair(key.get(), certificate.get())) {
        return Optional.empty();
      }
      byte[] sealed = protector.seal(der.orElseThrow(), context(certificate.get()));
      return Optional.of(
          new PeerIdentity(
              aet.get(), certificate.get(), Base64.getEncoder().encodeToString(sealed)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static byte[] context(X509Certificate certificate) {
    return ("peer/" + Pem.fingerprint(certificate)).getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = "a pair".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(probe);
    return signature.verify(signed);
  }

  /** A new context for a handshake with this destination. */
  SSLContext contextFor(Destination destination) throws GeneralSecurityException {
    KeyManager own =
        destination.identity().isPresent() ? opened(destination.identity().get()) : serverKeys;
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {own}, new TrustManager[] {trust(destination)}, null);
    return context;
  }

  private KeyManager opened(PeerIdentity identity) throws GeneralSecurityException {
    byte[] der =
        protector.open(
            Base64.getDecoder().decode(identity.sealedKey()), context(identity.certificate()));
    PrivateKey key =
        Pem.privateKey(der, identity.certificate().getPublicKey().getAlgorithm())
            .orElseThrow(() -> new GeneralSecurityException("a sealed key is none"));
    return new SingleKey(key, identity.certificate());
  }

  private TrustManager trust(Destination destination) throws GeneralSecurityException {
    if (destination.trust().isEmpty()) {
      return new PeerTrust(
          leaf ->
              Standing.of(leaf, devices, ca, clock.instant()) instanceof Standing.Good good
                  && good.device().aet().equals(destination.aet()),
          Optional.empty());
    }
    X509Certificate pinned = destination.trust().get();
    return new PeerTrust(
        leaf -> leaf.equals(pinned) && isCurrent(leaf),
        pinned.getBasicConstraints() >= 0 ? Optional.of(byAuthority(pinned)) : Optional.empty());
  }

  private boolean isCurrent(X509Certificate leaf) {
    var now = clock.instant();
    return !now.isBefore(leaf.getNotBefore().toInstant())
        && !now.isAfter(leaf.getNotAfter().toInstant());
  }

  /** Path validation to this authority alone, and the name dialled. */
  private static X509ExtendedTrustManager byAuthority(X509Certificate authority)
      throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return new ServerTrust(extended, Optional.empty());
        }
      }
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException("every JDK validates paths", e);
    }
    throw new GeneralSecurityException("every JDK validates paths");
  }
}

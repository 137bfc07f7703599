package huisclos.courier.acme;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/**
 * One order for a certificate (RFC 8555 §7.4), from the account to the chain. Blocks for as long as
 * the authority takes, {@link #PATIENCE} a step at most. Of one thread.
 */
final class AcmeOrder {
  /** How long a step may take. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of a key that lives for minutes. */
  private static final int PROOF_BITS = 2048;

  private static final Duration LINE = Duration.ofSeconds(20);

  private final AcmeAuthority authority;
  private final CertificateDoor door;
  private final Clock clock;

  AcmeOrder(AcmeAuthority authority, CertificateDoor door, Clock clock) {
    this.authority = authority;
    this.door = door;
    this.clock = clock;
  }

  /**
   * Orders a certificate and takes it into use.
   *
   * @throws IOException if none came of it; the door keeps the one it has
   */
  X509Certificate run() throws IOException, InterruptedException {
    KeyPair key = newKey();
    try {
      List<X509Certificate> chain = order(key);
      check(key, chain);
      door.use(key, chain);
      return chain.getFirst();
    } catch (org.shredzone.acme4j.exception.AcmeException e) {
      throw new AcmeException("the authority did not give a certificate", e);
    } catch (RuntimeException e) {
      // The library's way to say that an answer was none of the protocol's.
      throw new AcmeException("the authority's answer makes no sense", e);
    } finally {
      door.proveNothing();
    }
  }

  private List<X509Certificate> order(KeyPair key)
      throws org.shredzone.acme4j.exception.AcmeException, IOException, InterruptedException {
    Session session = new Session(authority.directory(), new TrustedProvider(authority.trust()));
    session.networkSettings().setTimeout(LINE);
    Order order = account(session).newOrder().domains(authority.names()).create();
    for (Authorization authorization : order.getAuthorizations()) {
      prove(authorization);
    }
    if (order.waitUntilReady(PATIENCE) != Status.READY) {
      throw new AcmeException("the order did not get ready" + why(order.getError()));
    }
    order.execute(key);
    if (order.waitForCompletion(PATIENCE) != Status.VALID) {
      throw new AcmeException("the order was not fulfilled" + why(order.getError()));
    }
    return order.getCertificate().getCertificateChain();
  }

  private Account account(Session session)
      throws org.shredzone.acme4j.exception.AcmeException, IOException {
    AccountBuilder builder =
        new AccountBuilder().useKeyPair(door.accountKey()).agreeToTermsOfService();
    if (!authority.contact().isEmpty()) {
      builder.addEmail(authority.contact());
    }
    return builder.create(session);
  }

  private void prove(Authorization authorization)
      throws org.shredzone.acme4j.exception.AcmeException, IOException, InterruptedException {
    if (authorization.getStatus() == Status.VALID) {
      return;
    }
    Identifier name = authorization.getIdentifier();
    TlsAlpn01Challenge challenge =
        authorization
            .findChallenge(TlsAlpn01Challenge.class)
            .orElseThrow(() -> new AcmeException("the authority does not offer tls-alpn-01"));
    KeyPair proof = newProofKey();
    door.prove(name.getDomain(), proof.getPrivate(), challenge.createCertificate(proof, name));
    challenge.trigger();
    if (authorization.waitForCompletion(PATIENCE) != Status.VALID) {
      throw new AcmeException(
          "the authority could not see the proof at port 443 of a name"
              + why(challenge.getError()));
    }
  }

  /** The kind of problem, which is a word of RFC 8555 §6.7; its free text stays out of our logs. */
  private static String why(Optional<org.shredzone.acme4j.Problem> problem) {
    return problem
        .map(p -> p.getType().toString())
        .filter(type -> type.matches("urn:ietf:params:acme:error:[A-Za-z]{1,40}"))
        .map(type -> " (" + type.substring(type.lastIndexOf(':') + 1) + ")")
        .orElse("");
  }

  /** Of our key, for our names, good now: anything else must not replace what works. */
  private void check(KeyPair key, List<X509Certificate> chain) throws IOException {
    if (chain.isEmpty() || !chain.getFirst().getPublicKey().equals(key.getPublic())) {
      throw new AcmeException("the authority's certificate is not for our key");
    }
    X509Certificate own = chain.getFirst();
    var now = clock.instant();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new AcmeException("the authority's certificate is out of date");
    }
    if (!isFor(own, authority.names())) {
      throw new AcmeException("the authority's certificate lacks a name");
    }
  }

  /** Whether it is for all of these names. */
  static boolean isFor(X509Certificate certificate, List<String> wanted) throws IOException {
    Set<String> names = names(certificate);
    return wanted.stream().map(name -> name.toLowerCase(Locale.ROOT)).allMatch(names::contains);
  }

  /** For whom a certificate is, in small letters. */
  private static Set<String> names(X509Certificate certificate) throws IOException {
    Set<String> names = new HashSet<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        all.forEach(one -> names.add(String.valueOf(one.get(1)).toLowerCase(Locale.ROOT)));
      }
    } catch (CertificateParsingException e) {
      throw new AcmeException("the authority's certificate can't be read", e);
    }
    return names;
  }

  /** A fresh RSA key: the library signs proofs with no other. */
  static KeyPair newProofKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(PROOF_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** A fresh P-256 key. */
  static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }
}

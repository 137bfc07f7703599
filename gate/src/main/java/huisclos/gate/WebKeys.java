package huisclos.gate;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The identities of the web door: the proof of a name to an authority that asks by {@code
 * acme-tls/1} (RFC 8737), the certificate that browsers trust where it is for the name that is
 * asked for, and the site's own for everybody else. Asked at each handshake, so that a change needs
 * no restart. Safe from many threads.
 */
final class WebKeys extends X509ExtendedKeyManager {
  /** The protocol by which an authority asks for a proof (RFC 8737 §6.2). */
  static final String PROOF_PROTOCOL = "acme-tls/1";

  private static final String PROOF = "proof:";
  private static final String PUBLIC = "public:";

  /** A handshake asks for chain and key one after the other, so earlier ones stay for a while. */
  private static final int REMEMBERED = 8;

  private final ServerKeys site;
  private final Optional<PemPair> pem;
  private final Optional<AcquiredKeys> acquired;

  // Guarded by itself.
  private final Map<String, AcquiredKeys.Held> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AcquiredKeys.Held> eldest) {
          return size() > REMEMBERED;
        }
      };

  WebKeys(ServerKeys site, Optional<PemPair> pem, Optional<AcquiredKeys> acquired) {
    this.site = site;
    this.pem = pem;
    this.acquired = acquired;
  }

  /** The certificate that browsers are shown, if there is one beside the site's own. */
  Optional<X509Certificate> publicCertificate() {
    return shown().map(AcquiredKeys.Held::certificate);
  }

  private Optional<AcquiredKeys.Held> shown() {
    return pem.map(PemPair::current).or(() -> acquired.flatMap(AcquiredKeys::held));
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    Optional<String> name = engine == null ? Optional.empty() : requestedName(engine);
    if (engine != null && PROOF_PROTOCOL.equals(engine.getHandshakeApplicationProtocol())) {
      return name.filter(
              n -> acquired.flatMap(keys -> keys.proof(n)).filter(p -> is(p, keyType)).isPresent())
          .map(n -> PROOF + n)
          .orElse(null);
    }
    Optional<AcquiredKeys.Held> fitting = name.flatMap(n -> shown().filter(held -> isFor(held, n)));
    if (fitting.isEmpty()) {
      return site.chooseEngineServerAlias(keyType, issuers, engine);
    }
    return is(fitting.get(), keyType) ? remember(fitting.get()) : null;
  }

  private String remember(AcquiredKeys.Held held) {
    String alias = PUBLIC + held.certificate().getSerialNumber().toString(16);
    synchronized (known) {
      known.put(alias, held);
    }
    return alias;
  }

  private static boolean is(AcquiredKeys.Held held, String keyType) {
    return held.key().getAlgorithm().equals(keyType);
  }

  private static Optional<String> requestedName(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      return session.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .map(one -> ((SNIHostName) one).getAsciiName().toLowerCase(Locale.ROOT))
          .findFirst();
    }
    return Optional.empty();
  }

  /** Whether the certificate is for this name (RFC 9525 §6.3): itself, or one label for a star. */
  private static boolean isFor(AcquiredKeys.Held held, String name) {
    try {
      Collection<List<?>> all = held.certificate().getSubjectAlternativeNames();
      if (all == null) {
        return false;
      }
      for (List<?> one : all) {
        String own = String.valueOf(one.get(1)).toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        if (own.equals(name)
            || (own.startsWith("*.") && dot > 0 && name.substring(dot).equals(own.substring(1)))) {
          return true;
        }
      }
      return false;
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private Optional<AcquiredKeys.Held> held(String alias) {
    if (alias.startsWith(PROOF)) {
      return acquired.flatMap(keys -> keys.proof(alias.substring(PROOF.length())));
    }
    synchronized (known) {
      return Optional.ofNullable(known.get(alias));
    }
  }

  private static boolean isOurs(String alias) {
    return alias.startsWith(PROOF) || alias.startsWith(PUBLIC);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return isOurs(alias)
        ? held(alias).map(held -> held.chain().toArray(X509Certificate[]::new)).orElse(null)
        : site.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return isOurs(alias)
        ? held(alias).map(AcquiredKeys.Held::key).orElse(null)
        : site.getPrivateKey(alias);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, java.net.@Nullable Socket socket) {
    return site.chooseServerAlias(keyType, issuers, socket);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return site.getServerAliases(keyType, issuers);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return site.getClientAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, java.net.@Nullable Socket socket) {
    return site.chooseClientAlias(keyTypes, issuers, socket);
  }
}

package huisclos.gate;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * TLS contexts of the site's own doors. Each has sessions of its own, so that none of one door can
 * be resumed at another. Thread-safe.
 */
final class DoorContexts {
  /**
   * Read by the JDK when a context is made. A ticket can't be taken back from the client that has
   * it; and a TLS 1.2 server that promises one and then sends none, because {@link ClientTrust}
   * made its session unfit, confuses OpenSSL.
   */
  private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";

  private final ServerKeys serverKeys;
  private final AcquiredKeys acquired;
  private final Supplier<ClientTrust> trust;

  DoorContexts(ServerKeys serverKeys, AcquiredKeys acquired, Supplier<ClientTrust> trust) {
    this.serverKeys = serverKeys;
    this.acquired = acquired;
    this.trust = trust;
  }

  /** One that shows these keys, and knows the site's devices. */
  SSLContext of(KeyManager keys) {
    try {
      System.setProperty(TICKETS, "false");
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust.get()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** The web door's: browsers see the pair of files, or what was acquired, or the site's own. */
  SSLContext web(Optional<PemPair> pair) {
    return of(new WebKeys(serverKeys, pair, Optional.of(acquired)));
  }
}

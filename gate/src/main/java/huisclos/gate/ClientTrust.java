package huisclos.gate;

import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets in the clients whose certificate has good {@link Standing}, looked up at each handshake.
 *
 * <p>It also makes every session unfit to be resumed: a resumed session skips this check, and would
 * let a revoked device finish a handshake. Safe from many threads.
 */
final class ClientTrust extends X509ExtendedTrustManager {
  /** Why a certificate was refused, for whoever looks into the causes of a failed handshake. */
  static final class Refused extends CertificateException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    Refused(Reason reason) {
      super("certificate refused");
      this.reason = reason;
    }

    Reason reason() {
      return reason;
    }
  }

  private final DeviceRegistry registry;
  private final SiteCa ca;
  private final Clock clock;
  private final Refusals refusals;

  ClientTrust(DeviceRegistry registry, SiteCa ca, Clock clock, Refusals refusals) {
    this.registry = registry;
    this.ca = ca;
    this.clock = clock;
    this.refusals = refusals;
  }

  private void check(
      X509Certificate @Nullable [] chain, String remote, @Nullable SSLSession session)
      throws CertificateException {
    if (session != null) {
      session.invalidate();
    }
    if (chain == null || chain.length == 0) {
      refusals.handshake(remote, Reason.NO_CERTIFICATE, Optional.empty());
      throw new Refused(Reason.NO_CERTIFICATE);
    }
    switch (Standing.of(chain[0], registry, ca, clock.instant())) {
      case Standing.Good _ -> {}
      case Standing.Bad bad -> {
        refusals.handshake(remote, bad.reason(), Optional.of(chain[0]));
        throw new Refused(bad.reason());
      }
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, "", null);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    InetAddress address = socket.getInetAddress();
    check(
        chain,
        address == null ? "" : address.getHostAddress(),
        socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    String host = engine.getPeerHost();
    check(chain, host == null ? "" : host, engine.getHandshakeSession());
  }

  /** This context is a server's only. */
  private static CertificateException neverAClient() {
    return new CertificateException("not a client context");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw neverAClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw neverAClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw neverAClient();
  }

  /** No names: a stranger isn't told whom we trust, and pinned devices offer what they have. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}

package huisclos.net;

import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * What TLS is spoken: the BCP 195 RFC 8996, 9325 profile of PS3.15 Annex B.12. TLS 1.3 is
 * preferred, 1.2 is taken with ephemeral keys and authenticated encryption only; nothing older, no
 * other suite, whatever the platform would allow.
 */
public final class TlsPolicy {
  /** Newest first. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** In the server's order of preference. */
  public static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** No SHA-1, as BCP 195 has it. */
  public static final List<String> SIGNATURE_SCHEMES =
      List.of(
          "ecdsa_secp256r1_sha256",
          "ecdsa_secp384r1_sha384",
          "ecdsa_secp521r1_sha512",
          "ed25519",
          "ed448",
          "rsa_pss_rsae_sha256",
          "rsa_pss_rsae_sha384",
          "rsa_pss_rsae_sha512",
          "rsa_pss_pss_sha256",
          "rsa_pss_pss_sha384",
          "rsa_pss_pss_sha512",
          "rsa_pkcs1_sha256",
          "rsa_pkcs1_sha384",
          "rsa_pkcs1_sha512");

  /**
   * Read by the JDK before its first handshake. Under TLS 1.2 a client could ask for handshake
   * after handshake on one connection, each of which costs the server more than the client.
   */
  private static final String RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  static {
    System.setProperty(RENEGOTIATION, "true");
  }

  private TlsPolicy() {}

  /** A server's side: a client certificate is required. */
  public static SSLParameters server(SSLContext context) {
    SSLParameters parameters = common(context);
    parameters.setNeedClientAuth(true);
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  /** The web door's side: a client certificate is wanted, and checked where there is one. */
  public static SSLParameters webServer(SSLContext context) {
    SSLParameters parameters = common(context);
    parameters.setWantClientAuth(true);
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  /** A client's side: the server's certificate must name the host that was dialled. */
  public static SSLParameters client(SSLContext context) {
    SSLParameters parameters = common(context);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  /** The suites of the profile that this platform has. */
  private static SSLParameters common(SSLContext context) {
    List<String> supported = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
    parameters.setCipherSuites(
        CIPHER_SUITES.stream().filter(supported::contains).toArray(String[]::new));
    parameters.setSignatureSchemes(SIGNATURE_SCHEMES.toArray(String[]::new));
    return parameters;
  }
}

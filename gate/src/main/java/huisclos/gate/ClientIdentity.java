package huisclos.gate;

import huisclos.gate.internal.Pem;
import huisclos.gate.internal.PrivateFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The identity that a client dials with, from the files that {@code device add} wrote. Immutable.
 *
 * <p>Its TLS context trusts the one authority of {@code ca.pem} and nothing else, and demands that
 * the server's certificate names the host that was dialled.
 */
public final class ClientIdentity {
  private static final char[] IN_MEMORY = new char[0];

  private final String aet;

  /** Made once: a key store goes through a password's many rounds, even of an empty one. */
  private final KeyManager[] keys;

  private final X509Certificate certificate;
  private final X509Certificate authority;

  private ClientIdentity(
      String aet, PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    this.aet = aet;
    this.keys = keyManagers(key, certificate);
    this.certificate = certificate;
    this.authority = authority;
  }

  /**
   * Reads {@code AET.key.pem}, {@code AET.cert.pem} and {@code ca.pem}.
   *
   * @param identity {@code DIR/AET}
   * @throws IOException naming the file that is missing or unfit, and what helps
   */
  public static ClientIdentity load(Path identity) throws IOException {
    Path path = identity.toAbsolutePath();
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (folder == null || name == null) {
      throw new IOException("an identity is given as DIR/AET");
    }
    String stem = name.toString();
    String aet =
        IdentityFiles.title(stem)
            .orElseThrow(() -> new IOException("an identity is given as DIR/AET, AET a title"));
    X509Certificate certificate = certificate(folder.resolve(stem + ".cert.pem"));
    X509Certificate authority = certificate(folder.resolve(IdentityFiles.AUTHORITY));
    Path keyFile = folder.resolve(stem + ".key.pem");
    PrivateKey key =
        Pem.decode(read(keyFile), "PRIVATE KEY")
            .flatMap(der -> Pem.privateKey(der, certificate.getPublicKey().getAlgorithm()))
            .orElseThrow(() ->
                new IOException(
                    keyFile
                        + " is no unencrypted PKCS#8 key of this certificate's kind"
                        + " (openssl pkcs8 -topk8 -nodes makes one)"));
    return new ClientIdentity(aet, key, certificate, authority);
  }

  /** The title to call with. */
  public String aet() {
    return aet;
  }

  /** The client's certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A TLS context; the server's certificate must name the host that is dialled. */
  public SSLContext context() {
    return context(Optional.empty());
  }

  /** A TLS context; the server's certificate must name {@code host}, wherever it is dialled. */
  public SSLContext contextFor(String host) {
    return context(Optional.of(host));
  }

  private static KeyManager[] keyManagers(PrivateKey key, X509Certificate certificate) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry("own", key, IN_MEMORY, new X509Certificate[] {certificate});
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(own, IN_MEMORY);
      return factory.getKeyManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has key stores", e);
    }
  }

  private SSLContext context(Optional<String> expected) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys, new TrustManager[] {new ServerTrust(pathValidation(trust), expected)}, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static X509ExtendedTrustManager pathValidation(TrustManagerFactory factory) {
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new IllegalStateException("every JDK validates paths");
  }

  private static X509Certificate certificate(Path file) throws IOException {
    return Pem.certificate(read(file))
        .orElseThrow(() -> new IOException(file + " is no certificate in PEM"));
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return PrivateFiles.read(file);
    } catch (NoSuchFileException e) {
      throw new IOException(
          file + " is missing; `huisclos device add AET --out DIR` writes an identity", e);
    }
  }

  @Override
  public String toString() {
    return "ClientIdentity[" + aet + "]";
  }
}

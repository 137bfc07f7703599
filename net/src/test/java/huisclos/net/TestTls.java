package huisclos.net;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Throw-away keys and certificates of one test run, gone with the run. */
final class TestTls {
  /** Signs server and device. */
  static final String CA = "ca";

  static final String SERVER = "server";
  static final String DEVICE = "device";

  /** Signed by the CA, but no longer valid. */
  static final String EXPIRED = "expired";

  /** Signed by the CA, but for another host. */
  static final String NAMELESS = "nameless";

  /** Signed by nobody we know. */
  static final String STRANGER = "stranger";

  private static final Duration LIFE = Duration.ofDays(2);
  private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime() & 0xFFFFFFFFL);
  private static final char[] PASSWORD = "throw-away".toCharArray();

  /** Made when a test first needs a key. */
  private static final class Shared {
    static final TestTls KEYS = create();
  }

  private final Path folder;
  private final KeyStore store;

  private TestTls(Path folder, KeyStore store) {
    this.folder = folder;
    this.store = store;
  }

  private static TestTls create() {
    try {
      Path folder = Files.createTempDirectory("huisclos-net-tls");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      Instant now = Instant.now();
      KeyPair ca = keys("EC");
      X509Certificate anchor = certify(CA, ca, CA, ca, now, true);
      store.setKeyEntry(CA, ca.getPrivate(), PASSWORD, new Certificate[] {anchor});
      // RSA, because DCMTK 3.6.7 takes nothing else under TLS 1.2.
      for (String alias : List.of(SERVER, DEVICE)) {
        KeyPair keys = keys("RSA");
        X509Certificate own = certify(alias, keys, CA, ca, now, false);
        store.setKeyEntry(alias, keys.getPrivate(), PASSWORD, new Certificate[] {own, anchor});
      }
      KeyPair elsewhere = keys("EC");
      X509Certificate nameless = certify(NAMELESS, elsewhere, CA, ca, now, false);
      store.setKeyEntry(
          NAMELESS, elsewhere.getPrivate(), PASSWORD, new Certificate[] {nameless, anchor});
      KeyPair late = keys("EC");
      X509Certificate expired = certify(EXPIRED, late, CA, ca, now.minus(LIFE.plusDays(1)), false);
      store.setKeyEntry(EXPIRED, late.getPrivate(), PASSWORD, new Certificate[] {expired, anchor});
      KeyPair foreign = keys("RSA");
      X509Certificate stranger = certify(STRANGER, foreign, STRANGER, foreign, now, false);
      store.setKeyEntry(STRANGER, foreign.getPrivate(), PASSWORD, new Certificate[] {stranger});
      return new TestTls(folder, store);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
    return generator.generateKeyPair();
  }

  private static X509Certificate certify(
      String subject, KeyPair keys, String issuer, KeyPair signer, Instant from, boolean authority)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(SERIALS.incrementAndGet()),
            Date.from(from.minusSeconds(60)),
            Date.from(from.plus(LIFE)),
            new X500Name("CN=" + subject),
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    boolean here = !subject.equals(NAMELESS);
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.iPAddress, here ? "127.0.0.1" : "192.0.2.1"),
              new GeneralName(GeneralName.dNSName, here ? "localhost" : "elsewhere.invalid")
            }));
    String hash = signer.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA";
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256with" + hash).build(signer.getPrivate())));
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + folder);
    }
  }

  /** A context with this key, trusting the CA. */
  static SSLContext context(String alias) {
    return context(alias, CA);
  }

  /** A context with this key, trusting this one. */
  static SSLContext context(String alias, String trusted) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, PASSWORD);
      if (!alias.isEmpty()) {
        Key key = Shared.KEYS.store.getKey(alias, PASSWORD);
        own.setKeyEntry(alias, key, PASSWORD, Shared.KEYS.store.getCertificateChain(alias));
      }
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, PASSWORD);
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, PASSWORD);
      anchors.setCertificateEntry("anchor", Shared.KEYS.store.getCertificate(trusted));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate. */
  static X509Certificate certificate(String alias) {
    try {
      return (X509Certificate) Shared.KEYS.store.getCertificate(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its key. */
  static PrivateKey privateKey(String alias) {
    try {
      return (PrivateKey) Shared.KEYS.store.getKey(alias, PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file of a private key in PEM, as DCMTK reads it. */
  static Path keyPem(String alias) {
    try {
      return pem(
          alias + ".key.pem",
          "PRIVATE KEY",
          Shared.KEYS.store.getKey(alias, PASSWORD).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file of a certificate in PEM. */
  static Path certificatePem(String alias) {
    try {
      Certificate certificate = Shared.KEYS.store.getCertificate(alias);
      return pem(alias + ".cert.pem", "CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path pem(String name, String kind, byte[] der) {
    Path file = Shared.KEYS.folder.resolve(name);
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    try {
      return Files.writeString(
          file,
          "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n",
          StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Any free port of loopback. */
  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}

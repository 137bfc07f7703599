package huisclos.gate.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Writes certificates and reads requests for them; the only class that loads Bouncy Castle, and
 * only when something is issued. All cryptography is the JDK's: Bouncy Castle is used for its
 * encodings and never registered as a provider. Stateless, safe from many threads.
 */
public final class CertificateWriter {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SERIAL_BYTES = 16;
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final Pattern IP_LITERAL =
      Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private CertificateWriter() {}

  /** Who signs: the CA's key and certificate. */
  public record Signer(PrivateKey key, X509Certificate certificate) {
    @Override
    public String toString() {
      return "Signer";
    }
  }

  /** A new P-256 key. */
  public static KeyPair newEcKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** A new RSA-3072 key; takes a good part of a second. */
  public static KeyPair newRsaKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(3072, RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** A self-signed CA certificate that can sign leaves only. */
  public static X509Certificate authority(KeyPair pair, Instant notBefore, Instant notAfter) {
    X500Name name = randomName();
    try {
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  newSerial(),
                  Date.from(notBefore),
                  Date.from(notAfter),
                  name,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  utils.createSubjectKeyIdentifier(pair.getPublic()));
      return sign(builder, pair.getPrivate());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the site's certificate could not be made", e);
    }
  }

  /** A server's certificate: both extended key usages, for these DNS names and addresses. */
  public static X509Certificate server(
      Signer signer, PublicKey key, List<String> names, Instant notBefore, Instant notAfter) {
    try {
      GeneralName[] general =
          names.stream().map(CertificateWriter::generalName).toArray(GeneralName[]::new);
      X509v3CertificateBuilder builder =
          leaf(signer, key, notBefore, notAfter)
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(
                      new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                      }))
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(general));
      return sign(builder, signer.key());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a server certificate could not be made", e);
    }
  }

  /** A device's certificate: a client only, so that no device can pass for the archive. */
  public static X509Certificate device(
      Signer signer, PublicKey key, Instant notBefore, Instant notAfter) {
    try {
      X509v3CertificateBuilder builder =
          leaf(signer, key, notBefore, notAfter)
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      return sign(builder, signer.key());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a device certificate could not be made", e);
    }
  }

  /**
   * The public key of a PKCS#10 request (PEM or DER) whose own signature proves possession; nothing
   * else of the request is taken over. Empty when it is no such request or its key won't do.
   */
  public static Optional<PublicKey> requestedKey(byte[] pemOrDer) {
    if (pemOrDer.length > Pem.MAX_BYTES) {
      return Optional.empty();
    }
    byte[] der =
        Pem.decode(pemOrDer, "CERTIFICATE REQUEST")
            .or(() -> Pem.decode(pemOrDer, "NEW CERTIFICATE REQUEST"))
            .orElse(pemOrDer);
    try {
      JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
      PublicKey key = request.getPublicKey();
      boolean proven =
          acceptable(key)
              && request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
      return proven ? Optional.of(key) : Optional.empty();
    } catch (IOException
        | GeneralSecurityException
        | PKCSException
        | OperatorCreationException
        | RuntimeException e) {
      // The parser answers malformed ASN.1 with many kinds of runtime exception.
      return Optional.empty();
    }
  }

  /** Whether a key is strong enough, and of a kind that TLS peers know: RSA, or a NIST curve. */
  public static boolean acceptable(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa ->
          rsa.getModulus().bitLength() >= MIN_RSA_BITS
              && rsa.getModulus().bitLength() <= MAX_RSA_BITS
              && rsa.getPublicExponent().testBit(0)
              && rsa.getPublicExponent().bitLength() > 1;
      case ECPublicKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        yield bits == 256 || bits == 384 || bits == 521;
      }
      default -> false;
    };
  }

  private static X509v3CertificateBuilder leaf(
      Signer signer, PublicKey key, Instant notBefore, Instant notAfter)
      throws IOException, GeneralSecurityException {
    JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
    int usage = KeyUsage.digitalSignature;
    if (key instanceof RSAPublicKey) {
      usage |= KeyUsage.keyEncipherment;
    }
    return new JcaX509v3CertificateBuilder(
            X500Name.getInstance(signer.certificate().getSubjectX500Principal().getEncoded()),
            newSerial(),
            Date.from(notBefore),
            Date.from(notAfter),
            randomName(),
            key)
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
        .addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            utils.createAuthorityKeyIdentifier(signer.certificate().getPublicKey()));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, IOException {
    try {
      var holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
      return Pem.certificate(holder.getEncoded())
          .orElseThrow(() -> new GeneralSecurityException("a new certificate doesn't parse"));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("signing failed", e);
    }
  }

  private static GeneralName generalName(String name) {
    return IP_LITERAL.matcher(name).matches()
        ? new GeneralName(GeneralName.iPAddress, name)
        : new GeneralName(GeneralName.dNSName, IDN.toASCII(name.toLowerCase(Locale.ROOT)));
  }

  /** Random hex: a certificate that a stranger sees names neither product nor site. */
  private static X500Name randomName() {
    return new X500Name("CN=" + HexFormat.of().formatHex(randomBytes()));
  }

  /** 126 random bits (RFC 5280 §4.1.2.2: positive, at most 20 octets). */
  private static BigInteger newSerial() {
    byte[] bytes = randomBytes();
    // First octet 0x40..0x7F: positive, and hex of equal length for all.
    bytes[0] = (byte) ((bytes[0] & 0x3F) | 0x40);
    return new BigInteger(1, bytes);
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[SERIAL_BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}

package huisclos.gate.internal;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** PEM (RFC 7468), certificates and fingerprints, with the JDK alone. */
public final class Pem {
  /**
   * Longest PEM or DER that is looked at, in bytes; keys, requests and certificates are smaller.
   */
  public static final int MAX_BYTES = 64 * 1024;

  private Pem() {}

  /** One PEM block, with final newline. */
  public static byte[] encode(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A certificate's PEM. */
  public static byte[] encode(X509Certificate certificate) {
    return encode("CERTIFICATE", der(certificate));
  }

  /** The bytes of the first block of this label; empty when there is none or it isn't base 64. */
  public static Optional<byte[]> decode(byte[] pem, String label) {
    if (pem.length > MAX_BYTES) {
      return Optional.empty();
    }
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin);
    int to = from < 0 ? -1 : text.indexOf("-----END " + label + "-----", from);
    if (to < 0) {
      return Optional.empty();
    }
    try {
      String body = text.substring(from + begin.length(), to);
      return Optional.of(Base64.getMimeDecoder().decode(body));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A certificate from PEM or DER; empty when it is neither. */
  public static Optional<X509Certificate> certificate(byte[] pemOrDer) {
    if (pemOrDer.length > MAX_BYTES) {
      return Optional.empty();
    }
    byte[] der = decode(pemOrDer, "CERTIFICATE").orElse(pemOrDer);
    try {
      var in = new ByteArrayInputStream(der);
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  /** A private key from its PKCS#8 bytes; empty when they are not one of this algorithm. */
  public static Optional<PrivateKey> privateKey(byte[] pkcs8, String algorithm) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /** A certificate's DER. */
  public static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate has no encoding", e);
    }
  }

  /** SHA-256 of a certificate's DER in lower-case hex. */
  public static String fingerprint(X509Certificate certificate) {
    return HexFormat.of().formatHex(sha256(der(certificate)));
  }

  /** SHA-256 of a certificate's public key in lower-case hex. */
  public static String keyFingerprint(X509Certificate certificate) {
    return HexFormat.of().formatHex(sha256(certificate.getPublicKey().getEncoded()));
  }

  /** SHA-256. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.nio.charset.StandardCharsets;

/** Where a device's key comes from. */
public sealed interface KeySource {
  /** The house makes it and hands it over once; it keeps no copy. */
  record Generated() implements KeySource {}

  /**
   * The device made it; only its public key is taken from the request.
   *
   * @param pem a PKCS#10 request
   */
  record Requested(String pem) implements KeySource {}

  /**
   * Somebody else certified it; that one certificate is trusted, by its fingerprint.
   *
   * @param pem an X.509 certificate
   */
  record Foreign(String pem) implements KeySource {}

  /** From a request's file, PEM or DER. */
  static KeySource requested(byte[] file) {
    return new Requested(pem("CERTIFICATE REQUEST", file));
  }

  /** From a certificate's file, PEM or DER. */
  static KeySource foreign(byte[] file) {
    return new Foreign(pem("CERTIFICATE", file));
  }

  private static String pem(String label, byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.contains("-----BEGIN ")
        ? text
        : new String(Pem.encode(label, file), StandardCharsets.ISO_8859_1);
  }
}

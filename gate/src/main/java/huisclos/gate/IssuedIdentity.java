package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a device gets when it is added or renewed. Holds its private key if the house made it: hand
 * it over and forget it. Immutable.
 */
public final class IssuedIdentity {
  private static final int PASSWORD_CHARACTERS = 24;

  /** Without characters that are taken for each other. */
  private static final String PASSWORD_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private final String aet;
  private final Optional<PrivateKey> key;
  private final X509Certificate certificate;
  private final X509Certificate authority;

  IssuedIdentity(
      String aet,
      Optional<PrivateKey> key,
      X509Certificate certificate,
      X509Certificate authority) {
    this.aet = aet;
    this.key = key;
    this.certificate = certificate;
    this.authority = authority;
  }

  /** The device's title. */
  public String aet() {
    return aet;
  }

  /** The device's certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Its serial number in hex, by which it can be revoked. */
  public String serial() {
    return certificate.getSerialNumber().toString(16);
  }

  /**
   * The files for {@link IdentityFiles#write}, by name: {@code AET.key.pem} (PKCS#8, unless the
   * device made its key), {@code AET.cert.pem}, {@code ca.pem}.
   */
  public SequencedMap<String, byte[]> files() {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    String stem = IdentityFiles.stem(aet);
    key.ifPresent(k -> files.put(stem + ".key.pem", Pem.encode("PRIVATE KEY", k.getEncoded())));
    files.put(stem + ".cert.pem", Pem.encode(certificate));
    files.put(IdentityFiles.AUTHORITY, Pem.encode(authority));
    return files;
  }

  /**
   * The files, and {@code AET.p12} (PKCS#12 of key and certificate) with its random password in
   * {@code AET.p12.password}. Without a key of ours there is nothing to put in it.
   */
  public SequencedMap<String, byte[]> filesWithPkcs12() {
    SequencedMap<String, byte[]> files = files();
    key.ifPresent(k -> {
      String password = password();
      String stem = IdentityFiles.stem(aet);
      files.put(stem + ".p12", pkcs12(k, password));
      files.put(stem + ".p12.password", (password + "\n").getBytes(StandardCharsets.US_ASCII));
    });
    return files;
  }

  private byte[] pkcs12(PrivateKey privateKey, String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          aet, privateKey, password.toCharArray(), new Certificate[] {certificate, authority});
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password.toCharArray());
      return out.toByteArray();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKCS#12", e);
    }
  }

  private static String password() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder(PASSWORD_CHARACTERS);
    for (int i = 0; i < PASSWORD_CHARACTERS; i++) {
      password.append(PASSWORD_ALPHABET.charAt(random.nextInt(PASSWORD_ALPHABET.length())));
    }
    return password.toString();
  }

  @Override
  public String toString() {
    return "IssuedIdentity[" + aet + " serial=" + serial() + "]";
  }
}

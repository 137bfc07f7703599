package huisclos.probe.scope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys (RFC 8032) as PEM files (RFC 7468): PKCS#8 for private, SPKI for public ones, as
 * {@code openssl genpkey -algorithm ed25519} writes them. Stateless.
 */
public final class Keys {
  /** A PEM file of one such key is smaller. */
  static final long MAX_BYTES = 16 << 10;

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String ALGORITHM = "Ed25519";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private Keys() {}

  /**
   * Whether a key can have this name: a letter or digit, then up to 63 letters, digits, {@code .},
   * {@code _}, {@code @}, {@code -}.
   */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Makes a pair: {@code NAME.key.pem} for its holder alone (0600), {@code NAME.pub.pem} to hand
   * out. Overwrites nothing.
   *
   * @return the public key's fingerprint
   */
  public static String generate(String name, Path folder) throws IOException, ScopeException {
    if (!isName(name)) {
      throw new ScopeException(
          "this is no name for a key", "use up to 64 letters, digits, dots, dashes");
    }
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has Ed25519", e);
    }
    Path own = folder.resolve(name + ".key.pem");
    Path open = folder.resolve(name + ".pub.pem");
    for (Path file : new Path[] {own, open}) {
      if (Files.exists(file)) {
        throw new ScopeException(file + " exists already", "choose another name or folder");
      }
    }
    try {
      write(own, PRIVATE, pair.getPrivate().getEncoded(), "rw-------");
      write(open, PUBLIC, pair.getPublic().getEncoded(), "rw-r--r--");
    } catch (FileAlreadyExistsException e) {
      throw new ScopeException(e.getFile() + " exists already", "choose another name or folder");
    }
    return fingerprint(pair.getPublic());
  }

  static void write(Path file, String label, byte[] der, String permissions) throws IOException {
    String pem =
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + label
            + "-----\n";
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    try (var out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
      out.write(java.nio.ByteBuffer.wrap(bytes));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  static void writePublic(Path file, PublicKey key) throws IOException {
    write(file, PUBLIC, key.getEncoded(), "rw-r--r--");
  }

  /** Reads a public key; a private one is refused. */
  public static PublicKey readPublic(Path file) throws IOException, ScopeException {
    String pem = text(file);
    if (holdsPrivate(pem)) {
      throw new ScopeException(
          file + " is a private key, which stays with its holder",
          "give the .pub.pem file; if the private one was sent around, make a new pair");
    }
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(der(pem, PUBLIC, file)));
    } catch (GeneralSecurityException e) {
      throw notOurs(file, "public");
    }
  }

  /** Reads a private key. */
  public static PrivateKey readPrivate(Path file) throws IOException, ScopeException {
    byte[] der = der(text(file), PRIVATE, file);
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw notOurs(file, "private");
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  /** The public half of a private key. */
  public static PublicKey publicOf(PrivateKey key) throws ScopeException {
    Optional<byte[]> seed = key instanceof EdECPrivateKey own ? own.getBytes() : Optional.empty();
    if (seed.isEmpty()) {
      throw new ScopeException("the key can't be read out of where it lies", "give it as a file");
    }
    try {
      // The JDK derives a public key only while it makes a pair: of the seed that "chance" gives.
      KeyPairGenerator pairs = KeyPairGenerator.getInstance(ALGORITHM);
      pairs.initialize(NamedParameterSpec.ED25519, new Same(seed.orElseThrow()));
      PublicKey half = pairs.generateKeyPair().getPublic();
      byte[] probe = {1};
      if (!verifies(half, probe, sign(key, probe))) {
        throw new IllegalStateException("this JVM makes Ed25519 pairs in a way of its own");
      }
      return half;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has Ed25519", e);
    }
  }

  /** Gives one seed. */
  private static final class Same extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Same(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  /** Whether a text holds a private key of any kind. */
  static boolean holdsPrivate(String text) {
    return text.contains(PRIVATE + "-----");
  }

  /** The public key's short name: SHA-256 of its SPKI form, lower-case hex. */
  public static String fingerprint(PublicKey key) {
    return Digests.of(key.getEncoded());
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs", e);
    }
  }

  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // A signature of the wrong form is no signature.
    }
  }

  static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file) throws IOException, ScopeException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ScopeException(file + " is too large for a key", "give a PEM file of one key");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static byte[] der(String pem, String label, Path file) throws ScopeException {
    Matcher block =
        Pattern.compile(
                "-----BEGIN " + label + "-----\\s+([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
            .matcher(pem);
    if (!block.find()) {
      throw notOurs(file, label.equals(PRIVATE) ? "private" : "public");
    }
    return base64(block.group(1).replaceAll("\\s", ""))
        .orElseThrow(() -> notOurs(file, label.equals(PRIVATE) ? "private" : "public"));
  }

  private static ScopeException notOurs(Path file, String kind) {
    return new ScopeException(
        file + " holds no Ed25519 " + kind + " key",
        "make one by `huisclos probe key NAME --out DIR`");
  }
}

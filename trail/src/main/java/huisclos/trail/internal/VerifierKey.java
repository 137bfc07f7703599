package huisclos.trail.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key that checks notes, and its text form {@code name+id+key} (C2SP signed-note, Ed25519,
 * signature type 1).
 *
 * @param name the key's name, which is its log's origin
 * @param id the first four bytes of a hash over name and key
 * @param key the Ed25519 key
 */
public record VerifierKey(String name, int id, PublicKey key) {
  /** The longest verifier key file. */
  public static final int MAX_BYTES = 512;

  private static final byte ED25519 = 1;
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /** The key under its name. */
  public static VerifierKey of(String name, PublicKey key) {
    return new VerifierKey(name, id(name, raw(key)), key);
  }

  /** The text form, with its final newline. */
  public String text() {
    byte[] typed = ByteBuffer.allocate(33).put(ED25519).put(raw(key)).array();
    return name
        + "+"
        + HexFormat.of().toHexDigits(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed)
        + "\n";
  }

  /** Reads the text form; nothing if it is not exactly one that {@link #text} writes. */
  public static Optional<VerifierKey> parse(byte[] text) {
    String line = new String(text, StandardCharsets.UTF_8);
    String[] fields = line.strip().split("\\+", 3);
    if (fields.length != 3) {
      return Optional.empty();
    }
    try {
      byte[] typed = Base64.getDecoder().decode(fields[2]);
      if (typed.length != 33 || typed[0] != ED25519) {
        return Optional.empty();
      }
      byte[] spki = ByteBuffer.allocate(44).put(SPKI_PREFIX).put(typed, 1, 32).array();
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
      VerifierKey parsed = of(fields[0], key);
      return Arrays.equals(parsed.text().getBytes(StandardCharsets.UTF_8), text)
          ? Optional.of(parsed)
          : Optional.empty();
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static byte[] raw(PublicKey key) {
    byte[] spki = key.getEncoded();
    return Arrays.copyOfRange(spki, spki.length - 32, spki.length);
  }

  private static int id(String name, byte[] raw) {
    MessageDigest digest = MerkleHash.sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(ED25519);
    return ByteBuffer.wrap(digest.digest(raw)).getInt();
  }
}

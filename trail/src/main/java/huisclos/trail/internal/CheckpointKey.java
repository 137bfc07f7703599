package huisclos.trail.internal;

import huisclos.trail.Sealer;
import huisclos.trail.TrailException;
import huisclos.trail.TrailException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * A log's Ed25519 signing key. At rest it is sealed, bound to its log's id.
 *
 * @param verifier the public half
 * @param secret the private half
 */
public record CheckpointKey(VerifierKey verifier, PrivateKey secret) {
  private static final int MAX_SEALED_BYTES = 4_096;

  /** A new key for a log. */
  public static CheckpointKey generate(LogFolder folder) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new CheckpointKey(
          VerifierKey.of(folder.origin(), pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  /** The private half as it may lie on the disk. */
  public byte[] sealed(LogFolder folder, Sealer sealer) {
    byte[] plain = secret.getEncoded();
    byte[] sealed = sealer.seal(plain, context(folder));
    Arrays.fill(plain, (byte) 0);
    return sealed;
  }

  /** Reads both halves and checks that they belong together and to this log. */
  public static CheckpointKey load(Disk disk, LogFolder folder, Sealer sealer)
      throws IOException, TrailException {
    try {
      byte[] sealed = disk.readAll(folder.sealedKey(), MAX_SEALED_BYTES);
      VerifierKey verifier =
          VerifierKey.parse(disk.readAll(folder.vkey(), VerifierKey.MAX_BYTES))
              .filter(key -> key.name().equals(folder.origin()))
              .orElseThrow(() -> wrong(folder, "the file vkey is no verifier key of this log"));
      byte[] plain = sealer.open(sealed, context(folder));
      PrivateKey secret =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(plain));
      Arrays.fill(plain, (byte) 0);
      CheckpointKey key = new CheckpointKey(verifier, secret);
      if (!key.matches()) {
        throw wrong(folder, "the checkpoint key and the file vkey are no pair");
      }
      return key;
    } catch (NoSuchFileException absent) {
      throw wrong(folder, "its checkpoint key or the file vkey is missing");
    } catch (GeneralSecurityException | RuntimeException e) {
      // Whatever the sealer throws, the answer is the same, and its message may be about a secret.
      throw wrong(folder, "the checkpoint key doesn't open with this site key");
    }
  }

  private boolean matches() throws GeneralSecurityException {
    byte[] probe = "pair".getBytes(StandardCharsets.UTF_8);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(secret);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(verifier.key());
    signature.update(probe);
    return signature.verify(signed);
  }

  private static byte[] context(LogFolder folder) {
    return ("checkpoint key " + folder.id()).getBytes(StandardCharsets.UTF_8);
  }

  private static TrailException wrong(LogFolder folder, String what) {
    return new TrailException(
        Kind.KEY,
        "log " + folder.id() + ": " + what,
        "start with the site key that this home was made with, or restore folder trail/"
            + folder.id()
            + " from a backup");
  }
}

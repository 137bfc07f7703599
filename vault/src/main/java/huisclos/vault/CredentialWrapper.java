package huisclos.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seals by a secret that systemd decrypts for the service and shows as a file in memory
 * (systemd.exec, {@code LoadCredentialEncrypted=}); read anew at each use, kept nowhere.
 */
record CredentialWrapper(String name, Map<String, String> environment) implements KeyWrapper {
  private static final int MIN_BYTES = 32;
  private static final int MAX_BYTES = 4096;

  @Override
  public byte[] wrap(byte[] raw, byte[] associated) throws IOException {
    byte[] key = key();
    try {
      return Gcm.seal(key, raw, associated);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public byte[] unwrap(byte[] sealed, byte[] associated) throws IOException {
    byte[] key = key();
    try {
      return Gcm.open(key, sealed, associated);
    } catch (GeneralSecurityException e) {
      throw new CorruptKeyFileException(
          "the credential " + name + " is another one than sealed the site key");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] key() throws IOException {
    byte[] secret = read(name, environment);
    try {
      if (secret.length < MIN_BYTES) {
        throw new CorruptKeyFileException(
            "the credential " + name + " is shorter than 32 bytes: make it of random ones");
      }
      return Gcm.derive(secret, "huisclos credential v1", new byte[0], Gcm.KEY_BYTES);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** A credential's content, at most {@value #MAX_BYTES} bytes. */
  static byte[] read(String name, Map<String, String> environment) throws IOException {
    @Nullable String folder = environment.get("CREDENTIALS_DIRECTORY");
    if (folder == null) {
      throw new CorruptKeyFileException(
          "$CREDENTIALS_DIRECTORY is not set: start it by systemd, whose unit says"
              + " LoadCredentialEncrypted="
              + name);
    }
    Path file = Path.of(folder, name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CorruptKeyFileException("the credential " + name + " is larger than 4096 bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CorruptKeyFileException(
          "there is no credential " + name + ": the unit needs LoadCredentialEncrypted=" + name);
    }
  }
}

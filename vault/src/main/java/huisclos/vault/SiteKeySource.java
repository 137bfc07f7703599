package huisclos.vault;

import java.nio.file.Path;

/** Where a site key is kept, as {@code [keys] site_key} names it. */
public sealed interface SiteKeySource {
  /** In the home: {@code keys/site.key}. */
  record InHome() implements SiteKeySource {}

  /** In a file elsewhere, such as on a medium of its own. */
  record InFile(Path file) implements SiteKeySource {}

  /**
   * In the home, sealed by a secret that systemd hands to the service ({@code
   * $CREDENTIALS_DIRECTORY/NAME}, 32 bytes or more).
   */
  record ByCredential(String name) implements SiteKeySource {}

  /** In the home, sealed by a key that can't leave a PKCS#11 token. */
  record ByToken(Pkcs11Uri token) implements SiteKeySource {}

  /**
   * Reads a setting; empty text means the home.
   *
   * @throws IllegalArgumentException when it is none; the text says what is wrong
   */
  static SiteKeySource parse(String text) {
    if (text.isEmpty()) {
      return new InHome();
    }
    if (text.startsWith("file:")) {
      Path file = Path.of(text.substring("file:".length()).replaceFirst("^//(?=/)", ""));
      if (!file.isAbsolute()) {
        throw new IllegalArgumentException("a key file is named by its absolute path: file:/PATH");
      }
      return new InFile(file);
    }
    if (text.startsWith("credential:")) {
      String name = text.substring("credential:".length());
      if (!name.matches("[A-Za-z0-9_.-]{1,255}") || name.startsWith(".")) {
        throw new IllegalArgumentException("a credential's name is letters, digits, _ . and -");
      }
      return new ByCredential(name);
    }
    if (text.startsWith("pkcs11:")) {
      return new ByToken(Pkcs11Uri.parse(text));
    }
    throw new IllegalArgumentException(
        "a site key's place is file:/PATH, credential:NAME or pkcs11:…");
  }
}

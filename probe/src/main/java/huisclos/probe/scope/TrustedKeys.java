package huisclos.probe.scope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys that were installed before a probe, as {@code NAME.ROLE.pem} in one folder. Where an
 * administrator keeps {@value #SYSTEM}, only those in it count, and a user can't add to them;
 * elsewhere they lie in the probe's home. Not thread-safe while keys are installed.
 */
public final class TrustedKeys {
  /** The administrator's folder. */
  public static final String SYSTEM = "/etc/huisclos/probe-trusted";

  /** Most keys. */
  public static final int MAX_KEYS = 1000;

  private static final int MAX_DEPTH = 6;
  private static final int MAX_FILES = 20_000;
  private static final int NONCE_BYTES = 32;

  private final Path folder;
  private final Path home;
  private final boolean ours;

  private TrustedKeys(Path folder, Path home, boolean ours) {
    this.folder = folder;
    this.home = home;
    this.ours = ours;
  }

  /** The keys that count for a probe with this home. */
  public static TrustedKeys of(Path home) throws ScopeException {
    return of(home, Path.of(SYSTEM));
  }

  static TrustedKeys of(Path home, Path system) throws ScopeException {
    if (!Files.isDirectory(system)) {
      return new TrustedKeys(home.resolve("trusted"), home, true);
    }
    try {
      Object owner = Files.getAttribute(system, "unix:uid");
      if (!Integer.valueOf(0).equals(owner) || othersWrite(system)) {
        throw new ScopeException(
            system + " isn't an administrator's alone",
            "chown root:root " + system + " && chmod 755 " + system);
      }
    } catch (IOException e) {
      throw new ScopeException(system + " can't be read", "chmod 755 " + system);
    }
    return new TrustedKeys(system, home, false);
  }

  /** Where they lie. */
  public Path folder() {
    return folder;
  }

  /** All of them, by name. */
  public List<TrustedKey> list() throws IOException, ScopeException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    if (othersWrite(folder)) {
      throw new ScopeException(
          "others can write to " + folder,
          "chmod go-w " + folder + ", and look at what lies there");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.toString().endsWith(".pem")).sorted().limit(MAX_KEYS).toList();
    }
    List<TrustedKey> keys = new ArrayList<>();
    for (Path file : files) {
      String[] words = String.valueOf(file.getFileName()).split("\\.(?=[a-z]+\\.pem$)", -1);
      Optional<TrustedKey.Role> role =
          words.length == 2
              ? TrustedKey.Role.of(words[1].substring(0, words[1].length() - ".pem".length()))
              : Optional.empty();
      if (role.isEmpty() || !Keys.isName(words[0])) {
        throw new ScopeException(
            file + " isn't named NAME.authoriser.pem or NAME.owner.pem", "rename or remove it");
      }
      PublicKey key = Keys.readPublic(file);
      keys.add(new TrustedKey(words[0], role.orElseThrow(), Keys.fingerprint(key), key));
    }
    return keys;
  }

  /** Installs a public key. One that is installed already, under any name, is refused. */
  public TrustedKey install(Path pem, String name, TrustedKey.Role role)
      throws IOException, ScopeException {
    PublicKey key = Keys.readPublic(pem);
    if (!Keys.isName(name)) {
      throw new ScopeException(
          "this is no name for a key", "use up to 64 letters, digits, dots, dashes");
    }
    mayChange();
    String fingerprint = Keys.fingerprint(key);
    for (TrustedKey other : list()) {
      if (other.fingerprint().equals(fingerprint) || other.name().equals(name)) {
        throw new ScopeException(
            "a key "
                + (other.name().equals(name)
                    ? "named " + name
                    : "of this fingerprint, " + other.name() + ",")
                + " is trusted already",
            "remove it first: huisclos probe trust --remove " + other.name());
      }
    }
    TrustedKey trusted = new TrustedKey(name, role, fingerprint, key);
    if (privateHalfIsHere(trusted)) {
      throw new ScopeException(
          "the private half of this key lies in " + home,
          "an authoriser's key is held by somebody else than who runs the probe");
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Keys.writePublic(folder.resolve(name + "." + role.word() + ".pem"), key);
    return trusted;
  }

  /** Removes a key by its name. */
  public void remove(String name) throws IOException, ScopeException {
    mayChange();
    for (TrustedKey key : list()) {
      if (key.name().equals(name)) {
        Files.delete(folder.resolve(name + "." + key.role().word() + ".pem"));
        return;
      }
    }
    throw new ScopeException("no key of this name is trusted", "list them: huisclos probe trust");
  }

  private void mayChange() throws ScopeException {
    if (!ours) {
      throw new ScopeException(
          "the administrator keeps the trusted keys, in " + folder,
          "ask for NAME.authoriser.pem or NAME.owner.pem to be put there");
    }
  }

  /** Whether the probe's home holds the private half: then the operator could sign by it. */
  boolean privateHalfIsHere(TrustedKey key) throws IOException {
    if (!Files.isDirectory(home)) {
      return false;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(home, MAX_DEPTH)) {
      files =
          all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .limit(MAX_FILES)
              .filter(TrustedKeys::smallAndPem)
              .toList();
    }
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    for (Path file : files) {
      try {
        PrivateKey half = Keys.readPrivate(file);
        if (Keys.verifies(key.key(), nonce, Keys.sign(half, nonce))) {
          return true;
        }
      } catch (ScopeException e) {
        // Another kind of file.
      }
    }
    return false;
  }

  private static boolean smallAndPem(Path file) {
    try {
      return Files.size(file) <= Keys.MAX_BYTES
          && Keys.holdsPrivate(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean othersWrite(Path folder) throws IOException {
    Set<PosixFilePermission> may = Files.getPosixFilePermissions(folder);
    return may.contains(PosixFilePermission.GROUP_WRITE)
        || may.contains(PosixFilePermission.OTHERS_WRITE);
  }
}

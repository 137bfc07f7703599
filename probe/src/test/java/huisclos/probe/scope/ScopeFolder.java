package huisclos.probe.scope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** A scope, its authorisers and a probe's home in a folder of their own. */
public final class ScopeFolder {
  /** Within the window. */
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  public static final String HEAD =
      """
      [scope]
      name = "A probe"
      operator = "olga"
      authoriser = "The hospital"
      contact = "mailto:probe@example.org"
      opt_out = "a mail is enough"
      from = 2026-11-23T00:00:00Z
      until = 2026-11-24T00:00:00Z
      """;

  static final String MILD = HEAD + "rungs = [\"reachable\", \"associates\"]\n";

  static final String ASKING =
      HEAD + "rungs = [\"reachable\", \"associates\", \"queryable\", \"countable\"]\n";

  static final String RANGE = "[[range]]\ncidr = \"192.0.2.0/24\"\n";

  static final String SEEN =
      "evidence = { dns_txt = \"huisclos-probe=abc\", at = \"_huisclos-probe.example.org\","
          + " seen = 2026-11-01 }\n";

  final Path file;
  final Path keys;
  final TrustedKeys trusted;
  final Path home;

  public ScopeFolder(Path folder) throws IOException, ScopeException {
    file = folder.resolve("scope.toml");
    keys = Files.createDirectories(folder.resolve("keys"));
    home = folder.resolve("home");
    trusted = TrustedKeys.of(home, folder.resolve("nobody"));
  }

  ScopeFolder write(String text) throws IOException {
    Files.writeString(file, text);
    return this;
  }

  /** Makes a key, and has it trusted. */
  Path trust(String name, TrustedKey.Role role) throws IOException, ScopeException {
    Keys.generate(name, keys);
    trusted.install(keys.resolve(name + ".pub.pem"), name, role);
    return keys.resolve(name + ".key.pem");
  }

  ScopeFolder sign(Path key) throws IOException, ScopeException {
    Scopes.sign(file, Keys.readPrivate(key));
    return this;
  }

  /** Written, and signed by a trusted authoriser. */
  public ScopeFolder signed(String text) throws IOException, ScopeException {
    Path key = keys.resolve("alice.key.pem");
    return write(text).sign(Files.exists(key) ? key : trust("alice", TrustedKey.Role.AUTHORISER));
  }

  public Scope load() throws ScopeException {
    return load(NOON);
  }

  Scope load(Instant now) throws ScopeException {
    return Scopes.load(file, trusted, InstantSource.fixed(now));
  }
}

package huisclos.app;

import huisclos.probe.scope.Scope;
import huisclos.probe.scope.ScopeException;
import huisclos.probe.scope.Scopes;
import huisclos.probe.scope.TrustedKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --probe-home DIR}: where the probe keeps the keys that it trusts. */
final class ProbeHomeOption {
  @Option(
      names = "--probe-home",
      paramLabel = "DIR",
      description =
          "The probe's home (default: $HUISCLOS_PROBE_HOME, else ~/.local/share/huisclos-probe).")
  private @Nullable Path home;

  Path home() {
    if (home != null) {
      return home;
    }
    @Nullable String named = System.getenv("HUISCLOS_PROBE_HOME");
    return named == null || named.isEmpty()
        ? Path.of(System.getProperty("user.home", "."), ".local", "share", "huisclos-probe")
        : Path.of(named);
  }

  /** The keys that count. */
  TrustedKeys trusted() {
    try {
      return TrustedKeys.of(home());
    } catch (ScopeException e) {
      throw refused(e);
    }
  }

  /** A scope that its authorisers signed. */
  Scope scope(Path file) {
    try {
      return Scopes.load(file, trusted(), InstantSource.system());
    } catch (ScopeException e) {
      throw refused(e);
    }
  }

  /** The same, or one by which nothing may be sent yet: it can be planned with. */
  Scopes.Draft draft(Path file) {
    try {
      return Scopes.draft(file, trusted(), InstantSource.system());
    } catch (ScopeException e) {
      throw refused(e);
    }
  }

  static UserError refused(ScopeException e) {
    return UserError.refused(Output.printable(e.getMessage()), e.fix());
  }
}

package huisclos.app;

import huisclos.probe.finding.Rung;
import huisclos.probe.scope.Keys;
import huisclos.probe.scope.Scope;
import huisclos.probe.scope.ScopeException;
import huisclos.probe.scope.Scopes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe sign}: an authoriser's signature on a scope. */
@Command(
    name = "sign",
    description = {
      "Sign a scope, as who authorises it. Over 65,536 addresses a second authoriser signs too.",
      "The signature goes to SCOPE.toml.sig and is good for exactly these bytes. Look at what you"
          + " sign first: huisclos probe SCOPE.toml --plan"
    },
    mixinStandardHelpOptions = true)
final class ProbeSignVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SCOPE.toml", description = "The scope.")
  private Path scope = Path.of(".");

  @Option(names = "--key", required = true, paramLabel = "KEY.pem", description = "Your own key.")
  private Path key = Path.of(".");

  @Override
  public Integer call() throws IOException {
    try {
      Scope signed = Scopes.sign(scope, Keys.readPrivate(key));
      System.out.println("signed    " + Output.printable(signed.name()));
      System.out.println("operator  " + Output.printable(signed.operator()));
      System.out.println("window    " + signed.from() + " to " + signed.until());
      System.out.printf(Locale.ROOT, "targets   %,d addresses%n", signed.targets().size());
      System.out.println(
          "rungs     " + signed.rungs().stream().map(Rung::word).collect(Collectors.joining(", ")));
      System.out.println("SHA-256   " + signed.sha256());
      if (signed.targets().size() > Scope.MAX_ADDRESSES_OF_ONE) {
        System.err.println("A scope of this size needs two authorisers' signatures.");
      }
      return 0;
    } catch (ScopeException e) {
      throw ProbeHomeOption.refused(e);
    }
  }
}

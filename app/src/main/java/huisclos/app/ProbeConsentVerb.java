package huisclos.app;

import huisclos.probe.scope.Consent;
import huisclos.probe.scope.Keys;
import huisclos.probe.scope.Scope;
import huisclos.probe.scope.ScopeException;
import huisclos.probe.scope.Scopes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe consent}: an owner's signature on what he consents to. */
@Command(
    name = "consent",
    description = {
      "Sign the consent for one host, as its owner, and print the two lines for its [[consent]].",
      "It is good for this scope's name, operator and window, and these words only."
    },
    mixinStandardHelpOptions = true)
final class ProbeConsentVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SCOPE.toml", description = "The scope.")
  private Path file = Path.of(".");

  @Option(names = "--host", required = true, paramLabel = "ADDRESS", description = "Your host.")
  private String host = "";

  @Option(names = "--key", required = true, paramLabel = "OWNER.pem", description = "Your own key.")
  private Path key = Path.of(".");

  @Override
  public Integer call() throws IOException {
    try {
      Scope scope = Scopes.unsigned(file);
      Consent consent = consent(scope);
      PrivateKey own = Keys.readPrivate(key);
      System.err.println("You sign:");
      System.err.print(consent.canonical(scope).indent(2));
      System.err.println("  in these words: " + Output.printable(consent.text()));
      consent
          .deletionPlan()
          .ifPresent(plan -> System.err.println("  deletion: " + Output.printable(plan)));
      System.out.println("owner_key = \"" + Keys.fingerprint(Keys.publicOf(own)) + "\"");
      System.out.println("owner_signature = \"" + Scopes.sign(consent, scope, own) + "\"");
      return 0;
    } catch (ScopeException e) {
      throw ProbeHomeOption.refused(e);
    }
  }

  private Consent consent(Scope scope) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw UserError.usage("--host isn't an address", "give it as the scope does");
    }
    return scope.consents().stream()
        .filter(consent -> consent.host().equals(address))
        .findFirst()
        .orElseThrow(() ->
            UserError.refused(
                "the scope has no [[consent]] for " + Output.printable(host),
                "write it there first; what you sign is what stands there"));
  }
}

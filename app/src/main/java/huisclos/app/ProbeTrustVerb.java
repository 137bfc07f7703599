package huisclos.app;

import huisclos.probe.scope.ScopeException;
import huisclos.probe.scope.TrustedKey;
import huisclos.probe.scope.TrustedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos probe trust}: whose signatures count. */
@Command(
    name = "trust",
    description = {
      "Install the public key of an authoriser or owner; without a key, list them.",
      "Where an administrator keeps " + TrustedKeys.SYSTEM + ", only the keys there count."
    },
    mixinStandardHelpOptions = true)
final class ProbeTrustVerb implements Callable<Integer> {
  @Mixin private final ProbeHomeOption home = new ProbeHomeOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "KEY.pub.pem", description = "The key.")
  private @Nullable Path key;

  @Option(names = "--name", paramLabel = "NAME", description = "Whose it is.")
  private @Nullable String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "authoriser: signs scopes (default); owner: signs consents.")
  private String role = TrustedKey.Role.AUTHORISER.word();

  @Option(names = "--remove", paramLabel = "NAME", description = "Trust this key no longer.")
  private @Nullable String remove;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    TrustedKeys keys = home.trusted();
    try {
      if (remove != null) {
        if (key != null) {
          throw UserError.usage("--remove takes a name, not a key", "leave the key out");
        }
        keys.remove(remove);
        System.out.println("no longer trusted: " + Output.printable(remove));
      } else if (key != null) {
        install(keys, key);
      } else {
        list(keys.list());
      }
      return 0;
    } catch (ScopeException e) {
      throw ProbeHomeOption.refused(e);
    }
  }

  private void install(TrustedKeys keys, Path pem) throws IOException, ScopeException {
    if (name == null) {
      throw UserError.usage("whose key is it?", "add --name NAME");
    }
    TrustedKey.Role as =
        TrustedKey.Role.of(role)
            .orElseThrow(() ->
                UserError.usage("there is no such role", "--role authoriser or --role owner"));
    show(List.of(keys.install(pem, name, as)));
  }

  private void list(List<TrustedKey> keys) {
    if (keys.isEmpty() && !json) {
      System.err.println(
          "no key is trusted: huisclos probe trust KEY.pub.pem --name NAME [--role owner]");
    } else {
      show(keys);
    }
  }

  private void show(List<TrustedKey> keys) {
    if (json) {
      ObjectNode node = new JsonMapper().createObjectNode();
      var list = node.putArray("keys");
      for (TrustedKey trusted : keys) {
        list.addObject()
            .put("name", trusted.name())
            .put("role", trusted.role().word())
            .put("fingerprint", trusted.fingerprint());
      }
      Output.json(node);
      return;
    }
    Output.table(
        System.out,
        List.of("NAME", "ROLE", "FINGERPRINT"),
        keys.stream().map(k -> List.of(k.name(), k.role().word(), k.fingerprint())).toList());
  }
}

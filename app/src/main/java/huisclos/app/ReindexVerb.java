package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code huisclos reindex}: the index made anew from what is stored. */
@Command(
    name = "reindex",
    description = {
      "Make the index anew from the stored objects and the key ring. Devices, peers, people,",
      "orders and settings stay. What the index named and the vault lacks is listed.",
      "Queries see the old index until the new one is complete; stores wait."
    },
    mixinStandardHelpOptions = true)
final class ReindexVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    JsonNode result = Admin.call(home.home(), "reindex", Admin.arguments());
    if (json) {
      Output.json(result);
    } else {
      System.out.println(result.path("line").asString());
    }
    return result.path("damaged").asLong() + result.path("missing").asLong() == 0
        ? 0
        : UserError.REFUSED;
  }
}

package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code huisclos alerts [--ack ID]}: what a keeper should look at. */
@Command(
    name = "alerts",
    description = {
      "What a keeper should look at: budgets crossed, identities frozen, what ends soon, damage.",
      "Each is open until it is acknowledged; [alerts] command has a program told of each."
    },
    mixinStandardHelpOptions = true)
final class AlertsVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--ack", paramLabel = "ID", description = "Acknowledge this one.")
  private @Nullable Long acknowledge;

  @Option(names = "--all", description = "Acknowledged ones too.")
  private boolean all;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (acknowledge != null) {
      Admin.call(home.home(), "alerts.ack", Admin.arguments().put("id", acknowledge));
      System.err.println("acknowledged " + acknowledge);
      return 0;
    }
    JsonNode answer = Admin.call(home.home(), "alerts.list", Admin.arguments().put("all", all));
    if (json) {
      Output.json(answer);
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode alert : answer.path("alerts")) {
      rows.add(
          List.of(
              alert.path("id").asString(),
              alert.path("kind").asString(),
              alert.path("subject").asString(),
              alert.path("last").asString(),
              alert.path("times").asString(),
              alert.has("acknowledged") ? "acknowledged" : "open",
              alert.path("what").asString()));
    }
    if (rows.isEmpty()) {
      System.err.println("nothing wants attention");
    } else {
      Output.table(
          System.out, List.of("ID", "KIND", "WHO", "LAST", "TIMES", "STATE", "WHAT"), rows);
    }
    return 0;
  }
}

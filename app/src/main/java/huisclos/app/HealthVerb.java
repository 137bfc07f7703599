package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code huisclos health}: for scripts; 0 when the running archive can do its work, else 1. */
@Command(
    name = "health",
    description = {
      "Whether the running archive can do its work: exit status 0, else 1 with the reasons.",
      "Monitoring reads HOME/metrics.sock: GET /health and GET /metrics (Prometheus)."
    },
    mixinStandardHelpOptions = true)
final class HealthVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (!Admin.serverRuns(home.home())) {
      throw UserError.refused(
          "no server runs on " + home.home().root(), "start it: huisclos serve");
    }
    JsonNode result = Admin.call(home.home(), "health", Admin.arguments());
    boolean healthy = result.path("healthy").asBoolean(false);
    if (json) {
      Output.json(result);
    } else if (healthy) {
      System.out.println("ok");
    } else {
      result.path("reasons").forEach(reason -> System.out.println(reason.asString()));
    }
    if (!json) {
      DoorsVerb.alerts(result);
    }
    return healthy ? 0 : UserError.REFUSED;
  }
}

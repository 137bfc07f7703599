package huisclos.app;

import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import huisclos.probe.results.Run;
import huisclos.probe.results.RunHead;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos probe runs}: what runs there were. */
@Command(
    name = "runs",
    description = "List the runs whose results are kept.",
    mixinStandardHelpOptions = true)
final class ProbeRunsVerb implements Callable<Integer> {
  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ObjectNode answer = new JsonMapper().createObjectNode();
    ArrayNode runs = answer.putArray("runs");
    try (ResultStore store = folders.open()) {
      for (RunHead head : store.runs()) {
        Run run = store.read(head.id());
        runs.addObject()
            .put("run", head.id())
            .put("scope", head.scopeName())
            .put("begun", head.begun().toString())
            .put("shard", head.shard() + "/" + head.shards())
            .put("hosts", run.sweep().addresses())
            .put("complete", run.complete());
      }
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    }
    Output.listing(
        json,
        answer,
        "runs",
        List.of("RUN", "SCOPE", "BEGUN", "SHARD", "HOSTS", "COMPLETE"),
        "no run is kept",
        row ->
            List.of(
                row.path("run").asString(),
                row.path("scope").asString(),
                row.path("begun").asString(),
                row.path("shard").asString(),
                row.path("hosts").asString(),
                row.path("complete").asBoolean() ? "yes" : "no"));
    return 0;
  }
}

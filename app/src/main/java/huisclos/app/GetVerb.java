package huisclos.app;

import huisclos.app.client.Called;
import huisclos.app.client.Getter;
import huisclos.app.client.Progress;
import huisclos.net.GetResult;
import huisclos.net.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos get}: C-GET into files. */
@Command(
    name = "get",
    description = "Fetch a study, a series or an instance (C-GET) into OUT/<SOP instance UID>.dcm.",
    mixinStandardHelpOptions = true)
final class GetVerb implements Callable<Integer> {
  @Mixin private final CalledOptions options = new CalledOptions();

  @Option(names = "--study", required = true, paramLabel = "UID")
  private String study = "";

  @Option(names = "--series", paramLabel = "UID", description = "Only this series.")
  private String series = "";

  @Option(
      names = "--instance",
      paramLabel = "UID",
      description = "Only this instance (with --series).")
  private String instance = "";

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
  private Path out = Path.of(".");

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!instance.isEmpty() && series.isEmpty()) {
      throw UserError.usage("--instance needs --series too", "");
    }
    Called called = options.called();
    Getter getter = new Getter(called, out, Progress.onTerminal("fetched"));
    GetResult result = getter.get(study, series, instance);
    if (json) {
      ObjectNode node = new JsonMapper().createObjectNode();
      node.put("status", Status.format(result.reply().status()));
      node.put("completed", result.counts().completed());
      node.put("failed", result.counts().failed());
      node.put("warning", result.counts().warning());
      node.put("written", getter.written());
      Output.json(node);
    } else {
      System.out.println(
          "fetched %d, failed %d (%s)"
              .formatted(
                  getter.written(),
                  result.counts().failed(),
                  Status.format(result.reply().status())));
    }
    result.failedSopInstances().forEach(uid -> System.err.println("not fetched: " + uid));
    if (result.reply().status() == Status.NOT_NEGOTIATED) {
      throw UserError.refused("this device has no grant to get", "device add AET --can get");
    }
    return result.reply().success() && result.counts().failed() == 0 ? 0 : UserError.REFUSED;
  }
}

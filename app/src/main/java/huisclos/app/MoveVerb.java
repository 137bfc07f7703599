package huisclos.app;

import huisclos.app.client.Called;
import huisclos.app.client.Mover;
import huisclos.app.client.Progress;
import huisclos.net.MoveResult;
import huisclos.net.Status;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos move}: C-MOVE to a peer that the archive knows. */
@Command(
    name = "move",
    description = {
      "Have an archive send a study, a series or an instance to a peer it knows (C-MOVE).",
      "The archive's keeper registers peers (peer add) and grants them (device add --move-to)."
    },
    mixinStandardHelpOptions = true)
final class MoveVerb implements Callable<Integer> {
  @Mixin private final CalledOptions options = new CalledOptions();

  @Option(names = "--to", required = true, paramLabel = "AET", description = "Where to.")
  private String to = "";

  @Option(names = "--study", required = true, paramLabel = "UID")
  private String study = "";

  @Option(names = "--series", paramLabel = "UID", description = "Only this series.")
  private String series = "";

  @Option(
      names = "--instance",
      paramLabel = "UID",
      description = "Only this instance (with --series).")
  private String instance = "";

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!instance.isEmpty() && series.isEmpty()) {
      throw UserError.usage("--instance needs --series too", "");
    }
    Called called = options.called();
    MoveResult result =
        new Mover(called, Progress.onTerminal("moved")).move(to, study, series, instance);
    int status = result.reply().status();
    if (json) {
      ObjectNode node = new JsonMapper().createObjectNode();
      node.put("status", Status.format(status));
      node.put("completed", result.counts().completed());
      node.put("failed", result.counts().failed());
      node.put("warning", result.counts().warning());
      Output.json(node);
    } else {
      System.out.println(
          "moved %d, failed %d (%s)"
              .formatted(
                  result.counts().completed() + result.counts().warning(),
                  result.counts().failed(),
                  Status.format(status)));
    }
    result.failedSopInstances().forEach(uid -> System.err.println("not moved: " + uid));
    if (status == Status.NOT_NEGOTIATED) {
      throw UserError.refused("this device has no grant to move", "device add AET --can move");
    }
    if (status == Status.MOVE_DESTINATION_UNKNOWN) {
      throw UserError.refused(
          "the archive has no peer of that title for this device",
          "peer add AET HOST:PORT, and device add AET --move-to for another title than its own");
    }
    return result.reply().success() && result.counts().failed() == 0 ? 0 : UserError.REFUSED;
  }
}

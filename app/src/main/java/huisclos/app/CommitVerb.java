package huisclos.app;

import huisclos.app.client.Collector;
import huisclos.app.client.Committer;
import huisclos.app.client.Progress;
import huisclos.app.client.SendReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos commit}: asks an archive to answer for what it was sent. */
@Command(
    name = "commit",
    description = {
      "Ask an archive to answer for instances (storage commitment) and wait for its report.",
      "Exit status 0 only if each of them is committed."
    },
    mixinStandardHelpOptions = true)
final class CommitVerb implements Callable<Integer> {
  @Mixin private final CalledOptions options = new CalledOptions();

  @Option(
      names = "--study",
      paramLabel = "UID",
      description = "All that the archive lists of this study (needs a grant to find).")
  private String study = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files or folders whose instances are to be committed.")
  private List<Path> files = List.of();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long to wait for a report (default: 600).")
  private int seconds = 600;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  private int leftOut;

  @Override
  public Integer call() throws IOException {
    if (study.isEmpty() == files.isEmpty()) {
      throw UserError.usage("name either --study or files", "");
    }
    if (seconds < 1) {
      throw UserError.usage("--wait is at least 1 second", "");
    }
    Committer committer = new Committer(options.called(), Duration.ofSeconds(seconds));
    Map<String, String> instances = study.isEmpty() ? ofFiles() : committer.instances(study);
    if (instances.isEmpty()) {
      throw UserError.refused("there is no instance to commit", "");
    }
    Committer.Report report = committer.commit(instances);
    show(report);
    boolean all = leftOut == 0 && report.committed().size() == instances.size();
    return all ? 0 : UserError.REFUSED;
  }

  private Map<String, String> ofFiles() throws IOException {
    Map<String, String> instances = new LinkedHashMap<>();
    try (SendReport report = SendReport.open(Optional.empty(), Progress.onTerminal("read"))) {
      Collector.collect(files, report)
          .forEach(file -> instances.put(file.sopInstance(), file.sopClass()));
      leftOut = report.failures().size();
      for (SendReport.Failure failure : report.failures()) {
        System.err.println(
            "left out: %s: %s"
                .formatted(
                    Output.printable(failure.file().toString()),
                    Output.printable(failure.reason())));
      }
    }
    return instances;
  }

  private void show(Committer.Report report) {
    report
        .failed()
        .forEach((uid, reason) ->
            System.err.println("not committed: %s (0x%04X)".formatted(uid, reason)));
    if (!report.unreported().isEmpty()) {
      System.err.println(
          "no report came on this association: where the archive knows a peer of this device's"
              + " title, it reports there");
    }
    if (json) {
      ObjectNode node = new JsonMapper().createObjectNode();
      ArrayNode committed = node.putArray("committed");
      report.committed().forEach(committed::add);
      ObjectNode failed = node.putObject("failed");
      report.failed().forEach((uid, reason) -> failed.put(uid, "0x%04X".formatted(reason)));
      ArrayNode unreported = node.putArray("unreported");
      report.unreported().forEach(unreported::add);
      Output.json(node);
    } else {
      System.out.println(
          "committed %d, failed %d, not reported %d"
              .formatted(
                  report.committed().size(), report.failed().size(), report.unreported().size()));
    }
  }
}

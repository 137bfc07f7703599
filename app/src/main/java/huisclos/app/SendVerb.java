package huisclos.app;

import huisclos.app.client.Called;
import huisclos.app.client.Collector;
import huisclos.app.client.Progress;
import huisclos.app.client.SendReport;
import huisclos.app.client.Sender;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos send}: C-STORE of files and folders. */
@Command(
    name = "send",
    description = {
      "Store files and folders in an archive (C-STORE), each in its own transfer syntax.",
      "Broken associations are opened again. With --journal a later run skips what was acknowledged."
    },
    mixinStandardHelpOptions = true)
final class SendVerb implements Callable<Integer> {
  @Mixin private final CalledOptions options = new CalledOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or folders.")
  private List<Path> files = List.of();

  @Option(
      names = "--associations",
      paramLabel = "N",
      description = "Parallel associations, 1 to 16 (default: 2).")
  private int associations = 2;

  @Option(names = "--journal", paramLabel = "FILE", description = "Remember here what was sent.")
  private @Nullable Path journal;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (associations < 1 || associations > 16) {
      throw UserError.usage("--associations must be 1 to 16", "");
    }
    Called called = options.called();
    Progress progress = Progress.onTerminal("sent");
    long start = System.nanoTime();
    try (SendReport report = SendReport.open(Optional.ofNullable(journal), progress)) {
      var outgoing = Collector.collect(files, report);
      progress.total(outgoing.size());
      new Sender(called, associations, report).send(outgoing);
      progress.end();
      show(report, (System.nanoTime() - start) / 1e9);
      return report.failures().isEmpty() ? 0 : UserError.REFUSED;
    }
  }

  private void show(SendReport report, double seconds) {
    for (SendReport.Failure failure : report.failures()) {
      System.err.println(
          "not sent: "
              + Output.printable(failure.file().toString())
              + ": "
              + Output.printable(failure.reason()));
    }
    if (json) {
      ObjectNode node = new JsonMapper().createObjectNode();
      node.put("sent", report.sent());
      node.put("skipped", report.skipped());
      node.put("failed", report.failures().size());
      node.put("bytes", report.bytes());
      node.put("seconds", seconds);
      Output.json(node);
      return;
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "sent %d, failed %d%s in %.1f s (%.1f MB/s)",
            report.sent(),
            report.failures().size(),
            report.skipped() > 0 ? ", sent earlier " + report.skipped() : "",
            seconds,
            report.bytes() / 1e6 / Math.max(seconds, 0.001)));
  }
}

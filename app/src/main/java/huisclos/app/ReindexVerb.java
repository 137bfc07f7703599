package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.home.DamagedIndex;
import huisclos.app.home.HomeLock;
import huisclos.archive.IndexRepair;
import java.io.IOException;
import java.time.Clock;
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

  @Option(
      names = "--lose-unreadable",
      description = {
        "Of a damaged index, give up what lies in it alone and can't be read: devices, peers,",
        "people, orders. A copy of index.db from a backup, however old, is better: what was stored",
        "and shut out since is caught up with by itself."
      })
  private boolean loseUnreadable;

  @Override
  public Integer call() throws IOException {
    if (!Admin.serverRuns(home.home())) {
      repair();
    }
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

  /** A file that is damaged in its form is put aside first; nobody else may have it open. */
  private void repair() throws IOException {
    home.home().requireOwner();
    if (!home.home().exists()) {
      throw UserError.refused(
          "there is no archive in " + home.home().root(), "name one with --home");
    }
    try (HomeLock _ = HomeLock.take(home.home())) {
      if (IndexRepair.isDamaged(home.home().root())) {
        IndexRepair.Report report =
            IndexRepair.run(home.home().root(), Clock.systemUTC(), loseUnreadable);
        if (!report.done()) {
          throw DamagedIndex.refused(report);
        }
        System.err.println(
            "the index was damaged; it is kept as "
                + report.aside()
                + (report.incomplete().isEmpty()
                    ? ""
                    : ", not all could be read of: " + String.join(", ", report.incomplete())));
      }
    }
  }
}

package huisclos.app;

import huisclos.probe.finding.Door;
import huisclos.probe.results.DoorHistory;
import huisclos.probe.results.OpenDoors;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import huisclos.probe.run.ScopedRun;
import huisclos.probe.scope.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe recheck}: until they are closed. */
@Command(
    name = "recheck",
    description = {
      "Look again at every door that was open when it was last looked at, and at no other. Exit",
      "status 0 once all are closed."
    },
    mixinStandardHelpOptions = true)
final class ProbeRecheckVerb implements Callable<Integer> {
  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Parameters(paramLabel = "SCOPE.toml", description = "What its authorisers signed.")
  private @Nullable Path scope;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = scope;
    if (file == null) {
      throw UserError.usage("name a scope", "");
    }
    Scope signed = folders.home().scope(file);
    List<Door> open;
    try (ResultStore store = folders.open()) {
      open = OpenDoors.of(store).stream().map(DoorHistory::door).toList();
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    }
    if (open.isEmpty()) {
      System.err.println("no door was open when it was last looked at");
      return 0;
    }
    int allowed = ScopedRun.allowed(signed, open, InstantSource.system()).size();
    if (allowed < open.size()) {
      System.err.println(
          (open.size() - allowed) + " open doors are outside this scope or its hours: left out");
    }
    if (allowed == 0) {
      throw UserError.refused(
          "this scope allows none of the doors that were open", "sign one that covers them");
    }
    return ProbeJob.go(folders, means -> ScopedRun.again(signed, open, means), json);
  }
}

package huisclos.app;

import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --out DIR} and what else says where the probe's results lie, as its verbs take it. */
final class ProbeFolders {
  @Mixin private final ProbeHomeOption home = new ProbeHomeOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the results lie (default: $HUISCLOS_PROBE_HOME/results, else"
              + " ~/.local/share/huisclos-probe/results).")
  private @Nullable Path out;

  @Option(
      names = "--results-key",
      paramLabel = "FILE",
      description = "Where the results' key lies, if not among them.")
  private @Nullable Path key;

  @Option(
      names = "--keep",
      paramLabel = "DAYS",
      description = "Remove runs that are older (default: 180).")
  private int keepDays = (int) ResultStore.KEEP.toDays();

  /** The folder of the results. */
  Path folder() {
    return out == null ? home.home().resolve("results") : out;
  }

  /** The probe's own folder, and the keys that it trusts. */
  ProbeHomeOption home() {
    return home;
  }

  /** Opens them. */
  ResultStore open() throws IOException {
    if (keepDays < 1) {
      throw UserError.usage("--keep must be at least 1", "days");
    }
    try {
      return ResultStore.open(
          folder(), InstantSource.system(), Optional.ofNullable(key), Duration.ofDays(keepDays));
    } catch (ResultsException e) {
      throw refused(e);
    }
  }

  static UserError refused(ResultsException e) {
    return UserError.refused(e.getMessage(), e.fix());
  }
}

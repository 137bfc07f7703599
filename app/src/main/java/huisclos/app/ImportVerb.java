package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.movein.Import;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos import}: brings in what lies in files. */
@Command(
    name = "import",
    description = {
      "Bring in DICOM files: folders, a DICOMDIR, ZIPs, single files.",
      "A running server reads them itself, so its user must be able to. Nothing is taken twice; an"
          + " interrupted import goes on where it was. Exit status 1 if anything was refused."
    },
    mixinStandardHelpOptions = true)
final class ImportVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|DICOMDIR|ZIP|FILE",
      description = "What to bring in.")
  private List<Path> sources = List.of();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the reconciliation there (JSON, 0600): it may name patients.")
  private Optional<Path> report = Optional.empty();

  @Override
  public Integer call() throws IOException {
    List<Path> absolute =
        sources.stream().map(s -> s.toAbsolutePath().normalize()).distinct().toList();
    ObjectNode arguments = Admin.arguments();
    absolute.forEach(source -> arguments.withArray("sources").add(source.toString()));
    JsonNode result;
    try (MoveInWatch _ = MoveInWatch.of(home.home(), Import.name(absolute), "imported")) {
      result = Admin.call(home.home(), "import", arguments);
    }
    return MoveInReport.show(result, json, report);
  }
}

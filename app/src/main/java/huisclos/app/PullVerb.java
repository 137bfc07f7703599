package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.movein.PullOrder;
import huisclos.dicom.Uid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos pull}: moves in from an old PACS. */
@Command(
    name = "pull",
    description = {
      "Move in from an old PACS that is registered as a peer (huisclos peer add).",
      "What it says it has is held against what came. Complete studies are not asked for again; an"
          + " interrupted pull goes on where it was. Exit status 1 if anything is missing."
    },
    mixinStandardHelpOptions = true)
final class PullVerb implements Callable<Integer> {
  /** Which studies: one of these. */
  static final class Which {
    @Option(names = "--study", paramLabel = "UID", description = "This study; may be repeated.")
    private List<String> studies = new ArrayList<>();

    @Option(
        names = "--date",
        paramLabel = "RANGE",
        description = "Studies of these dates: YYYYMMDD, or YYYYMMDD-YYYYMMDD; an end may be open.")
    private String date = "";

    // Says by its presence that the other two are absent; nothing reads it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--all", description = "Every study, also those without a date.")
    private boolean all;
  }

  @Mixin private final HomeOption home = new HomeOption();

  @Parameters(paramLabel = "PEER", description = "The AE title it is registered by.")
  private String peer = "";

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = "--by",
      paramLabel = "get|move",
      description = "C-GET (the default), or C-MOVE to this archive's own door.")
  private String by = "get";

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "At most so many instances a second (C-GET).")
  private int rate;

  @Option(
      names = "--not-between",
      paramLabel = "HH:MM-HH:MM",
      description = "Begin no study between these times of the day.")
  private String quiet = "";

  @Option(names = "--again", description = "Also studies that an earlier pull completed.")
  private boolean again;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the reconciliation there (JSON, 0600).")
  private Optional<Path> report = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (!by.equals("get") && !by.equals("move")) {
      throw UserError.usage("--by is get or move, not " + by, "");
    }
    if (rate < 0 || (rate > 0 && by.equals("move"))) {
      throw UserError.usage("--rate is a number of instances a second, with --by get", "");
    }
    if (!which.studies.stream().allMatch(Uid::isUsable)) {
      throw UserError.usage("--study takes a UID", "");
    }
    if (!which.date.isEmpty()) {
      var _ = PullOrder.dates(which.date);
    }
    if (!quiet.isEmpty()) {
      var _ = PullOrder.Quiet.parse(quiet);
    }
    ObjectNode arguments = Admin.arguments();
    which.studies.forEach(study -> arguments.withArray("studies").add(study));
    arguments
        .put("peer", peer)
        .put("date", which.date)
        .put("move", by.equals("move"))
        .put("rate", rate)
        .put("quiet", quiet)
        .put("again", again);
    JsonNode result;
    try (MoveInWatch _ = MoveInWatch.of(home.home(), "pull-" + peer, "pulled")) {
      result = Admin.call(home.home(), "pull", arguments);
    }
    return MoveInReport.show(result, json, report);
  }
}

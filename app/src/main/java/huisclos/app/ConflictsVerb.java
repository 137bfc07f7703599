package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code huisclos conflicts}: studies that came under two Patient IDs, and objects in quarantine.
 */
@Command(
    name = "conflicts",
    description = "Studies that came under another Patient ID, and quarantined objects.",
    mixinStandardHelpOptions = true,
    subcommands = ConflictsVerb.Resolve.class)
final class ConflictsVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    Output.listing(
        json,
        Admin.call(home.home(), "conflicts", Admin.arguments()),
        "conflicts",
        List.of("TIME", "KIND", "STUDY", "SOP INSTANCE", "DETAIL"),
        "no conflicts",
        conflict ->
            List.of(
                conflict.path("time").asString(),
                conflict.path("kind").asString(),
                conflict.path("study").asString(),
                conflict.path("instance").asString(),
                detail(conflict)));
    return 0;
  }

  private static String detail(JsonNode conflict) {
    if (conflict.path("kind").asString().equals("merge-proposed")) {
      return "an HL7 message says that %s is %s, number %s"
          .formatted(
              conflict.path("ending").asString(),
              conflict.path("into").asString(),
              conflict.path("id").asString());
    }
    return conflict.path("kind").asString().equals("quarantine")
        ? "from %s, id %s"
            .formatted(conflict.path("from").asString(), conflict.path("id").asString())
        : "number %s: came as %s, filed in record %s"
            .formatted(
                conflict.path("number").asString(),
                conflict.path("cameAs").asString(),
                conflict.path("filedUnder").asString());
  }

  /** {@code conflicts resolve ID keep|move}. */
  @Command(
      name = "resolve",
      description = {
        "Decide a conflict: keep = the instance belongs to its study and carries its identity;",
        "move = the study belongs to the patient that the instance names."
      },
      mixinStandardHelpOptions = true)
  static final class Resolve implements Callable<Integer> {
    @Mixin private final KeepingOptions keeping = new KeepingOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Its number, or SOP instance UID.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "keep|move", description = "What to do.")
    private String what = "";

    @Override
    public Integer call() {
      if (!what.equals("keep") && !what.equals("move")) {
        throw UserError.usage("neither keep nor move: " + what, "see `conflicts resolve --help`");
      }
      return keeping.run(
          "conflicts.resolve", Admin.arguments().put("id", id).put("keep", what.equals("keep")));
    }
  }
}

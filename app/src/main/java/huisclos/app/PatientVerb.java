package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code huisclos patient merge|move|show|history}. */
@Command(
    name = "patient",
    description = "Patient records: merge two, move a study to another, see what was done.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PatientVerb.Merge.class,
      PatientVerb.Move.class,
      PatientVerb.Show.class,
      PatientVerb.History.class
    })
final class PatientVerb {
  /** {@code patient merge FROM INTO}. */
  @Command(
      name = "merge",
      description = {
        "Make one record of two that are the same person's. All studies of FROM carry INTO's",
        "identity from now on, and so does what comes later under FROM's."
      },
      mixinStandardHelpOptions = true)
  static final class Merge implements Callable<Integer> {
    @Mixin private final KeepingOptions keeping = new KeepingOptions();

    @Parameters(index = "0", paramLabel = "FROM", description = "Patient ID, or record id.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "INTO", description = "Patient ID, or record id.")
    private String into = "";

    @Option(names = "--from-issuer", paramLabel = "ISSUER", description = "Issuer of FROM.")
    private String fromIssuer = "";

    @Option(names = "--into-issuer", paramLabel = "ISSUER", description = "Issuer of INTO.")
    private String intoIssuer = "";

    @Override
    public Integer call() {
      return keeping.run(
          "patient.merge",
          Admin.arguments()
              .put("from", from)
              .put("into", into)
              .put("fromIssuer", fromIssuer)
              .put("intoIssuer", intoIssuer));
    }
  }

  /** {@code patient move STUDY_UID PATIENT}. */
  @Command(
      name = "move",
      description = {
        "Move a study that was filed under the wrong patient. Its objects carry the identity of",
        "PATIENT from now on, and nothing of the former one; what came is kept."
      },
      mixinStandardHelpOptions = true)
  static final class Move implements Callable<Integer> {
    @Mixin private final KeepingOptions keeping = new KeepingOptions();

    @Parameters(index = "0", paramLabel = "STUDY_UID", description = "The study.")
    private String study = "";

    @Parameters(index = "1", paramLabel = "PATIENT", description = "Patient ID, or record id.")
    private String into = "";

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "Issuer of the Patient ID.")
    private String issuer = "";

    @Override
    public Integer call() {
      return keeping.run(
          "patient.move",
          Admin.arguments().put("study", study).put("into", into).put("intoIssuer", issuer));
    }
  }

  /** {@code patient show PATIENT}. */
  @Command(
      name = "show",
      description = "A patient's record, its identity and its studies.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "PATIENT", description = "Patient ID, or record id.")
    private String patient = "";

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "Issuer of the Patient ID.")
    private String issuer = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result =
          Admin.call(
              home.home(),
              "patient.show",
              Admin.arguments().put("into", patient).put("intoIssuer", issuer));
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (String field : List.of("record", "id", "issuer", "name", "birthDate", "sex")) {
        rows.add(List.of(field, result.path(field).asString()));
      }
      result.path("studies").forEach(study -> rows.add(List.of("study", study.asString())));
      Output.table(System.out, List.of("PATIENT", ""), rows);
      return 0;
    }
  }

  /** {@code patient history STUDY_UID}. */
  @Command(
      name = "history",
      description = "What was done to a study: moves, merges, corrections; who, when, why.",
      mixinStandardHelpOptions = true)
  static final class History implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "STUDY_UID", description = "The study.")
    private String study = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      return CorrectVerb.history(home, study, json);
    }
  }
}

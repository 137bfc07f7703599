package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos trail verify|who}: the record of every access. */
@Command(
    name = "trail",
    description = "The record of every access: verify it, ask who saw whom.",
    mixinStandardHelpOptions = true,
    subcommands = {TrailVerifyVerb.class, TrailVerb.Who.class, TrailRefusalsVerb.class})
final class TrailVerb {

  /** {@code trail who}. The question itself goes on record. */
  @Command(
      name = "who",
      description = {
        "Who touched a patient's or a study's data: when, from where, what and how much.",
        "The question itself goes on record."
      },
      mixinStandardHelpOptions = true)
  static final class Who implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--patient", paramLabel = "ID", description = "A Patient ID.")
    private String patient = "";

    @Option(names = "--study", paramLabel = "UID", description = "A Study Instance UID.")
    private String study = "";

    @Option(names = "--device", paramLabel = "AET", description = "Everything that a device did.")
    private String device = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      if (Stream.of(patient, study, device).filter(text -> !text.isEmpty()).count() != 1) {
        throw UserError.usage("name one of --patient ID, --study UID, --device AET", "");
      }
      ObjectNode arguments =
          Admin.arguments().put("patient", patient).put("study", study).put("device", device);
      JsonNode result = Admin.call(home.home(), "trail.who", arguments);
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode row : result.path("rows")) {
        rows.add(
            List.of(
                row.path("time").asString(),
                row.path("who").asString(),
                row.path("from").asString(),
                row.path("action").asString(),
                row.path("outcome").asString(),
                row.path("count").asString("-")));
      }
      Output.table(System.out, List.of("TIME", "WHO", "FROM", "ACTION", "OUTCOME", "COUNT"), rows);
      if (rows.isEmpty()) {
        System.err.println("nobody: no access to it is on record");
      }
      return 0;
    }
  }
}

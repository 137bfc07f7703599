package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.client.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code huisclos quarantine list|show|release|drop}. */
@Command(
    name = "quarantine",
    description = "Objects set aside because other content is known under their UID.",
    mixinStandardHelpOptions = true,
    subcommands = {
      QuarantineVerb.ListAll.class,
      QuarantineVerb.Show.class,
      QuarantineVerb.Release.class,
      QuarantineVerb.Drop.class
    })
final class QuarantineVerb {
  /** {@code quarantine list}. */
  @Command(name = "list", description = "What is set aside.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode all = Admin.call(home.home(), "conflicts", Admin.arguments()).path("conflicts");
      List<JsonNode> held = new ArrayList<>();
      for (JsonNode one : all) {
        if (one.path("kind").asString().equals("quarantine")) {
          held.add(one);
        }
      }
      if (json) {
        var node = Admin.arguments();
        var array = node.putArray("quarantine");
        held.forEach(array::add);
        Output.json(node);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode one : held) {
        rows.add(
            List.of(
                one.path("id").asString(),
                one.path("time").asString(),
                one.path("from").asString(),
                one.path("instance").asString()));
      }
      if (rows.isEmpty()) {
        System.err.println("nothing is set aside");
      } else {
        Output.table(System.out, List.of("ID", "TIME", "FROM", "SOP INSTANCE"), rows);
      }
      return 0;
    }
  }

  /** {@code quarantine show ID}. */
  @Command(
      name = "show",
      description = "In which attributes an object differs from the one that is kept.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "As `quarantine list` shows it.")
    private String id = "";

    @Option(names = "--values", description = "The values, too; on a terminal only.")
    private boolean values;

    @Option(names = "--json", description = "For programs; without values.")
    private boolean json;

    @Override
    public Integer call() {
      if (values && (json || !Terminal.isOurs())) {
        throw UserError.refused(
            "values are a patient's, and shown on a terminal only", "leave out --values");
      }
      JsonNode result =
          Admin.call(
              home.home(),
              "quarantine.show",
              Admin.arguments().put("id", id).put("values", values));
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode one : result.path("differences")) {
        rows.add(
            List.of(
                one.path("tag").asString(),
                one.path("attribute").asString(),
                one.path("kept").asString(""),
                one.path("came").asString("")));
      }
      Output.table(System.out, List.of("TAG", "ATTRIBUTE", "KEPT", "CAME"), rows);
      return 0;
    }
  }

  /** {@code quarantine release ID}. */
  @Command(
      name = "release",
      description = {
        "Let an object in: it becomes what its UID stands for. The former one is kept, and",
        "`correct undo` brings it back."
      },
      mixinStandardHelpOptions = true)
  static final class Release implements Callable<Integer> {
    @Mixin private final KeepingOptions keeping = new KeepingOptions();

    @Parameters(paramLabel = "ID", description = "As `quarantine list` shows it.")
    private String id = "";

    @Override
    public Integer call() {
      return keeping.run("quarantine.decide", Admin.arguments().put("id", id).put("release", true));
    }
  }

  /** {@code quarantine drop ID}. */
  @Command(name = "drop", description = "Drop an object for good.", mixinStandardHelpOptions = true)
  static final class Drop implements Callable<Integer> {
    @Mixin private final KeepingOptions keeping = new KeepingOptions();

    @Parameters(paramLabel = "ID", description = "As `quarantine list` shows it.")
    private String id = "";

    @Override
    public Integer call() {
      return keeping.run(
          "quarantine.decide", Admin.arguments().put("id", id).put("release", false));
    }
  }
}

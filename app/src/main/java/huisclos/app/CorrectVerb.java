package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos correct}: attributes overridden on the way out; what came is kept. */
@Command(
    name = "correct",
    description = {
      "Correct attributes of a study, a series or an instance. Answers and objects carry the",
      "correction from now on; the object as it came is kept, and `correct undo` shows it again."
    },
    mixinStandardHelpOptions = true,
    subcommands = {CorrectVerb.ListAll.class, CorrectVerb.Undo.class})
final class CorrectVerb implements Callable<Integer> {
  @Mixin private final KeepingOptions keeping = new KeepingOptions();

  @ArgGroup(multiplicity = "0..1")
  private final Target target = new Target();

  private static final class Target {
    @Option(names = "--study", paramLabel = "UID", description = "All of a study.")
    private String study = "";

    @Option(names = "--series", paramLabel = "UID", description = "All of a series.")
    private String series = "";

    @Option(names = "--instance", paramLabel = "UID", description = "One instance.")
    private String instance = "";
  }

  @Option(names = "--remove", paramLabel = "KEY", description = "Leave this attribute out.")
  private List<String> remove = new ArrayList<>();

  @Parameters(
      paramLabel = "KEY=VALUE",
      arity = "0..*",
      description = "A keyword or gggg,eeee and its value; values are parted by backslashes.")
  private List<String> set = new ArrayList<>();

  @Override
  public Integer call() {
    ObjectNode arguments = Admin.arguments();
    String level =
        !target.study.isEmpty() ? "study" : !target.series.isEmpty() ? "series" : "instance";
    String uid = target.study + target.series + target.instance;
    if (uid.isEmpty()) {
      throw UserError.usage("no object named", "name --study, --series or --instance UID");
    }
    arguments.put("level", level).put("uid", uid);
    ArrayNode pairs = arguments.putArray("set");
    set.forEach(pairs::add);
    ArrayNode removed = arguments.putArray("remove");
    remove.forEach(removed::add);
    return keeping.run("correct", arguments);
  }

  /** {@code correct list STUDY_UID}. */
  @Command(
      name = "list",
      description = "What was done to a study, oldest first: attributes, not their values.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "STUDY_UID", description = "The study.")
    private String study = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      return history(home, study, json);
    }
  }

  static int history(HomeOption home, String study, boolean json) {
    Output.listing(
        json,
        Admin.call(home.home(), "correct.list", Admin.arguments().put("study", study)),
        "acts",
        List.of("ID", "TIME", "WHAT", "BY", "ATTRIBUTES", "REASON"),
        "nothing was done to this study",
        act -> {
          String undone = act.path("undoneBy").asString();
          return List.of(
              act.path("id").asString().substring(0, 12),
              act.path("time").asString(),
              act.path("kind").asString() + (undone.isEmpty() ? "" : " (taken back)"),
              act.path("by").asString(),
              Output.joined(act.path("attributes")),
              act.path("reason").asString());
        });
    return 0;
  }

  /** {@code correct undo ID}. */
  @Command(
      name = "undo",
      description = "Take back a correction, a move, a merge, a decision or a release.",
      mixinStandardHelpOptions = true)
  static final class Undo implements Callable<Integer> {
    @Mixin private final KeepingOptions keeping = new KeepingOptions();

    @Parameters(paramLabel = "ID", description = "Its id, or a beginning that no other has.")
    private String id = "";

    @Override
    public Integer call() {
      return keeping.run("correct.undo", Admin.arguments().put("id", id));
    }
  }
}

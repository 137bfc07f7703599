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
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos peer forward add|list|remove|status|retry|drop}: what goes where by itself. */
@Command(
    name = "forward",
    description = "What is sent on to which peer as it comes in.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ForwardVerb.Add.class,
      ForwardVerb.ListAll.class,
      ForwardVerb.Remove.class,
      ForwardVerb.State.class,
      ForwardVerb.Retry.class,
      ForwardVerb.Drop.class
    })
final class ForwardVerb {
  /** {@code peer forward add}. */
  @Command(
      name = "add",
      description = {
        "Send on what comes in and fits every condition given; without one, everything.",
        "Nothing is sent back to the device it came from."
      },
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--to", required = true, paramLabel = "AET", description = "A peer.")
    private String to = "";

    @Option(names = "--modality", split = ",", paramLabel = "MOD", description = "Such as CT,MR.")
    private List<String> modality = List.of();

    @Option(
        names = "--from",
        split = ",",
        paramLabel = "AET",
        description = "Only what these devices sent.")
    private List<String> from = List.of();

    @Option(names = "--sop-class", split = ",", paramLabel = "UID", description = "Only these.")
    private List<String> sopClass = List.of();

    @Option(
        names = "--description",
        paramLabel = "GLOB",
        description = "What the study description is like, with * and ?, case aside.")
    private String description = "";

    @Override
    public Integer call() {
      ObjectNode arguments = Admin.arguments().put("to", to).put("description", description);
      modality.forEach(arguments.putArray("modality")::add);
      from.forEach(arguments.putArray("from")::add);
      sopClass.forEach(arguments.putArray("sopClass")::add);
      JsonNode rule = Admin.call(home.home(), "forward.add", arguments);
      System.out.println("rule " + rule.path("id").asLong() + " sends to " + to);
      return 0;
    }
  }

  /** {@code peer forward list}. */
  @Command(name = "list", description = "Every rule.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      Output.listing(
          json,
          Admin.call(home.home(), "forward.list", Admin.arguments()),
          "rules",
          List.of("RULE", "TO", "MODALITY", "FROM", "SOP CLASS", "DESCRIPTION"),
          "no rules: nothing is forwarded",
          rule ->
              List.of(
                  rule.path("id").asString(),
                  rule.path("to").asString(),
                  any(Output.joined(rule.path("modality"))),
                  any(Output.joined(rule.path("from"))),
                  any(Output.joined(rule.path("sopClass"))),
                  any(rule.path("description").asString())));
      return 0;
    }

    private static String any(String condition) {
      return condition.isEmpty() ? "any" : condition;
    }
  }

  /** {@code peer forward remove ID}. */
  @Command(
      name = "remove",
      description = "End a rule; what waits because of it waits no longer.",
      mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "RULE", description = "Its number.")
    private long id;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "forward.remove", Admin.arguments().put("id", id));
      System.out.println(
          "removed rule %d; %d instances no longer wait"
              .formatted(id, result.path("dropped").asInt()));
      return 0;
    }
  }

  /** {@code peer forward status}. */
  @Command(
      name = "status",
      description = {
        "What waits, was sent in the last 7 days, and was given up, by destination.",
        "Exit status 1 if something was given up."
      },
      mixinStandardHelpOptions = true)
  static final class State implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "forward.status", Admin.arguments());
      long failed = 0;
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode to : result.path("destinations")) {
        failed += to.path("failed").asLong();
        rows.add(row("instances", to, to.path("sent").asString()));
      }
      for (JsonNode to : result.path("commitmentReports")) {
        failed += to.path("failed").asLong();
        rows.add(row("commitment reports", to, "-"));
      }
      if (json) {
        Output.json(result);
      } else if (rows.isEmpty()) {
        System.err.println("nothing is forwarded");
      } else {
        Output.table(
            System.out, List.of("TO", "WHAT", "WAITING", "SENT", "GIVEN UP", "LAST REASON"), rows);
      }
      return failed > 0 ? 1 : 0;
    }

    private static List<String> row(String what, JsonNode to, String sent) {
      return List.of(
          to.path("to").asString(),
          what,
          to.path("waiting").asString(),
          sent,
          to.path("failed").asString(),
          to.path("reason").asString(""));
    }
  }

  /** {@code peer forward retry --to AET}. */
  @Command(
      name = "retry",
      description = "Let what was given up wait again.",
      mixinStandardHelpOptions = true)
  static final class Retry implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--to", required = true, paramLabel = "AET", description = "A peer.")
    private String to = "";

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "forward.retry", Admin.arguments().put("to", to));
      System.out.println(result.path("count").asInt() + " instances wait again");
      return 0;
    }
  }

  /** {@code peer forward drop --to AET}. */
  @Command(
      name = "drop",
      description = "Forget what was given up.",
      mixinStandardHelpOptions = true)
  static final class Drop implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--to", required = true, paramLabel = "AET", description = "A peer.")
    private String to = "";

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "forward.drop", Admin.arguments().put("to", to));
      System.out.println(result.path("count").asInt() + " instances are forgotten");
      return 0;
    }
  }
}

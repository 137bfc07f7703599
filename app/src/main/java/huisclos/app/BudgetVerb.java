package huisclos.app;

import huisclos.app.admin.Admin;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code device budget}, {@code user budget} and {@code token budget}: how many patients somebody
 * may be shown.
 */
final class BudgetVerb {
  private BudgetVerb() {}

  /** {@code device budget AET}. */
  @Command(
      name = "budget",
      description = {
        "How many distinct patients a device may be shown an hour and a day; shown, changed,",
        "lifted for a migration, and thawed once it is frozen. Storing is never braked."
      },
      mixinStandardHelpOptions = true)
  static final class OfDevice implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "AET", description = "The device's AE title.")
    private String aet = "";

    @Mixin private final Choice choice = new Choice();

    @Override
    public Integer call() {
      return choice.run(home, "device.budget", aet);
    }
  }

  /** {@code user budget NAME}. */
  @Command(
      name = "budget",
      description = {
        "How many distinct patients a person may be shown an hour and a day, at whatever device.",
        "What the device may be shown counts as well."
      },
      mixinStandardHelpOptions = true)
  static final class OfPerson implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "As the person is named.")
    private String name = "";

    @Mixin private final Choice choice = new Choice();

    @Override
    public Integer call() {
      return choice.run(home, "user.budget", name);
    }
  }

  /** {@code token budget NAME}. */
  @Command(
      name = "budget",
      description = "How many distinct patients a program may be shown an hour and a day.",
      mixinStandardHelpOptions = true)
  static final class OfProgram implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The token's.")
    private String name = "";

    @Mixin private final Choice choice = new Choice();

    @Override
    public Integer call() {
      return choice.run(home, "token.budget", name);
    }
  }

  /** What is to be done; without any of it the budget is shown. */
  static final class Choice {
    @Option(names = "--hour", paramLabel = "N", description = "Patients in any hour.")
    private @Nullable Integer hour;

    @Option(names = "--day", paramLabel = "N", description = "Patients in any 24 hours.")
    private @Nullable Integer day;

    @Option(names = "--default", description = "The common budget again.")
    private boolean common;

    @Option(names = "--lift", description = "Count nothing until --until, for a migration.")
    private boolean lift;

    @Option(
        names = "--until",
        paramLabel = "DATE",
        description = "The last day of --lift, as 2026-12-31; at most a year away.")
    private @Nullable LocalDate until;

    @Option(names = "--restore", description = "End --lift now.")
    private boolean restore;

    @Option(names = "--thaw", description = "End a freeze; what was spent is forgotten.")
    private boolean thaw;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    Choice() {}

    int run(HomeOption home, String op, String name) {
      long chosen =
          Stream.of(hour != null || day != null, common, lift, restore, thaw)
              .filter(given -> given)
              .count();
      if (chosen > 1) {
        throw UserError.usage(
            "one thing at a time", "--hour and --day, or --default, --lift, --restore or --thaw");
      }
      if (lift == (until == null)) {
        throw UserError.usage("--lift and --until DATE belong together", "");
      }
      ObjectNode arguments =
          Admin.arguments()
              .put("name", name)
              .put("default", common)
              .put("restore", restore)
              .put("thaw", thaw);
      if (hour != null) {
        arguments.put("hour", hour);
      }
      if (day != null) {
        arguments.put("day", day);
      }
      if (until != null) {
        arguments.put("until", until.toString());
      }
      JsonNode result = Admin.call(home.home(), op, arguments);
      if (json) {
        Output.json(result);
      } else {
        System.out.println(Output.printable(name) + ": " + shown(result));
      }
      return 0;
    }
  }

  /** One line about a budget. */
  static String shown(JsonNode node) {
    JsonNode budget = node.path("budget");
    String line =
        "%d of %d an hour, %d of %d a day"
            .formatted(
                node.path("spent").path("hour").asInt(),
                budget.path("hour").asInt(),
                node.path("spent").path("day").asInt(),
                budget.path("day").asInt());
    if (node.has("liftedUntil")) {
      line += ", lifted until " + node.path("liftedUntil").asString();
    }
    return node.has("frozenSince")
        ? line + ", FROZEN since " + node.path("frozenSince").asString()
        : line;
  }
}

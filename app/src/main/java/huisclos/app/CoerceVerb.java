package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code huisclos coerce}: what is corrected on arrival. */
@Command(
    name = "coerce",
    description = {
      "What is corrected as objects come. Each is kept as it came; `huisclos correct list` shows",
      "what a rule did to it, and `huisclos correct undo` takes that back."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      CoerceVerb.AddVerb.class,
      CoerceVerb.RemoveVerb.class,
      CoerceVerb.ListVerb.class
    })
final class CoerceVerb implements Runnable {
  @Override
  public void run() {
    throw UserError.usage("name what to do", "huisclos coerce add|remove|list");
  }

  @Command(
      name = "add",
      description = "Add a rule; it holds for what comes from now on.",
      mixinStandardHelpOptions = true)
  static final class AddVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(
        index = "0",
        paramLabel = "RULE",
        description = {
          "trim: no stray padding around Patient ID and Accession Number;",
          "squeeze: no whitespace in them at all;",
          "charset: the sender's text is in TERMS, whatever it declares;",
          "charset-missing: the same where it declares nothing."
        })
    private String kind = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "TERMS",
        defaultValue = "",
        description = "A Specific Character Set, say \"ISO_IR 100\"; of the charset rules.")
    private String value = "";

    @Option(
        names = "--sender",
        paramLabel = "AET",
        description = "What this device sends; all that comes without it.")
    private String sender = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result =
          Admin.call(
              home.home(),
              "coerce.add",
              Admin.arguments().put("kind", kind).put("value", value).put("sender", sender));
      if (json) {
        Output.json(result);
      } else {
        System.out.println(result.path("id").asLong());
      }
      return 0;
    }
  }

  @Command(
      name = "remove",
      description = "Remove a rule; what it did stays done.",
      mixinStandardHelpOptions = true)
  static final class RemoveVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "The rule.")
    private long id;

    @Override
    public Integer call() {
      Admin.call(home.home(), "coerce.remove", Admin.arguments().put("id", id));
      System.err.println("removed");
      return 0;
    }
  }

  @Command(name = "list", description = "The rules.", mixinStandardHelpOptions = true)
  static final class ListVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      Output.listing(
          json,
          Admin.call(home.home(), "coerce.list", Admin.arguments()),
          "rules",
          List.of("ID", "RULE", "VALUE", "SENDER"),
          "no rules: what comes is shown as it came",
          row -> {
            String sender = row.path("sender").asString();
            return List.of(
                row.path("id").asString(),
                row.path("kind").asString(),
                row.path("value").asString(),
                sender.isEmpty() ? "all" : sender);
          });
      return 0;
    }
  }
}

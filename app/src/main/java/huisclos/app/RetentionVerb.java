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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos retention}: how long studies are kept. */
@Command(
    name = "retention",
    description = {
      "How long studies are kept. A study that several rules fit is kept for the longest, one that",
      "none fits for ever. The server deletes by itself only with retention.apply = true.",
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      RetentionVerb.AddVerb.class,
      RetentionVerb.RemoveVerb.class,
      RetentionVerb.ListVerb.class,
      RetentionVerb.PreviewVerb.class,
      RetentionVerb.ApplyVerb.class,
    })
final class RetentionVerb implements Runnable {
  @Override
  public void run() {
    throw UserError.usage("name what to do", "huisclos retention add|remove|list|preview|apply");
  }

  @Command(name = "add", description = "Add a rule.", mixinStandardHelpOptions = true)
  static final class AddVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NAME", description = "Letters, digits and dashes.")
    private String name = "";

    @Option(
        names = "--years",
        paramLabel = "N",
        required = true,
        description = "Kept for so many years after the study's date, 1 to 150.")
    private int years;

    @Option(
        names = "--modality",
        paramLabel = "CT,…",
        split = ",",
        description = "Studies that hold any of these; all studies without it.")
    private List<String> modalities = new ArrayList<>();

    @Option(
        names = "--minors-until",
        paramLabel = "AGE",
        description = "Studies of a patient under 18 are also kept until this age, say 28.")
    private int minorsUntil;

    @Override
    public Integer call() {
      ObjectNode arguments =
          Admin.arguments().put("name", name).put("years", years).put("minorsUntil", minorsUntil);
      ArrayNode list = arguments.putArray("modalities");
      modalities.forEach(list::add);
      Admin.call(home.home(), "retention.add", arguments);
      System.err.println("added; `huisclos retention preview` shows what it means today");
      return 0;
    }
  }

  @Command(name = "remove", description = "Remove a rule.", mixinStandardHelpOptions = true)
  static final class RemoveVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NAME", description = "The rule.")
    private String name = "";

    @Override
    public Integer call() {
      Admin.call(home.home(), "retention.remove", Admin.arguments().put("name", name));
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
          Admin.call(home.home(), "retention.list", Admin.arguments()),
          "rules",
          List.of("RULE", "KEPT", "MODALITIES", "MINORS"),
          "no rules: everything is kept",
          row -> {
            String modalities = Output.joined(row.path("modalities"));
            int minors = row.path("minorsUntil").asInt();
            return List.of(
                row.path("name").asString(),
                row.path("years").asInt() + " years",
                modalities.isEmpty() ? "all" : modalities,
                minors == 0 ? "" : "minors until " + minors);
          });
      return 0;
    }
  }

  @Command(
      name = "preview",
      description = "Which studies have expired, and what keeps them nevertheless.",
      mixinStandardHelpOptions = true)
  static final class PreviewVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      Output.listing(
          json,
          Admin.call(home.home(), "retention.preview", Admin.arguments()),
          "expired",
          List.of("STUDY", "EXPIRED", "RULE", ""),
          "nothing has expired",
          row -> {
            String kept = row.path("keptBy").asString();
            return List.of(
                row.path("study").asString(),
                row.path("expired").asString(),
                row.path("rule").asString(),
                kept.isEmpty() ? "goes" : "stays: " + kept);
          });
      return 0;
    }
  }

  @Command(
      name = "apply",
      description = "Delete now what `preview` says goes; it can be restored as any deletion.",
      mixinStandardHelpOptions = true)
  static final class ApplyVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "retention.apply", Admin.arguments());
      System.err.println("deleted: %d studies".formatted(result.path("deleted").asInt()));
      return 0;
    }
  }
}

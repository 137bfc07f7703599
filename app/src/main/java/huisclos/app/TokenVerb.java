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

/** {@code huisclos token add|list|revoke|budget}: programs at the web door. */
@Command(
    name = "token",
    description = "Tokens of programs that come through the web door.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TokenVerb.Add.class,
      TokenVerb.ListAll.class,
      TokenVerb.Revoke.class,
      BudgetVerb.OfProgram.class
    })
final class TokenVerb {
  /** {@code token add NAME}. */
  @Command(
      name = "add",
      description = {
        "Make a token; it alone goes to standard output, once.",
        "Whoever has it can do what it is granted, until it expires or is revoked."
      },
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "What the program is called.")
    private String name = "";

    @Option(
        names = "--can",
        split = ",",
        required = true,
        paramLabel = "VERB",
        description = "store, find, find-all, get, commit, reject, delete, changes.")
    private List<String> can = List.of();

    @Option(
        names = "--patient",
        paramLabel = "ID",
        description = "Only this patient's studies, by Patient ID.")
    private String patient = "";

    @Option(
        names = "--issuer",
        paramLabel = "ISSUER",
        description = "The issuer of that Patient ID (default: any).")
    private String issuer = "";

    @Option(
        names = "--study",
        split = ",",
        paramLabel = "UID",
        description = "Only this study; may come several times.")
    private List<String> studies = List.of();

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "90",
        description = "How long it lives (default: ${DEFAULT-VALUE}, at most 366).")
    private int days;

    @Override
    public Integer call() {
      ObjectNode arguments =
          Admin.arguments()
              .put("name", name)
              .put("patient", patient)
              .put("issuer", issuer)
              .put("days", days);
      ArrayNode verbs = arguments.putArray("can");
      can.forEach(verbs::add);
      ArrayNode uids = arguments.putArray("studies");
      studies.forEach(uids::add);
      JsonNode made = Admin.call(home.home(), "token.add", arguments);
      System.out.println(made.path("token").asString());
      System.err.println(
          "The token of %s is good until %s and not shown again."
              .formatted(Output.printable(name), made.path("until").asString()));
      return 0;
    }
  }

  /** {@code token list}. */
  @Command(name = "list", description = "All tokens.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "token.list", Admin.arguments());
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode token : result.path("tokens")) {
        rows.add(
            List.of(
                token.path("name").asString(),
                token.path("id").asString(),
                Output.joined(token.path("can")),
                token.path("within").asString(),
                token.path("until").asString(),
                token.path("used").asString("never"),
                token.path("status").asString()));
      }
      Output.table(
          System.out, List.of("NAME", "ID", "CAN", "WITHIN", "UNTIL", "USED", "STATUS"), rows);
      return 0;
    }
  }

  /** {@code token revoke NAME}. */
  @Command(
      name = "revoke",
      description = "Revoke a token, from the next request on.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name or id.")
    private String name = "";

    @Override
    public Integer call() {
      Admin.call(home.home(), "token.revoke", Admin.arguments().put("name", name));
      System.out.println("revoked " + Output.printable(name));
      return 0;
    }
  }
}

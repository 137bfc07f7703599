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

/** {@code huisclos emergency list|end}: what people opened by breaking the glass. */
@Command(
    name = "emergency",
    description = {
      "What people opened in an emergency: for four hours, with a reason on the trail."
    },
    mixinStandardHelpOptions = true,
    subcommands = {EmergencyVerb.ListAll.class, EmergencyVerb.End.class})
final class EmergencyVerb {
  /** {@code emergency list}. */
  @Command(name = "list", description = "What is open.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "emergency.list", Admin.arguments());
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode emergency : result.path("emergencies")) {
        rows.add(
            List.of(
                emergency.path("id").asString(),
                emergency.path("name").asString(),
                emergency.path("opened").asString(),
                emergency.path("until").asString()));
      }
      Output.table(System.out, List.of("ID", "BY", "OPENED", "UNTIL"), rows);
      return 0;
    }
  }

  /** {@code emergency end ID}. */
  @Command(
      name = "end",
      description = "Close it before its time, from the next request on.",
      mixinStandardHelpOptions = true)
  static final class End implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "ID", description = "See `huisclos emergency list`.")
    private String id = "";

    @Override
    public Integer call() {
      Admin.call(home.home(), "emergency.end", Admin.arguments().put("id", id));
      System.out.println("ended " + Output.printable(id));
      return 0;
    }
  }
}

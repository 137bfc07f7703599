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

/** {@code huisclos share add|list|revoke}: studies that are open to a person for a while. */
@Command(
    name = "share",
    description = "Studies that are open to a person for a while; each opening is on record.",
    mixinStandardHelpOptions = true,
    subcommands = {ShareVerb.Add.class, ShareVerb.ListAll.class, ShareVerb.Revoke.class})
final class ShareVerb {
  /** {@code share add STUDY --with NAME}. */
  @Command(name = "add", description = "Share a study.", mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    private static final String DEFAULT_DAYS = "14";

    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "STUDY", description = "Study Instance UID.")
    private String study = "";

    @Option(names = "--with", required = true, paramLabel = "NAME", description = "With whom.")
    private String with = "";

    @Option(
        names = "--days",
        defaultValue = DEFAULT_DAYS,
        paramLabel = "N",
        description = "For so many days (default: ${DEFAULT-VALUE}; at most 365).")
    private int days;

    @Override
    public Integer call() {
      JsonNode result =
          Admin.call(
              home.home(),
              "share.add",
              Admin.arguments().put("study", study).put("name", with).put("days", days));
      System.out.println(result.path("id").asString());
      System.err.println("shared until " + result.path("until").asString());
      return 0;
    }
  }

  /** {@code share list}. */
  @Command(name = "list", description = "What is shared.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "share.list", Admin.arguments());
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode share : result.path("shares")) {
        rows.add(
            List.of(
                share.path("id").asString(),
                share.path("name").asString(),
                share.path("study").asString(),
                share.path("by").asString(),
                share.path("until").asString()));
      }
      Output.table(System.out, List.of("ID", "WITH", "STUDY", "BY", "UNTIL"), rows);
      return 0;
    }
  }

  /** {@code share revoke ID}. */
  @Command(
      name = "revoke",
      description = "Take a share back, from the next request on.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "ID", description = "See `huisclos share list`.")
    private String id = "";

    @Override
    public Integer call() {
      Admin.call(home.home(), "share.revoke", Admin.arguments().put("id", id));
      System.out.println("revoked " + Output.printable(id));
      return 0;
    }
  }
}

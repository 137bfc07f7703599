package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos hold}: a held study is neither deleted nor destroyed. */
@Command(
    name = "hold",
    description = "Hold studies: neither deleted nor destroyed until released.",
    mixinStandardHelpOptions = true,
    subcommands = {HoldVerb.AddVerb.class, HoldVerb.ReleaseVerb.class, HoldVerb.ListVerb.class})
final class HoldVerb implements Runnable {
  @Override
  public void run() {
    throw UserError.usage("name what to do", "huisclos hold add|release|list");
  }

  @Command(name = "add", description = "Hold a study.", mixinStandardHelpOptions = true)
  static final class AddVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "STUDY", description = "Study Instance UID.")
    private String uid = "";

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why; sealed, shown by `hold list`.")
    private String reason = "";

    @Override
    public Integer call() {
      Admin.call(
          home.home(),
          "hold",
          Admin.arguments().put("uid", uid).put("held", true).put("comment", reason));
      System.err.println("held");
      return 0;
    }
  }

  @Command(name = "release", description = "Release a held study.", mixinStandardHelpOptions = true)
  static final class ReleaseVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "STUDY", description = "Study Instance UID.")
    private String uid = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; sealed with the act.")
    private String reason = "";

    @Override
    public Integer call() {
      Admin.call(
          home.home(),
          "hold",
          Admin.arguments().put("uid", uid).put("held", false).put("comment", reason));
      System.err.println("released");
      return 0;
    }
  }

  @Command(name = "list", description = "The held studies.", mixinStandardHelpOptions = true)
  static final class ListVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      Output.listing(
          json,
          Admin.call(home.home(), "hold.list", Admin.arguments()),
          "holds",
          List.of("STUDY", "SINCE", "BY", "REASON"),
          "no study is held",
          row ->
              List.of(
                  row.path("study").asString(),
                  row.path("since").asString(),
                  row.path("by").asString(),
                  row.path("reason").asString()));
      return 0;
    }
  }
}

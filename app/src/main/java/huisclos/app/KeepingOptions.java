package huisclos.app;

import huisclos.app.admin.Admin;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every verb that changes the archive's contents takes. */
final class KeepingOptions {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why: kept, sealed, with what was done.")
  private String reason = "";

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  /** Does it and says by which id it can be taken back. */
  int run(String op, ObjectNode arguments) {
    JsonNode result = Admin.call(home.home(), op, arguments.put("reason", reason));
    if (json) {
      Output.json(result);
    } else {
      System.out.println(result.path("act").asString());
      System.err.println("done; `huisclos correct undo` with this id takes it back");
    }
    return 0;
  }
}

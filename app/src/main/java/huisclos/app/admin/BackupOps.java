package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.backup.BackupOrder;
import huisclos.app.backup.BackupRun;
import huisclos.app.home.Site;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Making a backup of an open home. */
final class BackupOps {
  private BackupOps() {}

  static JsonNode make(Site site, JsonNode arguments) {
    Path to;
    try {
      to = Path.of(arguments.path("to").asString("")).normalize();
    } catch (InvalidPathException e) {
      throw UserError.usage("a path that can't be one", "name a folder");
    }
    BackupRun.Result made =
        site.backups()
            .make(
                new BackupOrder(
                    to,
                    arguments.path("keep").asInt(site.settings().backups().keep()),
                    arguments.path("withoutPhrase").asBoolean(false),
                    arguments.path("begin").asBoolean(false)));
    ObjectNode result = AdminWire.JSON.createObjectNode();
    result.put("number", made.number()).put("at", made.at().toString()).put("to", to.toString());
    result.put("instances", made.instances()).put("containers", made.containers());
    result.put("written", made.written()).put("kept", made.kept());
    result.put("earlierEnded", made.ended()).put("phrase", made.phrase());
    ArrayNode damaged = result.putArray("damaged");
    made.damaged().forEach(damaged::add);
    return result;
  }

  static JsonNode progress(Site site, JsonNode arguments) {
    return site.backups().progress();
  }

  static JsonNode stop(Site site, JsonNode arguments) {
    return AdminWire.JSON.createObjectNode().put("stopping", site.backups().stop());
  }
}

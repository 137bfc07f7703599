package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The admin verbs by the name that the socket uses. */
final class AdminOps {
  private static final Map<String, AdminOp> OPS =
      Map.of(
          "device.add", DeviceOps::add,
          "device.list", DeviceOps::list,
          "device.revoke", DeviceOps::revoke,
          "device.renew", DeviceOps::renew,
          "doors", DoorOps::doors,
          "key.phrase", KeyOps::phrase,
          "trail.who", TrailOps::who,
          "conflicts", ArchiveOps::conflicts);

  /**
   * The one verb that begins a home where there is none; any other would look into an empty one.
   */
  static final String MAKES_A_HOME = "device.add";

  private AdminOps() {}

  /** Runs the op of this name. */
  static JsonNode run(Site site, String op, JsonNode arguments) throws Exception {
    AdminOp found = OPS.get(op);
    if (found == null) {
      throw UserError.usage(
          "the server doesn't know the admin verb " + op, "it is of another version: restart it");
    }
    return found.run(site, arguments);
  }
}

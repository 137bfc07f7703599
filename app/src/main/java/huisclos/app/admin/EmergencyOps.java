package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.Glass;
import huisclos.gate.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people opened in an emergency. */
final class EmergencyOps {
  private EmergencyOps() {}

  /** Who has what open; of a patient only that it is one: who it is, the trail says. */
  static JsonNode list(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode emergencies = result.putArray("emergencies");
    for (Glass glass : site.gate().breakGlass().all(site.operatorsPass(new Request.Keep()))) {
      emergencies
          .addObject()
          .put("id", glass.id())
          .put("name", glass.person())
          .put("opened", glass.study().map(study -> "study " + study).orElse("a patient"))
          .put("until", glass.until().toString());
    }
    return result;
  }

  static JsonNode end(Site site, JsonNode arguments) throws Exception {
    String id = arguments.path("id").asString("");
    if (!site.gate().breakGlass().end(site.operatorsPass(new Request.Keep()), id)) {
      throw UserError.refused(
          "nothing of this id is open in an emergency", "see `huisclos emergency list`");
    }
    return AdminWire.JSON.createObjectNode().put("id", id);
  }
}

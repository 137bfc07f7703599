package huisclos.app.admin;

import huisclos.app.health.Health;
import huisclos.app.home.Site;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether the archive can do its work. */
final class HealthOps {
  private HealthOps() {}

  static JsonNode health(Site site, JsonNode arguments) {
    Health health = Health.of(site);
    ObjectNode result = AdminWire.JSON.createObjectNode().put("healthy", health.good());
    ArrayNode reasons = result.putArray("reasons");
    health.reasons().forEach(reasons::add);
    AlertOps.describe(site, result);
    ScrubOps.describe(site, result.putObject("scrub"));
    site.backups().show().ifPresent(last -> result.set("backup", last));
    return result
        .put("openAssociations", site.doors().openAssociations())
        .put("openWebConnections", site.doors().webConnections());
  }
}

package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.Alert;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a keeper should look at. */
final class AlertOps {
  /** Open alerts that other verbs show beside their own. */
  private static final int SHOWN = 20;

  private AlertOps() {}

  static JsonNode list(Site site, JsonNode arguments) {
    boolean all = arguments.path("all").asBoolean(false);
    ObjectNode result = AdminWire.JSON.createObjectNode();
    rows(
        result.putArray("alerts"),
        all ? site.gate().alerts().all() : site.gate().alerts().open(),
        Integer.MAX_VALUE);
    return result;
  }

  static JsonNode acknowledge(Site site, JsonNode arguments) throws Exception {
    long id = arguments.path("id").asLong(0);
    if (!site.gate().alerts().acknowledge(id, Site.account())) {
      throw UserError.refused("no alert " + id + " is open", "see `huisclos alerts`");
    }
    return AdminWire.JSON.createObjectNode().put("id", id);
  }

  /** The open alerts, for {@code doors} and {@code health}. */
  static void describe(Site site, ObjectNode result) {
    List<Alert> open = site.gate().alerts().open();
    result.put("openAlerts", open.size());
    rows(result.putArray("alerts"), open, SHOWN);
  }

  private static void rows(ArrayNode rows, List<Alert> alerts, int most) {
    for (Alert alert : alerts.subList(0, Math.min(most, alerts.size()))) {
      ObjectNode row =
          rows.addObject()
              .put("id", alert.id())
              .put("kind", alert.kind().word())
              .put("subject", alert.subject())
              .put("what", alert.what())
              .put("first", alert.first().toString())
              .put("last", alert.last().toString())
              .put("times", alert.times());
      alert.acknowledged().ifPresent(at -> row.put("acknowledged", at.toString()));
    }
  }
}

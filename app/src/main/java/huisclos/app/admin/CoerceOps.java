package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.Coercion;
import huisclos.archive.Coercions;
import huisclos.trail.Action;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules of what is corrected on arrival. */
final class CoerceOps {
  private CoerceOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    String word = arguments.path("kind").asString("");
    Coercion.Kind kind =
        Arrays.stream(Coercion.Kind.values())
            .filter(k -> k.word().equals(word))
            .findFirst()
            .orElseThrow(() ->
                UserError.usage(
                    "no rule is called " + word, "trim, squeeze, charset or charset-missing"));
    String sender = arguments.path("sender").asString("");
    String value = arguments.path("value").asString("");
    site.recordOperator(Action.COERCE, "coerce add");
    Optional<Coercion> added;
    try {
      added = site.archive().coercions().add(kind, sender, value);
    } catch (IllegalArgumentException e) {
      throw UserError.usage("that is no rule", String.valueOf(e.getMessage()));
    }
    if (added.isEmpty()) {
      throw UserError.refused(
          "there are " + Coercions.MAX_RULES + " rules", "`huisclos coerce remove` one first");
    }
    return AdminWire.JSON.createObjectNode().put("id", added.get().id());
  }

  static JsonNode remove(Site site, JsonNode arguments) throws Exception {
    site.recordOperator(Action.COERCE, "coerce remove");
    if (!site.archive().coercions().remove(arguments.path("id").asLong(0))) {
      throw UserError.refused("there is no such rule", "see `huisclos coerce list`");
    }
    return AdminWire.JSON.createObjectNode();
  }

  static JsonNode list(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("rules");
    for (Coercion rule : site.archive().coercions().list()) {
      rows.addObject()
          .put("id", rule.id())
          .put("kind", rule.kind().word())
          .put("sender", rule.sender())
          .put("value", rule.value())
          .put("added", rule.added().toString());
    }
    return result;
  }
}

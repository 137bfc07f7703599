package huisclos.app.backup;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a backup has come that has no manifest yet, so that one that broke off is gone on with.
 *
 * @param containers what is copied, whole and durable
 * @param shredded whether an object that was copied before has been destroyed in its container
 */
record Draft(List<Stored> containers, boolean shredded) {
  private static final JsonMapper JSON = new JsonMapper();

  Draft {
    containers = List.copyOf(containers);
  }

  static final Draft NOTHING = new Draft(List.of(), false);

  byte[] encode() {
    ObjectNode node = JSON.createObjectNode().put("shredded", shredded);
    Manifest.write(containers, node.putArray("containers"));
    return JSON.writeValueAsBytes(node);
  }

  static Draft decode(byte[] bytes) {
    JsonNode node = JSON.readTree(bytes);
    return new Draft(
        Manifest.read(node.path("containers")), node.path("shredded").asBoolean(false));
  }
}

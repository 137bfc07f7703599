package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.Spender;
import huisclos.gate.User;
import huisclos.gate.UserAdmin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** People who may be named at the door: added, listed, suspended, removed. */
final class UserOps {
  private UserOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    Set<String> devices = new HashSet<>();
    for (JsonNode device : arguments.path("devices")) {
      String aet = device.asString();
      if (site.gate().devices().list().stream().noneMatch(d -> d.aet().equals(aet))) {
        throw UserError.refused(
            "there is no device " + aet, "see `huisclos device list`, or leave out --devices");
      }
      devices.add(aet);
    }
    String name = arguments.path("name").asString("");
    Optional<byte[]> password =
        arguments.has("password")
            ? Optional.of(arguments.path("password").asString().getBytes(StandardCharsets.UTF_8))
            : Optional.empty();
    check(
        site.gate()
            .users()
            .add(
                name,
                arguments.path("subject").asString(""),
                DeviceOps.verbs(arguments.path("can")),
                devices,
                password,
                Site.account()));
    return AdminWire.JSON.createObjectNode().put("name", name);
  }

  static JsonNode list(Site site, JsonNode arguments) {
    UserAdmin admin = site.gate().users();
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode users = result.putArray("users");
    for (User user : admin.list()) {
      ObjectNode node = users.addObject().put("name", user.name()).put("subject", user.subject());
      node.set("can", DeviceOps.words(user.verbs()));
      ArrayNode devices = node.putArray("devices");
      user.devices().stream().sorted().forEach(devices::add);
      BudgetOps.describe(site, Spender.person(user.name()), node);
      node.put("password", admin.hasPassword(user.name()));
      node.put("added", user.added().toString());
      node.put("status", user.suspendedAt().isPresent() ? "suspended" : "good");
      user.suspendedAt().map(Instant::toString).ifPresent(at -> node.put("suspendedAt", at));
    }
    return result;
  }

  static JsonNode suspend(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    check(site.gate().users().suspend(name, Site.account()));
    return AdminWire.JSON.createObjectNode().put("name", name);
  }

  static JsonNode resume(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    check(site.gate().users().resume(name, Site.account()));
    return AdminWire.JSON.createObjectNode().put("name", name);
  }

  static JsonNode remove(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    check(site.gate().users().remove(name, Site.account()));
    return AdminWire.JSON.createObjectNode().put("name", name);
  }

  private static void check(Optional<UserAdmin.Refusal> refusal) {
    if (refusal.isPresent()) {
      throw UserError.refused(
          refusal.get().message(),
          refusal.get() == UserAdmin.Refusal.UNKNOWN ? "see `huisclos user list`" : "");
    }
  }
}

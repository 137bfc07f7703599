package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.Role;
import huisclos.gate.Spender;
import huisclos.gate.User;
import huisclos.gate.UserAdmin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
                new UserAdmin.Order(
                    name,
                    arguments.path("subject").asString(""),
                    DeviceOps.verbs(arguments.path("can")),
                    roles(arguments.path("roles")),
                    words(arguments.path("physicians")),
                    devices),
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
      ArrayNode roles = node.putArray("roles");
      user.roles().stream().map(Role::word).sorted().forEach(roles::add);
      ArrayNode physicians = node.putArray("physicians");
      user.physicians().stream().sorted().forEach(physicians::add);
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

  /** Other roles, other names as a physician, or both; what isn't named stays. */
  static JsonNode roles(Site site, JsonNode arguments) throws Exception {
    UserAdmin admin = site.gate().users();
    String name = arguments.path("name").asString("");
    Optional<User> known = admin.list().stream().filter(u -> u.name().equals(name)).findFirst();
    Set<Role> roles =
        arguments.has("roles")
            ? roles(arguments.path("roles"))
            : known.map(User::roles).orElse(Set.of());
    Set<String> physicians =
        arguments.has("physicians")
            ? words(arguments.path("physicians"))
            : known.map(User::physicians).orElse(Set.of());
    check(admin.roles(name, roles, physicians, Site.account()));
    return AdminWire.JSON.createObjectNode().put("name", name);
  }

  private static Set<Role> roles(JsonNode words) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (JsonNode word : words) {
      roles.add(
          Role.of(word.asString())
              .orElseThrow(() ->
                  UserError.usage(
                      "there is no role " + word.asString(),
                      "choose of "
                          + Arrays.stream(Role.values())
                              .map(Role::word)
                              .collect(Collectors.joining(", ")))));
    }
    return roles;
  }

  private static Set<String> words(JsonNode list) {
    Set<String> words = new HashSet<>();
    list.forEach(word -> words.add(word.asString()));
    return words;
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

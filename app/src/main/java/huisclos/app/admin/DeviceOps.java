package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.Device;
import huisclos.gate.DeviceAdmin;
import huisclos.gate.DeviceCertificate;
import huisclos.gate.IssuedIdentity;
import huisclos.gate.KeySource;
import huisclos.gate.Spender;
import huisclos.gate.Verb;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Devices: added, listed, renewed, revoked. */
final class DeviceOps {
  private DeviceOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    Set<String> moveTo = new HashSet<>();
    arguments.path("moveTo").forEach(n -> moveTo.add(n.asString()));
    DeviceAdmin.Order order =
        new DeviceAdmin.Order(
            arguments.path("aet").asString(""),
            verbs(arguments.path("can")),
            moveTo,
            key(arguments),
            arguments.path("replace").asBoolean(false));
    // A replaced device starts anew: what it vouched for before is no grant of this one.
    if (order.replace()) {
      site.gate().users().setVouching(order.aet(), false, Site.account());
    }
    JsonNode issued = issued(site, site.gate().devices().add(order, Site.account()), arguments);
    if (arguments.path("vouches").asBoolean(false)) {
      site.gate().users().setVouching(order.aet(), true, Site.account());
    }
    return issued;
  }

  static JsonNode renew(Site site, JsonNode arguments) throws Exception {
    String aet = arguments.path("aet").asString("");
    return issued(
        site, site.gate().devices().renew(aet, key(arguments), Site.account()), arguments);
  }

  static JsonNode revoke(Site site, JsonNode arguments) throws Exception {
    String aet = arguments.path("aet").asString("");
    String serial = serial(arguments.path("serial").asString(""));
    DeviceAdmin devices = site.gate().devices();
    long good = good(devices, aet);
    if (!serial.isEmpty()
        && devices.certificates().stream()
            .noneMatch(c -> c.aet().equals(aet) && c.serial().equals(serial))) {
      throw UserError.refused(
          aet + " has no certificate with the serial number " + serial,
          "see `huisclos device list`");
    }
    // Counted before: afterwards they may be gone for reasons of their own.
    Set<String> ending =
        devices.certificates().stream()
            .filter(c -> c.aet().equals(aet) && c.revokedAt().isEmpty())
            .filter(c -> serial.isEmpty() || c.serial().equals(serial))
            .map(DeviceCertificate::fingerprint)
            .collect(Collectors.toSet());
    int open = site.doors().openAssociationsBy(ending);
    DeviceAdmin.Result result =
        serial.isEmpty()
            ? devices.revokeDevice(aet, Site.account())
            : devices.revokeSerial(serial, Site.account());
    if (result instanceof DeviceAdmin.Result.Refused refused) {
      throw UserError.refused(refused.why().message(), "");
    }
    return AdminWire.JSON
        .createObjectNode()
        .put("aet", aet)
        .put("certificates", good - good(devices, aet))
        .put("associations", open);
  }

  /** As the registry writes it, from any usual form: {@code 0A:1B}, {@code 0xa1b}. */
  private static String serial(String typed) {
    return typed
        .toLowerCase(Locale.ROOT)
        .replaceAll("[:\\s]", "")
        .replaceFirst("^(0x)?0*(?=.)", "");
  }

  static JsonNode list(Site site, JsonNode arguments) {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode devices = result.putArray("devices");
    Collection<DeviceCertificate> certificates = site.gate().devices().certificates();
    for (Device device : site.gate().devices().list()) {
      ObjectNode node = devices.addObject().put("aet", device.aet());
      node.set("can", words(device.verbs()));
      ArrayNode moveTo = node.putArray("moveTo");
      device.moveTo().stream().sorted().forEach(moveTo::add);
      BudgetOps.describe(site, Spender.device(device.aet()), node);
      node.put("vouches", site.gate().users().vouches(device.aet()));
      ArrayNode held = node.putArray("certificates");
      for (DeviceCertificate c : certificates) {
        if (c.aet().equals(device.aet())) {
          held.addObject()
              .put("serial", c.serial())
              .put("fingerprint", c.fingerprint())
              .put("status", status(c))
              .put("until", c.acceptedUntil().toString());
        }
      }
    }
    return result;
  }

  private static JsonNode issued(Site site, DeviceAdmin.Result result, JsonNode arguments) {
    return switch (result) {
      case DeviceAdmin.Result.Refused(var why) -> throw UserError.refused(why.message(), "");
      case DeviceAdmin.Result.Revoked _ -> throw new IllegalStateException("nothing was revoked");
      case DeviceAdmin.Result.Issued(IssuedIdentity identity) -> {
        ObjectNode node = AdminWire.JSON.createObjectNode();
        node.put("aet", identity.aet()).put("serial", identity.serial());
        node.put("until", identity.certificate().getNotAfter().toInstant().toString());
        site.gate().devices().list().stream()
            .filter(d -> d.aet().equals(identity.aet()))
            .forEach(d -> node.set("can", words(d.verbs())));
        ArrayNode files = node.putArray("files");
        Map<String, byte[]> contents =
            arguments.path("p12").asBoolean(false) ? identity.filesWithPkcs12() : identity.files();
        contents.forEach((name, content) ->
            files
                .addObject()
                .put("name", name)
                .put("content", Base64.getEncoder().encodeToString(content)));
        yield node;
      }
    };
  }

  static Set<Verb> verbs(JsonNode words) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    for (JsonNode word : words) {
      verbs.add(
          Verb.grantable(word.asString())
              .orElseThrow(() ->
                  UserError.usage(
                      "there is no grant " + word.asString(),
                      "choose of store, find, get, move, commit, find-all, worklist, worklist-all,"
                          + " mpps, hl7")));
    }
    return verbs;
  }

  private static KeySource key(JsonNode arguments) {
    if (arguments.has("csr")) {
      return new KeySource.Requested(arguments.path("csr").asString());
    }
    if (arguments.has("cert")) {
      return new KeySource.Foreign(arguments.path("cert").asString());
    }
    return new KeySource.Generated();
  }

  private static long good(DeviceAdmin devices, String aet) {
    return devices.certificates().stream()
        .filter(c -> c.aet().equals(aet) && c.revokedAt().isEmpty())
        .count();
  }

  private static String status(DeviceCertificate certificate) {
    if (certificate.revokedAt().isPresent()) {
      return "revoked";
    }
    return certificate.acceptedUntil().isBefore(Instant.now()) ? "expired" : "good";
  }

  static ArrayNode words(Set<Verb> verbs) {
    ArrayNode words = AdminWire.JSON.createArrayNode();
    verbs.stream().sorted().map(Verb::word).forEach(words::add);
    return words;
  }
}

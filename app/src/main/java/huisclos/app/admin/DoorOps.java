package huisclos.app.admin;

import huisclos.app.home.SelfProbe;
import huisclos.app.home.Site;
import huisclos.archive.DiskReserve;
import huisclos.gate.DoorReport;
import huisclos.gate.Verb;
import java.net.InetSocketAddress;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code huisclos doors} shows. */
final class DoorOps {
  private DoorOps() {}

  static JsonNode doors(Site site, JsonNode arguments) throws Exception {
    DoorReport report = site.gate().doors();
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ObjectNode door = result.putArray("doors").addObject();
    door.put("door", "DICOM");
    door.put("aet", site.settings().aet());
    door.put("address", text(site.doors().address()));
    door.put("open", site.doors().isOpen());
    door.put(
        "closedBy",
        "TLS 1.3 or 1.2 (PS3.15 B.12), a client certificate known here, its AE title, its grants");
    door.put(
        "certificates",
        report.server().size()
            + " certificates until "
            + report.server().stream()
                .map(DoorReport.CertificateDoor::until)
                .min(Comparator.naturalOrder())
                .map(Object::toString)
                .orElse("-")
            + ", authority until "
            + report.authority().until());
    ArrayNode devices = door.putArray("devices");
    for (DoorReport.DeviceDoor device : report.devices()) {
      if (device.open()) {
        ObjectNode node = devices.addObject().put("aet", device.device().aet());
        ArrayNode can = node.putArray("can");
        device.device().verbs().stream().sorted().map(Verb::word).forEach(can::add);
        device.certificates().stream()
            .filter(
                c -> c.state() == DoorReport.State.GOOD || c.state() == DoorReport.State.RUNS_OUT)
            .map(DoorReport.CertificateDoor::until)
            .max(Comparator.naturalOrder())
            .ifPresent(until -> node.put("until", until.toString()));
      }
    }
    web(
        result.withArray("doors").addObject(),
        site.doors().webAddress().orElse(site.settings().web().address()),
        site.doors().webAddress().isPresent(),
        door);
    site.settings()
        .orders()
        .hl7()
        .ifPresent(named ->
            hl7(
                result.withArray("doors").addObject(),
                site.doors().hl7Address().orElse(named),
                site.doors().hl7Address().isPresent(),
                door));
    ArrayNode warnings = result.putArray("warnings");
    for (DoorReport.Warning warning : report.warnings()) {
      warnings.add(
          warning.daysLeft() > 0
              ? "the certificate of %s ends in %d days (%s)"
                  .formatted(warning.subject(), warning.daysLeft(), warning.until())
              : "the certificate of %s has ended (%s)"
                  .formatted(warning.subject(), warning.until()));
    }
    if (report.unrecorded() > 0) {
      warnings.add(report.unrecorded() + " refusals could not be put on the trail");
    }
    Expiries.describe(site, report, result, warnings);
    if (!site.recoveryPhraseTaken()) {
      warnings.add("recovery phrase not taken: run `huisclos key phrase`");
    }
    PeerDoors.describe(site, result, warnings);
    long incomplete = site.archive().performedSteps().incomplete();
    if (incomplete > 0) {
      warnings.add(
          incomplete
              + " performed steps name instances that never came: see `huisclos worklist steps`");
    }
    site.backups().warning().ifPresent(warnings::add);
    site.backups().show().ifPresent(last -> result.set("backup", last));
    site.openingNotes().forEach(warnings::add);
    diskWarning(site).ifPresent(warnings::add);
    selfProbe(site, arguments, result);
    AlertOps.describe(site, result);
    ScrubOps.warnings(site).forEach(warnings::add);
    return result;
  }

  /** What a stranger sees: of the last look, or of one that is taken now. */
  private static void selfProbe(Site site, JsonNode arguments, ObjectNode result)
      throws InterruptedException {
    if (!site.doors().isOpen() && site.doors().selfProbe().shut().isEmpty()) {
      return;
    }
    Optional<SelfProbe.Round> round =
        arguments.path("probe").asBoolean()
            ? Optional.of(site.doors().selfProbe().look())
            : site.doors().selfProbe().last();
    round.ifPresent(seen -> {
      ObjectNode node = result.putObject("selfProbe");
      node.put("when", seen.when().truncatedTo(ChronoUnit.SECONDS).toString());
      node.put("doors", seen.doors());
      ArrayNode open = node.putArray("open");
      seen.open().forEach(door -> open.add(door.words()));
    });
  }

  /** The door for browsers and programs: devices come in by the DICOM door's certificates. */
  private static void web(
      ObjectNode node, InetSocketAddress address, boolean open, ObjectNode dicom) {
    node.put("door", "web");
    node.put("address", text(address));
    node.put("open", open);
    node.put(
        "closedBy",
        "TLS 1.3 or 1.2, then a person who signed in, a program's token, or a client certificate"
            + " known here");
    node.put("certificates", dicom.path("certificates").asString());
    node.set("devices", dicom.path("devices").deepCopy());
  }

  /** The door that HL7 messages come through: it has the DICOM door's certificates. */
  private static void hl7(
      ObjectNode node, InetSocketAddress address, boolean open, ObjectNode dicom) {
    node.put("door", "HL7");
    node.put("address", text(address));
    node.put("open", open);
    node.put(
        "closedBy",
        "TLS 1.3 or 1.2 (PS3.15 B.12), a client certificate known here with the grant hl7");
    node.put("certificates", dicom.path("certificates").asString());
    ArrayNode devices = node.putArray("devices");
    for (JsonNode device : dicom.path("devices")) {
      if (device.path("can").valueStream().anyMatch(w -> w.asString().equals(Verb.HL7.word()))) {
        devices.add(device.deepCopy());
      }
    }
  }

  private static Optional<String> diskWarning(Site site) {
    DiskReserve.State state = site.reserve().state();
    DiskReserve.Space space = site.reserve().space();
    return switch (state) {
      case ROOM -> Optional.empty();
      case NEAR ->
          Optional.of(
              "the disk is nearly full: %d MB of %d MB are free; stores will be refused soon"
                  .formatted(space.free() >> 20, space.total() >> 20));
      case FULL ->
          Optional.of(
              "the disk is full (%d MB of %d MB free): stores are refused until there is room,"
                      .formatted(space.free() >> 20, space.total() >> 20)
                  + " see archive.reserve");
    };
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}

package huisclos.app.admin;

import huisclos.app.home.Site;
import huisclos.gate.Destination;
import huisclos.gate.DoorReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything that ends by a date, one by one, for {@code doors} and for monitoring. */
final class Expiries {
  private Expiries() {}

  /**
   * Adds {@code expiries}, and what else has an age: the recovery phrase, the trail's checkpoint;
   * and to the warnings, what is wrong with tokens.
   */
  static void describe(Site site, DoorReport report, ObjectNode result, ArrayNode warnings) {
    ArrayNode rows = result.putArray("expiries");
    certificate(rows, "authority", "", report.authority(), report.at());
    report.server().forEach(c -> certificate(rows, "server", "", c, report.at()));
    for (DoorReport.DeviceDoor device : report.devices()) {
      device
          .certificates()
          .forEach(c -> certificate(rows, "device", device.device().aet(), c, report.at()));
    }
    for (Destination peer : site.gate().destinations().list()) {
      peer.until().ifPresent(until -> row(rows, "peer", peer.aet(), until, report.at()));
    }
    result.put("recoveryPhraseTaken", site.recoveryPhraseTaken());
    site.signedTrail()
        .ifPresent(signed ->
            result
                .putObject("checkpoint")
                .put("log", signed.log())
                .put("records", signed.records())
                .put("at", signed.at().toString())
                .put("ageSeconds", Duration.between(signed.at(), report.at()).toSeconds()));
    tokens(site, result, warnings);
  }

  private static void tokens(Site site, ObjectNode result, ArrayNode warnings) {
    try {
      Optional<Integer> keys = site.gate().users().tokenKeys();
      keys.ifPresent(count -> result.put("tokenKeys", count));
      if (keys.isPresent() && keys.get() == 0) {
        warnings.add("[identity] jwks holds no usable key: no token is believed");
      }
    } catch (IOException e) {
      warnings.add("[identity] jwks can't be read: no token is believed");
    }
  }

  private static void certificate(
      ArrayNode rows, String kind, String name, DoorReport.CertificateDoor c, Instant now) {
    row(rows, kind, name, c.until(), now)
        .put("serial", c.serial())
        .put("state", c.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }

  private static ObjectNode row(
      ArrayNode rows, String kind, String name, Instant until, Instant now) {
    return rows.addObject()
        .put("kind", kind)
        .put("name", name)
        .put("until", until.toString())
        .put("daysLeft", Duration.between(now, until).toDays());
  }
}

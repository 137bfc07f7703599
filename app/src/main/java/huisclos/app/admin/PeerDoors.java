package huisclos.app.admin;

import huisclos.app.home.Site;
import huisclos.archive.ForwardCount;
import huisclos.archive.ReportQueue;
import huisclos.gate.Destination;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The doors that lead out: what {@code huisclos doors} shows of peers and of what waits for them.
 */
final class PeerDoors {
  /** As long before an end as for every other certificate. */
  private static final int WARNED_DAYS = 60;

  private PeerDoors() {}

  /** Adds {@code peers}, and to {@code warnings} what wants attention. */
  static void describe(Site site, ObjectNode result, ArrayNode warnings) throws IOException {
    ArrayNode peers = result.putArray("peers");
    Instant now = Instant.now();
    for (Destination destination : site.gate().destinations().list()) {
      peers.add(PeerOps.describe(site, destination));
      destination
          .until()
          .filter(until -> until.isBefore(now.plus(Duration.ofDays(WARNED_DAYS))))
          .ifPresent(until ->
              warnings.add(
                  "a certificate registered for the peer %s %s (%s): peer add --replace"
                      .formatted(
                          destination.aet(),
                          until.isBefore(now)
                              ? "has ended"
                              : "ends in " + Duration.between(now, until).toDays() + " days",
                          until)));
    }
    Map<String, String> troubles = site.courier().troubles();
    for (ForwardCount count : site.archive().forwardQueue().counts()) {
      String trouble = troubles.get(count.destination());
      if (trouble != null && count.waiting() > 0) {
        warnings.add(
            "%d instances wait to be forwarded to %s: %s"
                .formatted(count.waiting(), count.destination(), trouble));
      }
      if (count.failed() > 0) {
        warnings.add(
            "%d instances could not be forwarded to %s: %s (peer forward status)"
                .formatted(count.failed(), count.destination(), count.lastReason()));
      }
    }
    for (ReportQueue.Count count : site.archive().reportQueue().counts()) {
      warnings.add(
          "%d commitment reports wait for %s, %d are given up: %s"
              .formatted(count.waiting(), count.device(), count.failed(), count.lastReason()));
    }
  }
}

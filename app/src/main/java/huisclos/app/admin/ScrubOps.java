package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.Damage;
import huisclos.archive.RecoveryReport;
import huisclos.archive.ScrubReport;
import huisclos.archive.ScrubStatus;
import huisclos.archive.Scrubber;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether what is stored is still as it was left, and the index made anew from it. */
final class ScrubOps {
  private static final long MEGABYTE = 1_000_000;

  private ScrubOps() {}

  /** Looks at everything and answers when that is done. */
  static JsonNode scrub(Site site, JsonNode arguments) throws IOException {
    Scrubber scrubber = site.archive().scrubber();
    ScrubReport report;
    try {
      report =
          scrubber.run(arguments.path("rate").asLong(0) * MEGABYTE, Actor.operator(Site.account()));
    } catch (CancellationException e) {
      throw UserError.refused("stopped before all was looked at", "run it again");
    }
    ObjectNode result = AdminWire.JSON.createObjectNode();
    result
        .put("clean", report.clean())
        .put("objects", report.objects())
        .put("bytes", report.bytes())
        .put("rows", report.rows())
        .put("records", report.records())
        .put("destroyed", report.destroyed())
        .put("leftovers", report.leftovers())
        .put("seconds", report.duration().toMillis() / 1000.0);
    return damage(result, report.damage(), report.openDamage());
  }

  /** What is known to be damaged, without looking. */
  static JsonNode list(Site site, JsonNode arguments) throws IOException {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    describe(site, result);
    ScrubStatus status = site.archive().scrubber().status();
    return damage(result, site.archive().scrubber().open(), status.damage() + status.missing());
  }

  private static ObjectNode damage(ObjectNode result, List<Damage> damage, long all) {
    result.put("damaged", all);
    ArrayNode rows = result.putArray("damage");
    for (Damage one : damage) {
      rows.addObject()
          .put("kind", one.kind().word())
          .put("place", one.place())
          .put("study", one.study())
          .put("series", one.series())
          .put("instance", one.instance())
          .put("objects", one.objects())
          .put("detail", one.detail())
          .put("found", one.found().toString())
          .put("fix", one.kind().fix());
    }
    return result;
  }

  /** How far the look is that goes on now. */
  static JsonNode status(Site site, JsonNode arguments) {
    return describe(site, AdminWire.JSON.createObjectNode());
  }

  static ObjectNode describe(Site site, ObjectNode into) {
    ScrubStatus status = site.archive().scrubber().status();
    status.lastRound().ifPresent(at -> into.put("lastRound", at.toString()));
    return into.put("damage", status.damage())
        .put("missing", status.missing())
        .put("phase", status.phase())
        .put("objects", status.objects())
        .put("bytes", status.bytes())
        .put("megabytesPerSecond", site.settings().keeping().scrubRate());
  }

  static JsonNode stop(Site site, JsonNode arguments) {
    site.archive().scrubber().stop();
    return AdminWire.JSON.createObjectNode();
  }

  /** Takes what is missing as lost. */
  static JsonNode accept(Site site, JsonNode arguments) throws IOException {
    return AdminWire.JSON
        .createObjectNode()
        .put("accepted", site.archive().scrubber().acceptMissing(Actor.operator(Site.account())));
  }

  /** Makes the index anew. */
  static JsonNode reindex(Site site, JsonNode arguments) throws IOException {
    RecoveryReport report = site.archive().opening();
    // A home that was opened for this may have been made anew by that.
    if (site.doors().isOpen() || !report.rebuilt()) {
      if (!site.archive().scrubber().indexIsSound()) {
        throw UserError.refused(
            "the index's file is damaged and can't be made anew while it is in use",
            "stop the server and run `huisclos reindex` again");
      }
      report = site.archive().reindex();
    }
    site.recordOperator(Action.REINDEX, "reindex");
    return AdminWire.JSON
        .createObjectNode()
        .put("indexed", report.indexed())
        .put("acts", report.acts())
        .put("quarantined", report.quarantined())
        .put("damaged", report.damaged())
        .put("missing", report.missing())
        .put("hiddenAgain", report.hiddenAgain())
        .put("line", report.line());
  }

  /** What {@code doors} shows of it. */
  static List<String> warnings(Site site) {
    ScrubStatus status = site.archive().scrubber().status();
    List<String> warnings = new ArrayList<>();
    if (status.damage() > 0) {
      warnings.add(
          status.damage() + " pieces of what is stored are damaged: see `huisclos scrub --list`");
    }
    if (status.missing() > 0) {
      warnings.add(
          status.missing()
              + " instances acknowledged before are not in the vault: see `huisclos scrub --list`");
    }
    return warnings;
  }
}

package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.ForwardCount;
import huisclos.archive.ForwardItem;
import huisclos.archive.ForwardRule;
import huisclos.archive.ReportQueue;
import huisclos.dicom.Uid;
import huisclos.gate.AeTitle;
import huisclos.trail.Action;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Forwarding: what goes where, and how it stands. */
final class ForwardOps {
  private static final int MAX_DESCRIPTION = 64;
  private static final int MAX_VALUES = 100;
  private static final int SHOWN_FAILURES = 20;

  private ForwardOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    String destination = title(arguments.path("to").asString(""), "--to");
    if (site.gate().destination(destination).isEmpty()) {
      throw UserError.refused(
          "no peer " + destination + " is registered",
          "register it first: huisclos peer add " + destination + " HOST:PORT");
    }
    String description = arguments.path("description").asString("").strip();
    if (description.length() > MAX_DESCRIPTION) {
      throw UserError.usage("--description is longer than a study description (64)", "");
    }
    Set<String> senders = new LinkedHashSet<>();
    for (String sender : values(arguments, "from")) {
      senders.add(title(sender, "--from"));
    }
    Set<String> modalities = values(arguments, "modality");
    modalities.stream()
        .filter(m -> !m.matches("[A-Z0-9_ ]{1,16}"))
        .findFirst()
        .ifPresent(m -> {
          throw UserError.usage("--modality is no modality", "such as CT, MR, US");
        });
    Set<String> classes = values(arguments, "sopClass");
    classes.stream()
        .filter(uid -> !Uid.isUsable(uid))
        .findFirst()
        .ifPresent(uid -> {
          throw UserError.usage("--sop-class is no UID", "such as 1.2.840.10008.5.1.4.1.1.2");
        });
    site.recordOperator(Action.SETTING, "peer forward add");
    ForwardRule rule =
        site.archive()
            .forwardRules()
            .add(
                new ForwardRule(
                    0, destination, modalities, senders, classes, description, Instant.EPOCH))
            .orElseThrow(
                () -> UserError.refused("there are too many rules", "remove one that is not used"));
    return describe(rule);
  }

  private static String title(String text, String option) {
    return AeTitle.of(text)
        .orElseThrow(() -> UserError.usage(option + " is no application entity title", ""));
  }

  private static Set<String> values(JsonNode arguments, String name) {
    Set<String> values = new LinkedHashSet<>();
    arguments.path(name).forEach(n -> values.add(n.asString().strip()));
    values.remove("");
    if (values.size() > MAX_VALUES) {
      throw UserError.usage("at most " + MAX_VALUES + " values", "add a second rule");
    }
    return values;
  }

  static JsonNode list(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rules = result.putArray("rules");
    site.archive().forwardRules().list().forEach(rule -> rules.add(describe(rule)));
    return result;
  }

  private static ObjectNode describe(ForwardRule rule) {
    ObjectNode node =
        AdminWire.JSON
            .createObjectNode()
            .put("id", rule.id())
            .put("to", rule.destination())
            .put("added", rule.added().toString())
            .put("description", rule.description());
    strings(node.putArray("modality"), rule.modalities());
    strings(node.putArray("from"), rule.senders());
    strings(node.putArray("sopClass"), rule.sopClasses());
    return node;
  }

  private static void strings(ArrayNode array, Set<String> values) {
    values.stream().sorted().forEach(array::add);
  }

  static JsonNode remove(Site site, JsonNode arguments) throws Exception {
    site.recordOperator(Action.SETTING, "peer forward remove");
    int dropped = site.archive().forwardRules().remove(arguments.path("id").asLong(-1));
    if (dropped < 0) {
      throw UserError.refused("there is no such rule", "see `huisclos peer forward list`");
    }
    return AdminWire.JSON.createObjectNode().put("dropped", dropped);
  }

  static JsonNode status(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode destinations = result.putArray("destinations");
    Map<String, String> troubles = site.courier().troubles();
    for (ForwardCount count : site.archive().forwardQueue().counts()) {
      ObjectNode node =
          destinations
              .addObject()
              .put("to", count.destination())
              .put("waiting", count.waiting())
              .put("sent", count.sent())
              .put("failed", count.failed())
              .put("reason", troubles.getOrDefault(count.destination(), count.lastReason()));
      count.oldest().map(Instant::toString).ifPresent(oldest -> node.put("oldest", oldest));
      ArrayNode failures = node.putArray("failures");
      for (ForwardItem item :
          site.archive().forwardQueue().failures(count.destination(), SHOWN_FAILURES)) {
        failures
            .addObject()
            .put("study", item.studyUid())
            .put("instance", item.sopInstance())
            .put("reason", item.reason());
      }
    }
    ArrayNode reports = result.putArray("commitmentReports");
    for (ReportQueue.Count count : site.archive().reportQueue().counts()) {
      reports
          .addObject()
          .put("to", count.device())
          .put("waiting", count.waiting())
          .put("failed", count.failed())
          .put("reason", count.lastReason());
    }
    return result;
  }

  static JsonNode retry(Site site, JsonNode arguments) throws Exception {
    String destination = title(arguments.path("to").asString(""), "--to");
    site.recordOperator(Action.SETTING, "peer forward retry");
    return AdminWire.JSON
        .createObjectNode()
        .put("count", site.archive().forwardQueue().retry(destination));
  }

  static JsonNode drop(Site site, JsonNode arguments) throws Exception {
    String destination = title(arguments.path("to").asString(""), "--to");
    site.recordOperator(Action.SETTING, "peer forward drop");
    return AdminWire.JSON
        .createObjectNode()
        .put("count", site.archive().forwardQueue().drop(destination));
  }
}

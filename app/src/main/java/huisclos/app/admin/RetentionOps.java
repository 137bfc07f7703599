package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.RetentionRule;
import huisclos.archive.RetentionVerdict;
import huisclos.trail.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How long studies are kept: rules, what they say, and doing it. */
final class RetentionOps {
  private RetentionOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    List<String> modalities = new ArrayList<>();
    arguments.path("modalities").forEach(node -> modalities.add(node.asString("")));
    RetentionRule rule;
    try {
      rule =
          new RetentionRule(
              arguments.path("name").asString(""),
              modalities,
              arguments.path("years").asInt(0),
              arguments.path("minorsUntil").asInt(0));
    } catch (IllegalArgumentException e) {
      throw UserError.usage("that is no rule", String.valueOf(e.getMessage()));
    }
    site.recordOperator(Action.RETENTION, "retention add");
    if (!site.archive().addRetention(rule)) {
      throw UserError.refused("there is a rule of this name", "remove it first, or name another");
    }
    return AdminWire.JSON.createObjectNode();
  }

  static JsonNode remove(Site site, JsonNode arguments) throws Exception {
    site.recordOperator(Action.RETENTION, "retention remove");
    if (!site.archive().removeRetention(arguments.path("name").asString(""))) {
      throw UserError.refused("there is no rule of this name", "see `huisclos retention list`");
    }
    return AdminWire.JSON.createObjectNode();
  }

  static JsonNode list(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("rules");
    for (RetentionRule rule : site.archive().retentionRules()) {
      ObjectNode row =
          rows.addObject()
              .put("name", rule.name())
              .put("years", rule.years())
              .put("minorsUntil", rule.minorsUntil());
      ArrayNode modalities = row.putArray("modalities");
      rule.modalities().forEach(modalities::add);
    }
    return result;
  }

  static JsonNode preview(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("expired");
    for (RetentionVerdict verdict : site.archive().retentionPreview(site.operatorsFind())) {
      rows.addObject()
          .put("study", verdict.studyUid())
          .put("rule", verdict.rule())
          .put("expired", verdict.expired().toString())
          .put("keptBy", word(verdict.kept()));
    }
    return result;
  }

  static JsonNode apply(Site site, JsonNode arguments) throws Exception {
    return AdminWire.JSON.createObjectNode().put("deleted", site.housekeeper().applyRetention());
  }

  private static String word(RetentionVerdict.Kept kept) {
    return kept == RetentionVerdict.Kept.NOTHING ? "" : kept.name().toLowerCase(Locale.ROOT);
  }
}

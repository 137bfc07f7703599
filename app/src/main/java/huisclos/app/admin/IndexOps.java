package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.ExtraKey;
import huisclos.archive.Level;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tags;
import huisclos.dicom.Vr;
import huisclos.trail.Action;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys to search by beside those built in: added, listed, removed. */
final class IndexOps {
  private IndexOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    int tag = arguments.path("tag").asInt();
    String creator = arguments.path("creator").asString("");
    String name = Tags.format(tag);
    if (Tags.isPrivate(tag) && creator.isEmpty()) {
      throw UserError.usage(name + " is private", "name who reserves its block: --private-creator");
    }
    if (!Tags.isPrivate(tag) && !creator.isEmpty()) {
      throw UserError.usage(name + " is not private", "leave out --private-creator");
    }
    Vr vr = vr(tag, arguments.path("vr").asString(""));
    Level level = Level.valueOf(arguments.path("level").asString("STUDY"));
    if (!site.archive().extraKeys().add(tag, creator, vr, level)) {
      throw UserError.refused(
          name + " can't be added: it is a key already, or there are too many",
          "see `huisclos index list`");
    }
    site.recordOperator(Action.SETTING, "index add " + name);
    return list(site, arguments);
  }

  private static Vr vr(int tag, String named) {
    if (!named.isEmpty()) {
      for (Vr vr : Vr.values()) {
        if (vr.name().equals(named)) {
          return usable(vr);
        }
      }
      throw UserError.usage(named + " is no VR", "two capital letters, for example --vr LO");
    }
    Optional<Dictionary.Entry> entry = Dictionary.find(tag);
    return usable(
        entry
            .map(Dictionary.Entry::vr)
            .orElseThrow(() ->
                UserError.usage(
                    Tags.format(tag) + " is not in the dictionary", "say what it holds: --vr")));
  }

  private static Vr usable(Vr vr) {
    return switch (vr) {
      case OB, OD, OF, OL, OV, OW, UN, AT ->
          throw UserError.usage("values of VR " + vr + " can't be matched", "choose another key");
      default -> vr;
    };
  }

  static JsonNode list(Site site, JsonNode arguments) {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("keys");
    List<ExtraKey> keys = site.archive().extraKeys().all();
    for (ExtraKey key : keys) {
      rows.addObject()
          .put("tag", Tags.format(key.tag()))
          .put(
              "name",
              Dictionary.find(key.tag()).map(Dictionary.Entry::name).orElse(key.privateCreator()))
          .put("creator", key.privateCreator())
          .put("vr", key.vr().name())
          .put("level", key.level().name())
          .put("added", key.added().toString())
          .put("complete", key.complete())
          .put("percent", key.percent())
          .put("unread", key.unread());
    }
    return result;
  }

  static JsonNode remove(Site site, JsonNode arguments) throws Exception {
    int tag = arguments.path("tag").asInt();
    if (!site.archive().extraKeys().remove(tag, arguments.path("creator").asString(""))) {
      throw UserError.refused(
          Tags.format(tag) + " was not added", "see `huisclos index list`; built-in keys stay");
    }
    site.recordOperator(Action.SETTING, "index remove " + Tags.format(tag));
    return list(site, arguments);
  }
}

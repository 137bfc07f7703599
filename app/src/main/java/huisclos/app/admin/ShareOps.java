package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.Request;
import huisclos.gate.Share;
import huisclos.gate.Shares;
import huisclos.trail.Actor;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Studies shared with named persons. */
final class ShareOps {
  private ShareOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    Optional<Shares.Result> result =
        site.archive()
            .share(
                site.operatorsPass(new Request.Share()),
                arguments.path("study").asString(""),
                arguments.path("name").asString(""),
                Clock.systemUTC()
                    .instant()
                    .plus(Duration.ofDays(Math.clamp(arguments.path("days").asInt(0), 0, 10_000))));
    if (result.isEmpty()) {
      throw UserError.refused("there is no such study", "");
    }
    return switch (result.get()) {
      case Shares.Result.Refused(Shares.Refusal why) -> throw UserError.refused(why.message(), "");
      case Shares.Result.Done(Share share) ->
          AdminWire.JSON
              .createObjectNode()
              .put("id", share.id())
              .put("until", share.until().toString());
    };
  }

  static JsonNode list(Site site, JsonNode arguments) {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode shares = result.putArray("shares");
    for (Share share : site.gate().shares().list()) {
      shares
          .addObject()
          .put("id", share.id())
          .put("name", share.to())
          .put("study", share.study())
          .put("by", share.by().id())
          .put("until", share.until().toString());
    }
    return result;
  }

  static JsonNode revoke(Site site, JsonNode arguments) throws Exception {
    String id = arguments.path("id").asString("");
    if (!site.gate().shares().revoke(id, Actor.operator(Site.account()))) {
      throw UserError.refused("there is no share of this id", "see `huisclos share list`");
    }
    return AdminWire.JSON.createObjectNode().put("id", id);
  }
}

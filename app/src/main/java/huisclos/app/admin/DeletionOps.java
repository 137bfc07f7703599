package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.DeleteReason;
import huisclos.archive.DeletionEntry;
import huisclos.archive.HoldEntry;
import huisclos.archive.KeepingOutcome;
import huisclos.archive.Level;
import huisclos.archive.PurgeReport;
import huisclos.dicom.Uid;
import huisclos.gate.Decision;
import huisclos.gate.DeletionRequests;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes, restores, destroys and holds. Each act is on record by the archive. */
final class DeletionOps {
  private static final int MAX_COMMENT = 10_000;

  private DeletionOps() {}

  static JsonNode delete(Site site, JsonNode arguments) throws Exception {
    Level level = level(arguments.path("level").asString(""));
    String uid = uid(arguments);
    DeleteReason reason = reason(arguments.path("reason").asString(""));
    String comment = comment(arguments);
    Optional<byte[]> note = Optional.empty();
    if (arguments.path("note").asBoolean(false)) {
      note =
          site.archive()
              .rejectionNote(
                  pass(site, new Request.Find(true)),
                  pass(site, new Request.Store()),
                  level,
                  uid,
                  reason,
                  false);
    }
    int days = site.settings().keeping().keepDays();
    KeepingOutcome outcome =
        site.archive()
            .delete(
                pass(site, new Request.Keep()), level, uid, reason, comment, Duration.ofDays(days));
    ObjectNode result = done(outcome);
    result.put("days", days);
    note.ifPresent(bytes -> result.put("note", Base64.getEncoder().encodeToString(bytes)));
    return result;
  }

  static JsonNode restore(Site site, JsonNode arguments) throws Exception {
    return done(
        site.archive().restore(pass(site, new Request.Keep()), uid(arguments), comment(arguments)));
  }

  static JsonNode list(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("deletions");
    for (DeletionEntry entry : site.archive().deletions(pass(site, new Request.Find(true)))) {
      rows.addObject()
          .put("study", entry.studyUid())
          .put("instances", entry.instances())
          .put("wholeStudy", entry.whole())
          .put("reason", entry.reason().word())
          .put("by", entry.actor())
          .put("deleted", entry.deleted().toString())
          .put("destroyedFrom", entry.due().toString())
          .put("held", entry.held())
          .put("id", entry.act());
    }
    return result;
  }

  static JsonNode purge(Site site, JsonNode arguments) throws Exception {
    PurgeReport report = site.housekeeper().purge(arguments.path("now").asBoolean(false));
    return AdminWire.JSON
        .createObjectNode()
        .put("studies", report.studies())
        .put("patients", report.patients())
        .put("instances", report.instances())
        .put("held", report.held())
        .put("phraseToBeTaken", report.rotated());
  }

  static JsonNode waiting(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("waiting");
    for (DeletionRequests.Waiting one : site.gate().deletionRequests().waiting()) {
      rows.addObject()
          .put("verb", one.verb().word())
          .put("level", one.level())
          .put("uid", one.uid())
          .put("by", one.by())
          .put("until", one.until().toString());
    }
    return result;
  }

  static JsonNode withdraw(Site site, JsonNode arguments) throws Exception {
    String uid = uid(arguments);
    Pass pass = pass(site, new Request.Delete());
    boolean withdrawn = false;
    for (DeletionRequests.Waiting one : site.gate().deletionRequests().waiting()) {
      withdrawn |=
          one.uid().equals(uid) && site.gate().deletionRequests().withdraw(pass, one.level(), uid);
    }
    if (!withdrawn) {
      throw UserError.refused("nothing of this UID waits", "see `huisclos delete waiting`");
    }
    return AdminWire.JSON.createObjectNode().put("uid", uid);
  }

  static JsonNode hold(Site site, JsonNode arguments) throws Exception {
    boolean held = arguments.path("held").asBoolean(true);
    return done(
        site.archive()
            .hold(pass(site, new Request.Keep()), uid(arguments), held, comment(arguments)));
  }

  static JsonNode holds(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("holds");
    for (HoldEntry entry : site.archive().holds(pass(site, new Request.Find(true)))) {
      rows.addObject()
          .put("study", entry.studyUid())
          .put("by", entry.actor())
          .put("since", entry.since().toString())
          .put("reason", entry.reason());
    }
    return result;
  }

  private static ObjectNode done(KeepingOutcome outcome) {
    return switch (outcome) {
      case KeepingOutcome.Done(String act, int studies) ->
          AdminWire.JSON.createObjectNode().put("act", act).put("studies", studies);
      case KeepingOutcome.Refused(KeepingOutcome.Objection why) -> throw refused(why);
    };
  }

  private static UserError refused(KeepingOutcome.Objection why) {
    return switch (why) {
      case UNKNOWN_UID ->
          UserError.refused(
              "nothing here has this UID", "see `huisclos find`, or `huisclos delete list`");
      case NOTHING_TO_DO -> UserError.refused("it is so already", "see `huisclos delete list`");
      case HELD ->
          UserError.refused("the study is held", "release it first: `huisclos hold release UID`");
      case TOO_MANY_STUDIES ->
          UserError.refused("it holds more instances than one act may be about", "by series");
      case MISSING_KEY ->
          UserError.refused("its key is missing from the ring", "restore the later ring");
      default ->
          UserError.refused(
              "refused: " + why.name().toLowerCase(Locale.ROOT).replace('_', ' '), "");
    };
  }

  private static Level level(String word) {
    for (Level level : new Level[] {Level.STUDY, Level.SERIES, Level.IMAGE}) {
      if (level.name().equals(word)) {
        return level;
      }
    }
    throw UserError.usage("name what to delete", "--study, --series or --instance UID");
  }

  private static String uid(JsonNode arguments) {
    String uid = arguments.path("uid").asString("");
    if (!Uid.isUsable(uid)) {
      throw UserError.usage("that is no UID", "digits and dots, at most 64");
    }
    return uid;
  }

  private static DeleteReason reason(String word) {
    return DeleteReason.of(word)
        .orElseThrow(() ->
            UserError.usage(
                "no such reason",
                "--reason "
                    + Arrays.stream(DeleteReason.values())
                        .map(DeleteReason::word)
                        .collect(Collectors.joining("|"))));
  }

  private static String comment(JsonNode arguments) {
    String comment = arguments.path("comment").asString("");
    if (comment.length() > MAX_COMMENT) {
      throw UserError.usage("the text is too long", "at most 10,000 characters");
    }
    return comment;
  }

  private static Pass pass(Site site, Request request) {
    return switch (site.gate().decide(site.gate().operator(Site.account()), request)) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied(var reason) ->
          throw UserError.refused("the gate refused: " + reason.word(), "");
    };
  }
}

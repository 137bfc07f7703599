package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.AttributeChange;
import huisclos.archive.Keeping;
import huisclos.archive.KeepingOutcome;
import huisclos.archive.KeepingOutcome.Objection;
import huisclos.archive.Level;
import huisclos.archive.PatientId;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Corrections, merges, moves and decisions. */
final class KeepingOps {
  private KeepingOps() {}

  static JsonNode correct(Site site, JsonNode arguments) throws Exception {
    AttributeChange change = new AttributeChange();
    for (JsonNode pair : arguments.path("set")) {
      String text = pair.asString();
      int equals = text.indexOf('=');
      String key = equals < 0 ? text : text.substring(0, equals);
      if (equals < 1) {
        throw UserError.usage("not KEY=VALUE: " + key, "write for example PatientSex=F");
      }
      check(key, change.set(tag(key), text.substring(equals + 1)));
    }
    for (JsonNode key : arguments.path("remove")) {
      check(key.asString(), change.remove(tag(key.asString())));
    }
    if (change.isEmpty()) {
      throw UserError.usage("nothing to correct", "name KEY=VALUE or --remove KEY");
    }
    Level level =
        switch (arguments.path("level").asString("")) {
          case "study" -> Level.STUDY;
          case "series" -> Level.SERIES;
          case "instance" -> Level.IMAGE;
          default -> throw UserError.usage("no object", "name --study, --series or --instance");
        };
    return done(
        site.archive()
            .keeping()
            .correct(
                site.operatorsKeep(),
                level,
                arguments.path("uid").asString(""),
                change,
                reason(arguments)));
  }

  private static void check(String key, AttributeChange.Added added) {
    switch (added) {
      case YES -> {}
      case FIXED ->
          throw UserError.refused(
              key + " can't be corrected",
              "UIDs, pixel data and what describes it, private and binary attributes stay");
      case BAD_VALUE ->
          throw UserError.usage(
              "not a value of " + key, "see PS3.5 6.2; dates are YYYYMMDD, times HHMMSS");
    }
  }

  /** A tag by its keyword, or as eight hexadecimal digits with or without a comma. */
  private static int tag(String key) {
    OptionalInt known = Dictionary.tagOf(key);
    String digits = key.replaceAll("[(),]", "");
    if (known.isEmpty() && !digits.matches("[0-9A-Fa-f]{8}")) {
      throw UserError.usage("no attribute is called " + key, "write its keyword or gggg,eeee");
    }
    return known.orElseGet(() -> HexFormat.fromHexDigits(digits));
  }

  static JsonNode undo(Site site, JsonNode arguments) throws Exception {
    return done(
        site.archive()
            .keeping()
            .undo(site.operatorsKeep(), arguments.path("id").asString(""), reason(arguments)));
  }

  static JsonNode history(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode lines = result.putArray("acts");
    String study = arguments.path("study").asString("");
    for (Keeping.HistoryLine line : site.archive().keeping().history(site.operatorsKeep(), study)) {
      ObjectNode node =
          lines
              .addObject()
              .put("id", line.act())
              .put("kind", line.kind())
              .put("time", line.time().toString())
              .put("by", line.actor())
              .put("reason", line.reason())
              .put("series", line.series())
              .put("instance", line.instance())
              .put("undoneBy", line.undoneBy().orElse(""));
      ArrayNode tags = node.putArray("attributes");
      line.tags().forEach(tag -> tags.add(name(tag)));
    }
    return result;
  }

  private static String name(int tag) {
    return Dictionary.find(tag).map(Dictionary.Entry::keyword).orElseGet(() -> Tags.format(tag));
  }

  static JsonNode merge(Site site, JsonNode arguments) throws Exception {
    return done(
        site.archive()
            .keeping()
            .merge(
                site.operatorsKeep(),
                patient(arguments, "from"),
                patient(arguments, "into"),
                reason(arguments)));
  }

  static JsonNode move(Site site, JsonNode arguments) throws Exception {
    return done(
        site.archive()
            .keeping()
            .move(
                site.operatorsKeep(),
                arguments.path("study").asString(""),
                patient(arguments, "into"),
                reason(arguments)));
  }

  static JsonNode patient(Site site, JsonNode arguments) throws Exception {
    Keeping.PatientView view =
        site.archive()
            .keeping()
            .patient(site.operatorsKeep(), patient(arguments, "into"))
            .orElseThrow(() -> refusal(Objection.UNKNOWN_PATIENT));
    ObjectNode result =
        AdminWire.JSON
            .createObjectNode()
            .put("record", view.record())
            .put("id", view.account().string(Tag.PATIENT_ID, ""))
            .put("issuer", view.account().string(Tag.ISSUER_OF_PATIENT_ID, ""))
            .put("name", view.account().string(Tag.PATIENT_NAME, ""))
            .put("birthDate", view.account().string(Tag.PATIENT_BIRTH_DATE, ""))
            .put("sex", view.account().string(Tag.PATIENT_SEX, ""));
    ArrayNode studies = result.putArray("studies");
    view.studies().forEach(studies::add);
    return result;
  }

  private static PatientId patient(JsonNode arguments, String name) {
    return new PatientId(
        arguments.path(name).asString("").strip(),
        Optional.of(arguments.path(name + "Issuer").asString("")).filter(i -> !i.isEmpty()));
  }

  static JsonNode resolve(Site site, JsonNode arguments) throws Exception {
    return done(
        site.archive()
            .keeping()
            .resolve(
                site.operatorsKeep(),
                arguments.path("id").asString(""),
                arguments.path("keep").asBoolean(false),
                reason(arguments)));
  }

  static JsonNode decide(Site site, JsonNode arguments) throws Exception {
    return done(
        site.archive()
            .keeping()
            .decide(
                site.operatorsKeep(),
                arguments.path("id").asString(""),
                arguments.path("release").asBoolean(false),
                reason(arguments)));
  }

  static JsonNode differences(Site site, JsonNode arguments) throws Exception {
    List<Keeping.Difference> found =
        site.archive()
            .keeping()
            .differences(site.operatorsKeep(), arguments.path("id").asString(""));
    if (found.isEmpty()) {
      throw refusal(Objection.UNKNOWN_QUARANTINED);
    }
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("differences");
    for (Keeping.Difference one : found) {
      ObjectNode row =
          rows.addObject().put("tag", Tags.format(one.tag())).put("attribute", name(one.tag()));
      if (arguments.path("values").asBoolean(false)) {
        row.put("kept", String.join("\\", one.kept()));
        row.put("came", String.join("\\", one.came()));
      }
    }
    return result;
  }

  private static String reason(JsonNode arguments) {
    String reason = arguments.path("reason").asString("");
    if (reason.length() > 1_000) {
      throw UserError.usage("the reason is too long", "say it in 1,000 characters");
    }
    return reason;
  }

  private static JsonNode done(KeepingOutcome outcome) {
    return switch (outcome) {
      case KeepingOutcome.Done(String act, int studies) ->
          AdminWire.JSON.createObjectNode().put("act", act).put("studies", studies);
      case KeepingOutcome.Refused(Objection why) -> throw refusal(why);
    };
  }

  private static UserError refusal(Objection why) {
    return switch (why) {
      case UNKNOWN_UID -> UserError.refused("nothing here has this UID", "see `huisclos find`");
      case UNKNOWN_PATIENT ->
          UserError.refused(
              "no patient here with studies has this Patient ID",
              "give --issuer if the ID has one; see `huisclos patient show`");
      case AMBIGUOUS_PATIENT ->
          UserError.refused(
              "several patients have this Patient ID",
              "name the issuer, or the record's id as `huisclos conflicts` shows it");
      case NOTHING_TO_DO ->
          UserError.refused("it is so already", "a merge is taken back by `huisclos correct undo`");
      case FIXED_ATTRIBUTE, BAD_VALUE -> UserError.refused("that can't be corrected", "");
      case UNKNOWN_ACT ->
          UserError.refused(
              "no act has this id, or several begin with it",
              "see `huisclos correct list STUDY_UID`");
      case NOT_UNDOABLE ->
          UserError.refused(
              "it was taken back before, or something later builds on it",
              "take the later one back first: `huisclos correct list STUDY_UID`");
      case UNKNOWN_CONFLICT ->
          UserError.refused("there is no such conflict", "see `huisclos conflicts`");
      case UNKNOWN_QUARANTINED ->
          UserError.refused(
              "there is no such quarantined object, or it can't be compared",
              "see `huisclos quarantine list`");
      case UNLIKE_INSTANCE ->
          UserError.refused(
              "it names another study or series than the object it would replace",
              "drop it, or have the sender correct it");
      case TOO_MANY_STUDIES ->
          UserError.refused("the patient has too many studies for one merge", "move some first");
      case HELD ->
          UserError.refused("the study is held", "release it first: `huisclos hold release UID`");
      case MISSING_KEY ->
          UserError.refused("a key is missing", "restore the later key ring, see `doors`");
    };
  }
}

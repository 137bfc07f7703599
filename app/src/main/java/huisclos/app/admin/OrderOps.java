package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.OrderOutcome;
import huisclos.archive.Orders;
import huisclos.archive.PerformedStepEntry;
import huisclos.archive.WorklistEntry;
import huisclos.desk.hl7.Hl7Desk;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Request;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders placed, listed and cancelled by hand; what was performed. */
final class OrderOps {
  private OrderOps() {}

  /** Places one order given as data sets in explicit little endian, base64. */
  static JsonNode place(Site site, JsonNode arguments) throws Exception {
    DataSet entry =
        DataSetDecoder.read(
            new ByteArrayInputStream(
                Base64.getDecoder().decode(arguments.path("entry").asString(""))),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            ReadOptions.whole());
    Orders orders = site.archive().orders();
    return switch (orders.place(
        site.operatorsPass(new Request.PlaceOrders()),
        List.of(entry),
        arguments.path("source").asString("operator"))) {
      case OrderOutcome.Placed(List<String> ids, int added) ->
          AdminWire.JSON.createObjectNode().put("id", ids.getFirst()).put("added", added > 0);
      case OrderOutcome.Invalid(var problem, int tag) ->
          throw UserError.refused(
              problem.words() + (tag == 0 ? "" : ": " + Tags.format(tag)),
              "give it, and try again");
      case OrderOutcome.TooMany _ ->
          throw UserError.refused(
              "there are too many entries", "lower [worklist] expire_days, or cancel some");
    };
  }

  /** Takes one HL7 message from a file, as if it had come by the HL7 door. */
  static JsonNode hl7(Site site, JsonNode arguments) {
    Hl7Desk.Answer answer =
        site.hl7Desk()
            .take(
                site.gate().operator(Site.account()),
                Base64.getDecoder().decode(arguments.path("message").asString("")));
    return AdminWire.JSON
        .createObjectNode()
        .put("accepted", answer.accepted())
        .put("why", answer.words());
  }

  static JsonNode list(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode entries = result.putArray("entries");
    boolean all = arguments.path("all").asBoolean(false);
    for (WorklistEntry entry :
        site.archive().orders().list(site.operatorsPass(new Request.Worklist(true)))) {
      if (all || !entry.status().ended()) {
        DataSet set = entry.attributes();
        DataSet step =
            set.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE).stream()
                .findFirst()
                .orElseGet(DataSet::new);
        ObjectNode node =
            entries
                .addObject()
                .put("id", entry.id())
                .put("status", entry.status().name())
                .put("source", entry.source())
                .put("changed", entry.changed().toString())
                .put("date", step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, ""))
                .put("time", step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, ""))
                .put("modality", step.string(Tag.MODALITY, ""))
                .put("patientId", set.string(Tag.PATIENT_ID, ""))
                .put("name", set.string(Tag.PATIENT_NAME, ""))
                .put("accession", set.string(Tag.ACCESSION_NUMBER, ""))
                .put("procedure", set.string(Tag.REQUESTED_PROCEDURE_DESCRIPTION, ""))
                .put("study", set.string(Tag.STUDY_INSTANCE_UID, ""));
        ArrayNode stations = node.putArray("stations");
        step.strings(Tag.SCHEDULED_STATION_AE_TITLE).stream()
            .filter(t -> !t.isEmpty())
            .forEach(stations::add);
      }
    }
    return result;
  }

  static JsonNode cancel(Site site, JsonNode arguments) throws Exception {
    String id = arguments.path("id").asString("");
    if (!site.archive().orders().cancel(site.operatorsPass(new Request.PlaceOrders()), id)) {
      throw UserError.refused("no entry of this id is pending", "see `huisclos worklist list`");
    }
    return AdminWire.JSON.createObjectNode().put("id", id);
  }

  static JsonNode dismiss(Site site, JsonNode arguments) throws Exception {
    long id = arguments.path("id").asLong(0);
    if (!site.archive()
        .orders()
        .patients()
        .dismiss(site.operatorsPass(new Request.PlaceOrders()), id)) {
      throw UserError.refused("no proposed merge has this number", "see `huisclos conflicts`");
    }
    return AdminWire.JSON.createObjectNode().put("id", id);
  }

  static JsonNode steps(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode steps = result.putArray("steps");
    for (PerformedStepEntry step :
        site.archive().performedSteps().list(site.operatorsPass(new Request.Worklist(true)))) {
      ObjectNode node =
          steps
              .addObject()
              .put("uid", step.uid())
              .put("status", step.status().value())
              .put("device", step.creator())
              .put("station", step.station())
              .put("modality", step.modality())
              .put("changed", step.changed().toString())
              .put("patientId", step.attributes().string(Tag.PATIENT_ID, ""))
              .put("date", step.attributes().string(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, ""))
              .put("named", step.named())
              .put("arrived", step.arrived());
      ArrayNode entries = node.putArray("entries");
      step.entries().forEach(entries::add);
      ArrayNode missing = node.putArray("missing");
      step.missing().forEach(missing::add);
    }
    return result;
  }
}

package huisclos.desk.hl7;

import huisclos.archive.WorklistBuilder;
import huisclos.desk.hl7.Hl7Message.Part;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders of HL7 as worklist entries (IHE RAD TF-2 §4.4 and its mapping to the modality worklist).
 * Thread-safe.
 *
 * @param stations which stations perform a modality, for orders that name none
 */
record Hl7Mapping(Map<String, List<String>> stations) {
  private static final int SHORT = 16;
  private static final int LONG = 64;

  /** One order of a message: its ORC and what belongs to it. */
  record OrderParts(Part orc, Optional<Part> obr, List<Part> ipc, List<Part> timing) {}

  /** The orders of a message: what follows each ORC belongs to it. */
  static List<OrderParts> orders(Hl7Message message) {
    List<OrderParts> orders = new ArrayList<>();
    Optional<Part> orc = Optional.empty();
    Optional<Part> obr = Optional.empty();
    List<Part> ipc = new ArrayList<>();
    List<Part> timing = new ArrayList<>();
    for (Part part : message.segments()) {
      switch (part.name()) {
        case "ORC" -> {
          add(orders, orc, obr, ipc, timing);
          orc = Optional.of(part);
          obr = Optional.empty();
          ipc = new ArrayList<>();
          timing = new ArrayList<>();
        }
        case "OBR" -> obr = obr.or(() -> Optional.of(part));
        case "IPC" -> ipc.add(part);
        case "TQ1" -> timing.add(part);
        default -> {}
      }
    }
    add(orders, orc, obr, ipc, timing);
    return orders;
  }

  private static void add(
      List<OrderParts> orders,
      Optional<Part> orc,
      Optional<Part> obr,
      List<Part> ipc,
      List<Part> timing) {
    orc.ifPresent(o -> orders.add(new OrderParts(o, obr, List.copyOf(ipc), List.copyOf(timing))));
  }

  /** The worklist entries of one order: one for each IPC, or one where there is none. */
  List<DataSet> entries(Hl7Message message, OrderParts order) throws Hl7Fault {
    List<DataSet> entries = new ArrayList<>();
    if (order.ipc().isEmpty()) {
      entries.add(entry(message, order, Optional.empty()));
    }
    for (Part ipc : order.ipc()) {
      entries.add(entry(message, order, Optional.of(ipc)));
    }
    return entries;
  }

  private DataSet entry(Hl7Message message, OrderParts order, Optional<Part> ipc) throws Hl7Fault {
    Part obr =
        order
            .obr()
            .orElseThrow(
                () -> Hl7Fault.error(Hl7Fault.Code.SEGMENT_SEQUENCE, "OBR: an order has none"));
    WorklistBuilder entry = new WorklistBuilder();
    Hl7Patient.put(message, entry);
    request(entry, order, obr, ipc);
    schedule(entry, order, obr, ipc);
    message
        .first("ZDS")
        .map(z -> z.text(1))
        .filter(uid -> !uid.isEmpty())
        .ifPresent(uid -> entry.put(Tag.STUDY_INSTANCE_UID, uid));
    ipc.map(p -> p.text(3))
        .filter(uid -> !uid.isEmpty())
        .ifPresent(uid -> entry.put(Tag.STUDY_INSTANCE_UID, uid));
    return entry.build();
  }

  private static void request(WorklistBuilder entry, OrderParts order, Part obr, Optional<Part> ipc)
      throws Hl7Fault {
    Part orc = order.orc();
    entry.put(
        Tag.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        Hl7Values.id(number(orc, obr, 2), LONG, "ORC-2"));
    entry.put(
        Tag.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
        Hl7Values.id(number(orc, obr, 3), LONG, "ORC-3"));
    String accession =
        first(ipc.map(p -> p.text(1)).orElse(""), obr.text(18), shortOnly(obr.text(3)));
    entry.put(Tag.ACCESSION_NUMBER, Hl7Values.id(accession, SHORT, "OBR-18"));
    entry.put(
        Tag.REQUESTED_PROCEDURE_ID,
        Hl7Values.id(first(ipc.map(p -> p.text(2)).orElse(""), obr.text(19)), SHORT, "OBR-19"));
    int procedure = obr.text(44).isEmpty() ? 4 : 44;
    entry.code(
        Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE,
        shortOnly(obr.text(procedure, 1)),
        shortOnly(obr.text(procedure, 3)),
        Hl7Values.text(obr.text(procedure, 2)));
    entry.put(
        Tag.REQUESTED_PROCEDURE_DESCRIPTION,
        Hl7Values.text(first(obr.text(procedure, 2), obr.text(procedure, 1))));
    String priority =
        first(
            order.timing().stream().map(t -> t.text(9)).findFirst().orElse(""),
            orc.text(7, 6),
            obr.text(27, 6),
            obr.text(5));
    entry.put(Tag.REQUESTED_PROCEDURE_PRIORITY, Hl7Values.priority(priority));
    entry.put(
        Tag.REQUESTING_PHYSICIAN, first(Hl7Values.person(obr, 16), Hl7Values.person(orc, 12)));
    entry.put(Tag.REQUESTING_SERVICE, Hl7Values.text(first(orc.text(17, 2), orc.text(17))));
    entry.put(
        Tag.REASON_FOR_THE_REQUESTED_PROCEDURE,
        Hl7Values.text(first(obr.text(31, 2), obr.text(31))));
    entry.put(Tag.PATIENT_TRANSPORT_ARRANGEMENTS, Hl7Values.text(obr.text(30)));
    entry.put(Tag.PATIENT_STATE, Hl7Values.text(first(obr.text(12, 2), obr.text(12))));
    entry.put(Tag.ADDITIONAL_PATIENT_HISTORY, obr.text(13));
  }

  /** ORC has the number as a rule; OBR repeats it, and some senders fill it there alone. */
  static String number(Part orc, Part obr, int field) {
    String own = orc.text(field);
    Part from = own.isEmpty() ? obr : orc;
    String namespace = from.text(field, 2);
    return from.text(field) + (namespace.isEmpty() ? "" : "^" + namespace);
  }

  private void schedule(WorklistBuilder entry, OrderParts order, Part obr, Optional<Part> ipc)
      throws Hl7Fault {
    String start =
        first(
            order.timing().stream().map(t -> t.text(7)).findFirst().orElse(""),
            order.orc().text(7, 4),
            obr.text(27, 4),
            obr.text(36),
            obr.text(6));
    if (start.isEmpty()) {
      throw Hl7Fault.error(
          Hl7Fault.Code.REQUIRED_FIELD, "OBR-27.4: no scheduled date (nor ORC-7.4, TQ1-7, OBR-36)");
    }
    entry.step(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, Hl7Values.day(start));
    entry.step(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, Hl7Values.time(start));
    String modality = first(ipc.map(p -> p.text(5)).orElse(""), obr.text(24));
    if (modality.isEmpty()) {
      throw Hl7Fault.error(Hl7Fault.Code.REQUIRED_FIELD, "OBR-24: no modality");
    }
    entry.step(Tag.MODALITY, modality);
    String station = first(ipc.map(p -> p.text(9)).orElse(""), obr.text(21));
    List<String> titles =
        station.isEmpty() ? stations.getOrDefault(modality, List.of()) : List.of(station);
    entry.step(Tag.SCHEDULED_STATION_AE_TITLE, titles.toArray(String[]::new));
    entry.step(Tag.SCHEDULED_STATION_NAME, shortOnly(ipc.map(p -> p.text(7)).orElse("")));
    entry.step(
        Tag.SCHEDULED_PROCEDURE_STEP_LOCATION, shortOnly(ipc.map(p -> p.text(8)).orElse("")));
    entry.step(
        Tag.SCHEDULED_PROCEDURE_STEP_ID,
        Hl7Values.id(first(ipc.map(p -> p.text(4)).orElse(""), obr.text(20)), SHORT, "OBR-20"));
    boolean protocol = ipc.isPresent() && !ipc.get().text(6).isEmpty();
    Part coded = protocol ? ipc.get() : obr;
    int field = protocol ? 6 : 4;
    // OBR-4 has the universal code first and the local one, which is the step's, behind it.
    int at = !protocol && !obr.text(4, 4).isEmpty() ? 4 : 1;
    entry.stepCode(
        Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE,
        shortOnly(coded.text(field, at)),
        shortOnly(coded.text(field, at + 2)),
        Hl7Values.text(coded.text(field, at + 1)));
    entry.step(
        Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION,
        Hl7Values.text(first(coded.text(field, at + 1), coded.text(field, at))));
    entry.step(Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME, technician(obr));
  }

  /** OBR-34 is a CN whose parts are subcomponents of its first component. */
  private static String technician(Part obr) {
    String family = obr.text(34, 0, 1, 2);
    String given = obr.text(34, 0, 1, 3);
    return given.isEmpty() ? family : family + "^" + given;
  }

  private static String shortOnly(String value) {
    return value.length() <= SHORT ? value : "";
  }

  private static String first(String... candidates) {
    for (String candidate : candidates) {
      if (!candidate.isEmpty()) {
        return candidate;
      }
    }
    return "";
  }
}

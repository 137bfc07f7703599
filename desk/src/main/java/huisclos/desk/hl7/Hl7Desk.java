package huisclos.desk.hl7;

import huisclos.archive.OrderNumbers;
import huisclos.archive.OrderOutcome;
import huisclos.archive.OrderStatus;
import huisclos.archive.Orders;
import huisclos.archive.WorklistBuilder;
import huisclos.desk.hl7.Hl7Message.Part;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tags;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one message and answers it: ORM^O01, OMG^O19 and OMI^O23 place, change and cancel orders;
 * ADT^A01, A04, A05, A08, A28 and A31 bring the patient of pending orders up to date; ADT^A40 moves
 * pending orders and notes a merge for a keeper. The same message twice is carried out once.
 * Thread-safe.
 */
public final class Hl7Desk {
  private static final String SOURCE = "hl7";

  private final Gate gate;
  private final Orders orders;
  private final Hl7Mapping mapping;

  /**
   * A desk before these orders.
   *
   * @param stations which stations perform a modality, for orders that name none
   */
  public Hl7Desk(Gate gate, Orders orders, Map<String, List<String>> stations) {
    this.gate = gate;
    this.orders = orders;
    this.mapping = new Hl7Mapping(Map.copyOf(stations));
  }

  /** The answer to a message, itself a message. Immutable, if its bytes are left alone. */
  public static final class Answer {
    private final boolean accepted;
    private final String words;
    private final byte[] message;

    private Answer(boolean accepted, String words, byte[] message) {
      this.accepted = accepted;
      this.words = words;
      this.message = message;
    }

    /** Whether it was carried out (AA). */
    public boolean accepted() {
      return accepted;
    }

    /** Why not, without anything of the message; empty where it was. */
    public String words() {
      return words;
    }

    /** The acknowledgment's bytes, unframed; for one reader. */
    byte[] message() {
      return message;
    }
  }

  /** Carries a message out, all of it or nothing, and answers it. */
  public Answer take(Identity who, byte[] message) {
    try {
      switch (gate.decide(who, new Request.PlaceOrders())) {
        case Decision.Denied _ ->
            throw Hl7Fault.rejection(Hl7Fault.Code.INTERNAL, "not authorized");
        case Decision.Granted(Pass pass) -> once(pass, message);
      }
      return new Answer(true, "", Hl7Answer.accepted(message));
    } catch (Hl7Fault e) {
      return new Answer(false, e.getMessage(), Hl7Answer.refused(message, e));
    } catch (IOException e) {
      // Nothing was kept, or it can't be told: the sender tries again.
      Hl7Fault fault = Hl7Fault.error(Hl7Fault.Code.INTERNAL, "the archive can't keep it now");
      return new Answer(false, fault.getMessage(), Hl7Answer.refused(message, fault));
    }
  }

  private void once(Pass pass, byte[] bytes) throws Hl7Fault, IOException {
    Hl7Message message = Hl7Message.parse(bytes);
    String id = Hl7Message.header(bytes, 10);
    if (id.isEmpty()) {
      throw Hl7Fault.rejection(Hl7Fault.Code.REQUIRED_FIELD, "MSH-10: no control id");
    }
    String sender = pass.who().name() + '|' + Hl7Message.header(bytes, 3);
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    if (orders.messages().answered(sender, id, content).isPresent()) {
      return;
    }
    dispatch(pass, message, bytes);
    orders.messages().remember(sender, id, content, "AA");
  }

  private void dispatch(Pass pass, Hl7Message message, byte[] bytes) throws Hl7Fault, IOException {
    String[] type = Hl7Message.header(bytes, 9).split("\\^", -1);
    String event = type.length > 1 ? type[1] : "";
    switch (type[0]) {
      case "ORM" -> {
        requireEvent(event.equals("O01") || event.isEmpty());
        order(pass, message);
      }
      case "OMI" -> {
        requireEvent(event.equals("O23"));
        order(pass, message);
      }
      case "OMG" -> {
        requireEvent(event.equals("O19"));
        order(pass, message);
      }
      case "ADT" -> patient(pass, message, event);
      default ->
          throw Hl7Fault.rejection(
              Hl7Fault.Code.UNSUPPORTED_TYPE, "MSH-9: ORM, OMI, OMG and ADT are taken");
    }
  }

  private static void requireEvent(boolean known) throws Hl7Fault {
    if (!known) {
      throw Hl7Fault.rejection(Hl7Fault.Code.UNSUPPORTED_EVENT, "MSH-9.2: this event is not taken");
    }
  }

  private void order(Pass pass, Hl7Message message) throws Hl7Fault, IOException {
    List<Hl7Mapping.OrderParts> parts = Hl7Mapping.orders(message);
    if (parts.isEmpty()) {
      throw Hl7Fault.error(Hl7Fault.Code.SEGMENT_SEQUENCE, "ORC: the message has none");
    }
    for (Hl7Mapping.OrderParts order : parts) {
      switch (order.orc().text(1)) {
        case "NW", "XO", "XX", "SN", "PA", "CH", "RP", "RU" -> place(pass, message, order);
        case "CA", "OC", "CR" -> end(pass, order, OrderStatus.CANCELLED);
        case "DC", "OD", "DR" -> end(pass, order, OrderStatus.DISCONTINUED);
        case "SC" -> status(pass, message, order);
        default ->
            throw Hl7Fault.error(Hl7Fault.Code.DATA_TYPE, "ORC-1: this order control is not taken");
      }
    }
  }

  private void status(Pass pass, Hl7Message message, Hl7Mapping.OrderParts order)
      throws Hl7Fault, IOException {
    switch (order.orc().text(5)) {
      case "CM" -> end(pass, order, OrderStatus.COMPLETED);
      case "CA" -> end(pass, order, OrderStatus.CANCELLED);
      case "DC" -> end(pass, order, OrderStatus.DISCONTINUED);
      default -> place(pass, message, order);
    }
  }

  private void place(Pass pass, Hl7Message message, Hl7Mapping.OrderParts order)
      throws Hl7Fault, IOException {
    List<DataSet> entries = mapping.entries(message, order);
    if (OrderNumbers.of(entries.getFirst()).none()) {
      throw Hl7Fault.error(Hl7Fault.Code.REQUIRED_FIELD, "ORC-2: no number to know the order by");
    }
    switch (orders.place(pass, entries, SOURCE)) {
      case OrderOutcome.Placed _ -> {}
      case OrderOutcome.Invalid(var problem, int tag) ->
          throw Hl7Fault.error(
              Hl7Fault.Code.REQUIRED_FIELD, problem.words() + " " + Tags.format(tag));
      case OrderOutcome.TooMany _ ->
          throw Hl7Fault.error(Hl7Fault.Code.INTERNAL, "there are too many orders");
    }
  }

  private void end(Pass pass, Hl7Mapping.OrderParts order, OrderStatus status)
      throws Hl7Fault, IOException {
    Part orc = order.orc();
    Part obr = order.obr().orElse(orc);
    String accession = order.obr().map(o -> o.text(18)).orElse("");
    OrderNumbers numbers =
        new OrderNumbers(Hl7Mapping.number(orc, obr, 2), Hl7Mapping.number(orc, obr, 3), accession);
    if (numbers.none() || orders.end(pass, numbers, status) == 0) {
      throw Hl7Fault.error(Hl7Fault.Code.UNKNOWN_KEY, "ORC-2: no such order is pending");
    }
  }

  private void patient(Pass pass, Hl7Message message, String event) throws Hl7Fault, IOException {
    WorklistBuilder patient = new WorklistBuilder();
    switch (event) {
      case "A01", "A04", "A05", "A08", "A28", "A31" -> {
        Hl7Patient.identify(message, patient);
        orders.patients().update(pass, patient.build());
      }
      case "A40" -> {
        Hl7Patient.identify(message, patient);
        Optional<Part> merged = message.first("MRG").filter(m -> !m.text(1).isEmpty());
        if (merged.isEmpty()) {
          throw Hl7Fault.error(Hl7Fault.Code.REQUIRED_FIELD, "MRG-1: no patient ID");
        }
        String ending = Hl7Values.id(merged.get().text(1), 64, "MRG-1");
        orders.patients().merge(pass, Hl7Patient.issuer(merged.get(), 1), ending, patient.build());
      }
      default ->
          throw Hl7Fault.rejection(
              Hl7Fault.Code.UNSUPPORTED_EVENT, "MSH-9.2: this event is not taken");
    }
  }
}

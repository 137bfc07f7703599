package huisclos.desk.hl7;

import huisclos.archive.WorklistBuilder;
import huisclos.desk.hl7.Hl7Message.Part;
import huisclos.dicom.Tag;

/** The patient of a message: PID, and of PV1, AL1 and OBX what a worklist shows. */
final class Hl7Patient {
  private static final int LONG = 64;

  private Hl7Patient() {}

  /** The patient's attributes and the visit's. */
  static void put(Hl7Message message, WorklistBuilder target) throws Hl7Fault {
    identify(message, target);
    message.first("PV1").ifPresent(visit -> visit(visit, target));
    StringBuilder allergies = new StringBuilder();
    for (Part part : message.segments()) {
      if (part.name().equals("AL1")) {
        String named = part.text(3, 2).isEmpty() ? part.text(3) : part.text(3, 2);
        allergies.append(allergies.isEmpty() || named.isEmpty() ? "" : ", ").append(named);
      }
      if (part.name().equals("OBX")) {
        measured(part, target);
      }
    }
    target.put(Tag.ALLERGIES, Hl7Values.text(allergies.toString()));
  }

  /** PID alone. */
  static void identify(Hl7Message message, WorklistBuilder target) throws Hl7Fault {
    Part pid =
        message
            .first("PID")
            .orElseThrow(
                () -> Hl7Fault.error(Hl7Fault.Code.SEGMENT_SEQUENCE, "PID: the message has none"));
    String id = Hl7Values.id(pid.text(3), LONG, "PID-3");
    if (id.isEmpty()) {
      throw Hl7Fault.error(Hl7Fault.Code.REQUIRED_FIELD, "PID-3: no patient ID");
    }
    target.put(Tag.PATIENT_ID, id);
    target.put(Tag.ISSUER_OF_PATIENT_ID, Hl7Values.id(issuer(pid, 3), LONG, "PID-3.4"));
    target.put(Tag.PATIENT_NAME, name(pid));
    String birth = Hl7Values.day(pid.text(7));
    target.put(Tag.PATIENT_BIRTH_DATE, birth.length() == 8 ? birth : "");
    target.put(Tag.PATIENT_SEX, Hl7Values.sex(pid.text(8)));
  }

  /** The alphabetic, ideographic and phonetic names that PID-5 repeats (its eighth component). */
  private static String name(Part pid) {
    String[] groups = {"", "", ""};
    for (int i = 0; i < Math.max(1, pid.repetitions(5)); i++) {
      int group =
          switch (pid.text(5, i, 8, 1)) {
            case "I" -> 1;
            case "P" -> 2;
            default -> 0;
          };
      if (groups[group].isEmpty()) {
        groups[group] = Hl7Values.name(pid, 5, i);
      }
    }
    return String.join("=", groups).replaceAll("=+$", "");
  }

  /** The assigning authority's name, of CX. */
  static String issuer(Part segment, int field) {
    return segment.text(field, 4);
  }

  private static void visit(Part visit, WorklistBuilder target) {
    StringBuilder place = new StringBuilder();
    for (int i = 1; i <= 3; i++) {
      String part = visit.text(3, i);
      place.append(place.isEmpty() || part.isEmpty() ? "" : " ").append(part);
    }
    target.put(Tag.CURRENT_PATIENT_LOCATION, Hl7Values.text(place.toString()));
    target.put(Tag.REFERRING_PHYSICIAN_NAME, Hl7Values.person(visit, 8));
    String admission = visit.text(19);
    target.put(Tag.ADMISSION_ID, admission.length() <= LONG ? admission : "");
    target.put(
        Tag.CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION, Hl7Values.text(visit.text(16)));
  }

  /** Weight in kilograms and height in metres, by LOINC or by name (IHE RAD TF-2 §4.4). */
  private static void measured(Part observation, WorklistBuilder target) {
    String code =
        observation.text(3) + " " + observation.text(3, 2).toUpperCase(java.util.Locale.ROOT);
    String value = observation.text(5);
    if (!value.matches("[0-9]{1,3}(\\.[0-9]{1,6})?")) {
      return;
    }
    String unit = observation.text(6).toLowerCase(java.util.Locale.ROOT);
    if (code.matches("(29463-7|3141-9) .*|.*BODY WEIGHT.*") && unit.equals("kg")) {
      target.put(Tag.PATIENT_WEIGHT, value);
    } else if (code.matches("(8302-2|3137-7) .*|.*BODY HEIGHT.*")) {
      if (unit.equals("m")) {
        target.put(Tag.PATIENT_SIZE, value);
      } else if (unit.equals("cm")) {
        target.put(
            Tag.PATIENT_SIZE,
            new java.math.BigDecimal(value).movePointLeft(2).stripTrailingZeros().toPlainString());
      }
    }
  }
}

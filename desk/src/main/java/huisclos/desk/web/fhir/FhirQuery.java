package huisclos.desk.web.fhir;

import huisclos.dicom.DataSet;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A search for {@code ImagingStudy} (FHIR R4 §3.1.1) as a query of studies. What isn't understood
 * is refused: a parameter left aside would find more than was asked for.
 *
 * @param keys what to match
 * @param nothing whether no study can match
 * @param count matches of a page; 0 counts and shows none
 * @param offset matches before it
 */
record FhirQuery(DataSet keys, boolean nothing, int count, int offset) {
  static final int DEFAULT_COUNT = 50;
  static final int MAX_COUNT = 200;
  static final int MAX_OFFSET = 100_000;

  /** UIDs of one search. */
  private static final int MAX_UIDS = 100;

  private static final String UID_SYSTEM = "urn:dicom:uid";
  private static final String OID = "urn:oid:";
  private static final DateTimeFormatter DA = DateTimeFormatter.BASIC_ISO_DATE;

  /** Why a search can't be answered; the text names a parameter, never a value. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;
    private final String parameter;

    Unfit(String parameter) {
      super("a parameter of a search isn't understood");
      this.parameter = parameter;
    }

    String parameter() {
      return parameter;
    }
  }

  static FhirQuery of(List<Map.Entry<String, String>> parameters) throws Unfit {
    Reading reading = new Reading();
    for (Map.Entry<String, String> parameter : parameters) {
      reading.take(parameter.getKey(), parameter.getValue());
    }
    return reading.done();
  }

  private static final class Reading {
    private final DataSet keys = new DataSet();
    private boolean nothing;
    private int count = DEFAULT_COUNT;
    private boolean countAlone;
    private int offset;
    private LocalDate from = LocalDate.MIN;
    private LocalDate to = LocalDate.MAX;

    Reading() {
      keys.putString(
          Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    }

    void take(String name, String value) throws Unfit {
      switch (name) {
        case "patient",
            "subject",
            "patient.identifier",
            "subject.identifier",
            "patient:identifier",
            "subject:identifier" ->
            patient(name, value);
        case "_id" -> uids(name, value);
        case "identifier" -> identifier(value);
        case "started" -> started(value);
        case "modality" -> put(name, Tag.MODALITIES_IN_STUDY, code(value));
        // What can be found is all there and available.
        case "status" -> nothing |= !Arrays.asList(value.split(",", -1)).contains("available");
        case "_count" -> count = Math.min(number(name, value), MAX_COUNT);
        case "_summary" -> {
          if (!value.equals("count")) {
            throw new Unfit(name);
          }
          countAlone = true;
        }
        case "_offset" -> offset = number(name, value);
        case "_format" -> {
          if (!value.equals("json") && !value.endsWith("json")) {
            throw new Unfit(name);
          }
        }
        default -> throw new Unfit(known(name) ? name : "");
      }
    }

    /** A name that was made up by a caller isn't said back. */
    private static boolean known(String name) {
      return name.matches("[a-z_-]{1,20}");
    }

    private void patient(String name, String value) throws Unfit {
      String token = value.startsWith("Patient/") ? value.substring(8) : value;
      int bar = token.indexOf('|');
      put(name, Tag.PATIENT_ID, token.substring(bar + 1));
      if (bar > 0) {
        put(name, Tag.ISSUER_OF_PATIENT_ID, token.substring(0, bar));
      }
    }

    private void identifier(String value) throws Unfit {
      int bar = value.indexOf('|');
      String id = value.substring(bar + 1);
      boolean uid = bar < 0 ? id.startsWith(OID) : value.startsWith(UID_SYSTEM + "|");
      if (uid) {
        uids("identifier", id);
      } else if (bar > 0) {
        // The archive keeps no system beside an accession number.
        throw new Unfit("identifier");
      } else {
        put("identifier", Tag.ACCESSION_NUMBER, id);
      }
    }

    private void uids(String name, String value) throws Unfit {
      String[] uids = value.split(",", -1);
      for (int i = 0; i < uids.length; i++) {
        uids[i] = uids[i].startsWith(OID) ? uids[i].substring(OID.length()) : uids[i];
        if (!Uid.isUsable(uids[i])) {
          throw new Unfit(name);
        }
      }
      if (uids.length > MAX_UIDS || keys.contains(Tag.STUDY_INSTANCE_UID)) {
        throw new Unfit(name);
      }
      keys.putString(Tag.STUDY_INSTANCE_UID, uids);
    }

    /** Puts one value that is meant as it is: what would be a wild card or a list is refused. */
    private void put(String name, int tag, String value) throws Unfit {
      boolean plain =
          !value.isBlank()
              && value.length() <= 64
              && value.chars().noneMatch(c -> "*?\\,$".indexOf(c) >= 0 || c < ' ');
      if (!plain || keys.contains(tag)) {
        throw new Unfit(name);
      }
      keys.putString(tag, value);
    }

    private static String code(String value) {
      return value.substring(value.indexOf('|') + 1);
    }

    private static int number(String name, String value) throws Unfit {
      if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) > MAX_OFFSET) {
        throw new Unfit(name);
      }
      return Integer.parseInt(value);
    }

    /** Days, months and years, with the prefixes that have a meaning for them (§3.1.1.4.5). */
    private void started(String value) throws Unfit {
      boolean prefixed = value.matches("[a-z]{2}.*");
      String prefix = prefixed ? value.substring(0, 2) : "eq";
      String date = prefixed ? value.substring(2) : value;
      try {
        LocalDate first = first(date);
        LocalDate last = last(date);
        switch (prefix) {
          case "eq" -> narrow(first, last);
          case "ge" -> narrow(first, LocalDate.MAX);
          case "gt", "sa" -> narrow(last.plusDays(1), LocalDate.MAX);
          case "le" -> narrow(LocalDate.MIN, last);
          case "lt", "eb" -> narrow(LocalDate.MIN, first.minusDays(1));
          default -> throw new Unfit("started");
        }
      } catch (DateTimeException e) {
        throw new Unfit("started");
      }
    }

    private void narrow(LocalDate first, LocalDate last) {
      from = first.isAfter(from) ? first : from;
      to = last.isBefore(to) ? last : to;
    }

    private static LocalDate first(String date) {
      return switch (date.length()) {
        case 4 -> LocalDate.of(Integer.parseInt(date.matches("[0-9]{4}") ? date : "0"), 1, 1);
        case 7 -> YearMonth.parse(date).atDay(1);
        default -> LocalDate.parse(date);
      };
    }

    private static LocalDate last(String date) {
      return switch (date.length()) {
        case 4 -> first(date).plusYears(1).minusDays(1);
        case 7 -> YearMonth.parse(date).atEndOfMonth();
        default -> LocalDate.parse(date);
      };
    }

    FhirQuery done() {
      boolean lower = from.getYear() >= 0;
      boolean upper = to.getYear() <= 9999;
      nothing |= from.isAfter(to) || from.getYear() > 9999 || to.getYear() < 0;
      if ((lower || upper) && !nothing) {
        String range =
            (lower && from.getYear() > 0 ? DA.format(from) : "")
                + "-"
                + (upper ? DA.format(to) : "");
        keys.putString(Tag.STUDY_DATE, range);
      }
      return new FhirQuery(keys, nothing, countAlone ? 0 : count, offset);
    }
  }
}

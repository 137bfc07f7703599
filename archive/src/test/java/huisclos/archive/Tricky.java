package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import java.util.List;
import java.util.Set;

/**
 * Made-up instances that have a value for every stored key, in several character sets and time
 * zones, with times around midnight, names in three scripts and sequences in sequences.
 */
final class Tricky {
  static final int PATIENTS = 8;

  private static final String[][] SETS = {
    {"ISO_IR 192"}, {"ISO_IR 100"}, {"", "ISO 2022 IR 87"}, {"ISO_IR 192"},
    {"ISO_IR 144"}, {"", "ISO 2022 IR 149"}, {"ISO_IR 126"}, {"GB18030"},
  };
  private static final String[] NAMES = {
    "Müller^Jürgen^^Dr.",
    "García Pérez^José",
    "Yamada^Tarou=山田^太郎=やまだ^たろう",
    "O'Brien-Smith^Mary Ann",
    "Иванов^Пётр",
    "Hong^Gildong=洪^吉洞=홍^길동",
    "Παπάς^Νίκος",
    "Wang^XiaoDong=王^小东",
  };
  private static final String[] WORDS = {
    "Schädel nativ", "Cráneo", "頭部", "Head  CT", "Голова", "두부", "Κρανίο", "头部",
  };
  private static final String[] ZONES = {
    "+0100", "", "+0900", "-0500", "+0300", "", "+0200", "+0800"
  };

  private Tricky() {}

  /** Tags whose values the model itself gives. */
  private static final Set<Integer> GIVEN =
      Set.of(
          Tag.PATIENT_ID,
          Tag.STUDY_INSTANCE_UID,
          Tag.SERIES_INSTANCE_UID,
          Tag.SOP_INSTANCE_UID,
          Tag.SOP_CLASS_UID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.MODALITY,
          Tag.SERIES_NUMBER,
          Tag.INSTANCE_NUMBER,
          Tag.ROWS,
          Tag.COLUMNS,
          Tag.BITS_ALLOCATED,
          Tag.TIMEZONE_OFFSET_FROM_UTC);

  static DataSet instance(int patient, int study, int series, int instance) {
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, SETS[patient % SETS.length]);
    set.putString(Tag.SOP_CLASS_UID, instance == 1 ? Uids.CT_IMAGE_STORAGE : Uids.MR_IMAGE_STORAGE);
    set.putString(Tag.STUDY_INSTANCE_UID, Made.study(patient + 500, study));
    set.putString(Tag.SERIES_INSTANCE_UID, Made.series(patient + 500, study, series));
    set.putString(Tag.SOP_INSTANCE_UID, Made.instance(patient + 500, study, series, instance));
    set.putString(Tag.PATIENT_ID, "TRICKY" + patient / 2);
    set.putString(Tag.ISSUER_OF_PATIENT_ID, patient % 2 == 0 ? "HERE" : "THERE");
    set.putString(Tag.MODALITY, series == 1 ? "CT" : patient % 2 == 0 ? "SC" : "PT");
    set.putString(Tag.SERIES_NUMBER, Integer.toString(series));
    set.putString(Tag.INSTANCE_NUMBER, Integer.toString(instance));
    set.putInt(Tag.ROWS, 4);
    set.putInt(Tag.COLUMNS, 4 + instance);
    set.putInt(Tag.BITS_ALLOCATED, 16);
    if (!ZONES[patient].isEmpty()) {
      set.putString(Tag.TIMEZONE_OFFSET_FROM_UTC, ZONES[patient]);
    }
    for (QueryKeys.Key key : QueryKeys.all()) {
      if (key.source() == QueryKeys.Source.STORED && !GIVEN.contains(key.tag())) {
        int of =
            switch (key.level()) {
              case PATIENT -> patient;
              case STUDY -> patient * 2 + study;
              case SERIES -> (patient * 2 + study) * 2 + series;
              case IMAGE -> ((patient * 2 + study) * 2 + series) * 2 + instance;
            };
        // Some have no value: that is asked for as well.
        if ((of + key.tag()) % 7 != 0) {
          put(set, key.tag(), patient, of);
        } else if (of % 2 == 0) {
          set.putEmpty(key.tag());
        }
      }
    }
    return set;
  }

  private static void put(DataSet set, int tag, int patient, int of) {
    Vr vr = Dictionary.vrOf(tag);
    String word = WORDS[patient];
    switch (vr) {
      case PN ->
          set.putString(tag, NAMES[patient].replace("^J", "^" + (char) ('A' + of % 20) + "j"));
      case LO, SH -> {
        if (of % 5 == 0) {
          set.putString(tag, vr == Vr.SH ? "N" + of : word + " " + of, "second " + of % 3);
        } else {
          set.putString(tag, vr == Vr.SH ? "No " + of : word + " " + of);
        }
      }
      case ST, LT, UC, UT -> set.putString(tag, word + " " + of + ", as told");
      case CS -> set.putString(tag, "CODE_" + of % 6, "B" + of % 4);
      case AE -> set.putString(tag, "STATION" + of % 5);
      case AS -> set.putString(tag, "%03dY".formatted(of % 90));
      case UI -> set.putString(tag, "1.2.826.0.1.3680043.10.2." + of);
      case UR -> set.putString(tag, "https://example.org/" + of);
      case DA ->
          set.putString(
              tag,
              "%d%02d%02d"
                  .formatted(1990 + of % 30, 1 + of % 12, of % 3 == 0 ? 31 - of % 4 : 1 + of % 28)
                  .replace("0231", "0228")
                  .replace("0230", "0227")
                  .replace("0229", "0226")
                  .replaceAll("(04|06|09|11)31$", "$130"));
      case TM ->
          set.putString(
              tag, List.of("235959.999", "00", "0000", "120000.25", "2330", "013000").get(of % 6));
      case DT ->
          set.putString(
              tag,
              List.of(
                      "20201231233000+0100",
                      "2021",
                      "20210101003000.5",
                      "202101",
                      "20201231",
                      "20210101-0500")
                  .get(of % 6));
      case IS, SL, SS, UL, US -> {
        if (vr == Vr.IS) {
          set.putString(tag, Integer.toString(of));
        } else {
          set.putInt(tag, of);
        }
      }
      case DS -> set.putString(tag, List.of("1.50", "2", "3.25", "-4.0").get(of % 4));
      case SQ -> set.putItems(tag, List.of(item("A", of), item("B", of + 1)));
      default -> {}
    }
  }

  private static DataSet item(String kind, int of) {
    DataSet nested = new DataSet();
    nested.putString(Tag.CODE_VALUE, "N-" + of % 4);
    nested.putString(Tag.CODING_SCHEME_DESIGNATOR, "99TEST");
    DataSet item = new DataSet();
    item.putString(Tag.CODE_VALUE, kind + "-" + of % 5);
    item.putString(Tag.CODING_SCHEME_DESIGNATOR, kind.equals("A") ? "99ONE" : "99TWO");
    item.putString(Tag.CODE_MEANING, "Meaning " + of);
    item.putString(Tag.REQUESTED_PROCEDURE_ID, "RP" + of % 5);
    item.putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "SPS" + of % 3);
    item.putItems(Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE, List.of(nested));
    return item;
  }
}

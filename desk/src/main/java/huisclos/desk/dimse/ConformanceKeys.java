package huisclos.desk.dimse;

import huisclos.archive.Level;
import huisclos.archive.QueryKeys;
import huisclos.archive.WorklistKeys;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tags;
import huisclos.dicom.Vr;

/** The key tables of the conformance statement. */
final class ConformanceKeys {
  private ConformanceKeys() {}

  /** Every key of a query, by level. */
  static String queries() {
    StringBuilder text = new StringBuilder();
    for (Level level : Level.values()) {
      text.append(
          "\n#### %s level\n\n| key | tag | VR | matching | value |\n|---|---|---|---|---|\n"
              .formatted(level));
      for (QueryKeys.Key key : QueryKeys.all()) {
        if (key.level() == level) {
          text.append(
              "| %s%s | %s | %s | %s | %s |\n"
                  .formatted(
                      keyword(key.tag()),
                      key.tag() == level.uniqueKey() ? " (unique)" : "",
                      Tags.format(key.tag()),
                      key.vr(),
                      matching(key.vr()),
                      key.source() == QueryKeys.Source.STORED ? "stored" : "computed"));
        }
      }
    }
    return text.toString();
  }

  /** Every key of a worklist query. */
  static String worklist() {
    StringBuilder text = new StringBuilder("\n| key | tag | VR |\n|---|---|---|\n");
    for (int tag : WorklistKeys.outside()) {
      text.append(worklist("", tag));
    }
    for (int tag : WorklistKeys.inStep()) {
      text.append(worklist("> ", tag));
    }
    return text.toString();
  }

  private static String worklist(String depth, int tag) {
    return "| %s%s | %s | %s |\n"
        .formatted(depth, keyword(tag), Tags.format(tag), Dictionary.vrOf(tag));
  }

  private static String keyword(int tag) {
    return Dictionary.find(tag).map(Dictionary.Entry::keyword).orElse("");
  }

  /** The types of matching that follow from a VR (PS3.4 §C.2.2.2), beside universal matching. */
  private static String matching(Vr vr) {
    return switch (vr) {
      case UI -> "single value, list of UID";
      case DA, TM, DT -> "single value, range";
      case SQ -> "sequence";
      case PN -> "single value, wild card, by component group";
      case AE, AS, CS, LO, LT, SH, ST, UC, UR, UT -> "single value, wild card";
      case AT, DS, FD, FL, IS, OB, OD, OF, OL, OV, OW, SL, SS, SV, UL, UN, US, UV -> "single value";
    };
  }
}

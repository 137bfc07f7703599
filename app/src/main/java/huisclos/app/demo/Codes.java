package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.List;

/** Coded concepts (PS3.3 §8.8). */
enum Codes {
  HEAD("69536005", "SCT", "Head"),
  BRAIN("12738006", "SCT", "Brain"),
  CHEST("43799004", "SCT", "Chest"),
  BREAST("76752008", "SCT", "Breast"),
  HEART("80891009", "SCT", "Heart"),
  POSTERO_ANTERIOR("272479007", "SCT", "postero-anterior"),
  CRANIO_CAUDAL("399162004", "SCT", "cranio-caudal"),
  MEDIO_LATERAL_OBLIQUE("399368009", "SCT", "medio-lateral oblique"),
  REPORT("18748-4", "LN", "Diagnostic imaging report"),
  HISTORY("11329-0", "LN", "History"),
  FINDINGS("59776-5", "LN", "Findings"),
  FINDING("121071", "DCM", "Finding"),
  CONCLUSIONS("19005-8", "LN", "Impressions"),
  CONCLUSION("121077", "DCM", "Conclusion"),
  KEY_IMAGE("121080", "DCM", "Best illustration of finding");

  private final String value;
  private final String scheme;
  private final String meaning;

  Codes(String value, String scheme, String meaning) {
    this.value = value;
    this.scheme = scheme;
    this.meaning = meaning;
  }

  /** An item with the code, fresh each time. */
  DataSet item() {
    var item = new DataSet();
    item.putString(Tag.CODE_VALUE, value);
    item.putString(Tag.CODING_SCHEME_DESIGNATOR, scheme);
    item.putString(Tag.CODE_MEANING, meaning);
    return item;
  }

  /** A sequence of this one code. */
  void putInto(DataSet set, int tag) {
    set.putItems(tag, List.of(item()));
  }
}

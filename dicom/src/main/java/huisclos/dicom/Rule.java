package huisclos.dicom;

/**
 * The rules whose breach ends a reading or writing. Each has a static text and the section of the
 * standard it comes from, or "limit" for a bound of our own ({@link Limits}).
 */
public enum Rule {
  /** The stream ends inside an element, item or sequence. */
  TRUNCATED("the data ends inside an element", "PS3.5 §7.1"),
  /** An element or item says to be longer than what encloses it. */
  EXCEEDS_PARENT("a length goes beyond the enclosing item or sequence", "PS3.5 §7.5"),
  /** The two VR bytes of an explicit encoding are no letters. */
  INVALID_VR("the value representation is not two capital letters", "PS3.5 §7.1.2"),
  /** An undefined length where only a defined one may stand. */
  UNDEFINED_LENGTH("this value representation has no undefined length", "PS3.5 §7.1.3"),
  /** Something else than an item where only items may stand. */
  ITEM_EXPECTED("a sequence or fragment list holds something else than items", "PS3.5 §7.5"),
  /** An item or delimiter outside of any sequence. */
  STRAY_ITEM("an item or delimiter stands outside its sequence", "PS3.5 §7.5"),
  /** The same tag twice at one level: readers would disagree on which one counts. */
  DUPLICATE_ELEMENT("an element occurs twice in one data set or item", "PS3.5 §7.1"),
  /** After a header was read up to a tag: an element that should have been part of it. */
  OUT_OF_ORDER("an element stands after others that it should precede", "PS3.5 §7.1"),
  /** Command group elements after others: what follows is no longer this data set. */
  TRAILING_DATA("something that is no data element follows the data set", "PS3.5 §7.1"),
  /** Too deep. */
  DEPTH("sequences nest deeper than the limit", "limit MAX_DEPTH"),
  /** Too many elements or items to hold. */
  ELEMENTS("more elements and items than the limit", "limit MAX_ELEMENTS"),
  /** Too many fragments to hold. */
  FRAGMENTS("more fragments than the limit", "limit MAX_FRAGMENTS"),
  /** One value is too long to hold. */
  VALUE_BYTES("a value is longer than may be held in memory", "limit MAX_VALUE_BYTES"),
  /** All values together are too long to hold. */
  HELD_BYTES("the data set is larger than may be held in memory", "limit MAX_HELD_BYTES"),
  /** Group 0002 is too long. */
  META_BYTES("the file meta information is longer than the limit", "limit MAX_META_BYTES"),
  /** A deflate bomb by size. */
  INFLATED_BYTES("the data set inflates beyond the limit", "limit MAX_INFLATED_BYTES"),
  /** A deflate bomb by ratio. */
  INFLATE_RATIO("the data set inflates by more than the limit", "limit MAX_INFLATE_RATIO"),
  /** The deflated bytes are damaged. */
  DEFLATE("the deflated data is damaged", "PS3.5 §A.5"),
  /** Neither a Part 10 file nor anything that looks like a data set. */
  NOT_DICOM("this is no DICOM file", "PS3.10 §7.1"),
  /** The transfer syntax is none that this room knows. */
  TRANSFER_SYNTAX("the transfer syntax is not known", "PS3.6 Annex A"),
  /** A value that was left in its source was asked for. */
  NOT_HELD("a value was left in its source and cannot be written", "limit of ReadOptions"),
  /** An offset table points outside of its fragments. */
  OFFSET_TABLE("an offset table does not fit its fragments", "PS3.5 §A.4"),
  /** Longer than a 32-bit length can say. */
  TOO_LONG("a value, item or sequence is longer than its length field can say", "PS3.5 §7.1"),
  /** The text is no JSON. */
  JSON_SYNTAX("the document is no well-formed JSON", "RFC 8259"),
  /** JSON, but no data set. */
  JSON_MODEL("the document does not follow the DICOM JSON model", "PS3.18 §F.2"),
  /** A value of the wrong type, or out of its VR's range. */
  JSON_VALUE("a value does not fit its value representation", "PS3.18 §F.2.3"),
  /** Too long, too deep, or a token too long. */
  JSON_LIMIT("a JSON document goes beyond a limit", "limit MAX_JSON_BYTES and its like"),
  /** Too long for text or numbers of one element. */
  JSON_TEXT("text or numbers are too long for DICOM JSON", "limit MAX_JSON_TEXT_BYTES");

  private final String text;
  private final String reference;

  Rule(String text, String reference) {
    this.text = text;
    this.reference = reference;
  }

  /** What is wrong, in a static sentence without any value. */
  public String text() {
    return text;
  }

  /** Where the rule stands: part and section, or the name of our own limit. */
  public String reference() {
    return reference;
  }
}

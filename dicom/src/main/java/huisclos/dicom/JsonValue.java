package huisclos.dicom;

/** One entry of a {@code Value} array as JSON has it, before the VR says what it means. */
sealed interface JsonValue {
  /** {@code null}, or an empty string. */
  record Empty() implements JsonValue {}

  /** A string that is not empty. */
  record Text(String text) implements JsonValue {}

  /** A number, as spelt. */
  record Numeral(String literal) implements JsonValue {}

  /** A person name's groups, joined as in DICOM. */
  record Name(String text) implements JsonValue {}

  /** An object that is no name: a sequence's item. */
  record Item(DataSet set) implements JsonValue {}

  /** Characters of text that it holds. */
  default int length() {
    return switch (this) {
      case Text(String text) -> text.length();
      case Numeral(String literal) -> literal.length();
      case Name(String text) -> text.length();
      case Empty _, Item _ -> 0;
    };
  }
}

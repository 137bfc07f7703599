package huisclos.web;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tags;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The value of a key, from the text of a parameter to an element of its VR. */
final class KeyValue {
  /** Several numbers in a key are more than anybody asks for. */
  private static final int MAX_NUMBERS = 100;

  private KeyValue() {}

  /** Puts the value; says what is wrong where it is none of the attribute's VR. */
  static Optional<String> put(DataSet into, int tag, String value) {
    Vr vr = Dictionary.vrOf(tag);
    if (value.isEmpty() || vr == Vr.SQ) {
      into.putEmpty(tag);
      return value.isEmpty() ? Optional.empty() : Optional.of("a sequence has no value");
    }
    if (Tags.isPrivate(tag) && vr == Vr.UN) {
      // Its VR is whoever's who knows the attribute.
      into.put(ValueText.padded(tag, Vr.UN, value.getBytes(StandardCharsets.UTF_8)));
      return Optional.empty();
    }
    return switch (vr) {
      case UI, CS, AE -> text(into, tag, vr, value.replace(',', '\\'));
      case AS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UR, UT -> text(into, tag, vr, value);
      case US, SS, UL, SL, SV, UV, FL, FD -> numbers(into, tag, vr, value);
      case AT, OB, OD, OF, OL, OV, OW, SQ, UN -> Optional.of("nothing to match by");
    };
  }

  private static Optional<String> text(DataSet into, int tag, Vr vr, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      return Optional.of("a control character");
    }
    into.putString(tag, vr, vr.multiValued() ? value.split("\\\\", -1) : new String[] {value});
    return Optional.empty();
  }

  private static Optional<String> numbers(DataSet into, int tag, Vr vr, String value) {
    List<String> texts = List.of(value.split("[,\\\\]", -1));
    if (texts.size() > MAX_NUMBERS) {
      return Optional.of("too many numbers");
    }
    Optional<ValueElement> element = ValueText.encode(tag, vr, texts);
    element.ifPresent(into::put);
    return element.isPresent() ? Optional.empty() : Optional.of("no number of its kind");
  }
}

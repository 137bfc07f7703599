package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.ValueElement;
import java.util.ArrayList;
import java.util.List;

/**
 * A header as corrections leave it: what the index says of an object, and what its reader gets, are
 * the same.
 */
final class Effective {
  private Effective() {}

  /** The header with these corrections applied in order; itself where there are none. */
  static DataSet of(DataSet header, List<Correction> corrections) {
    if (corrections.isEmpty()) {
      return header;
    }
    DataSet corrected = copy(header);
    for (Correction correction : corrections) {
      List<String> terms = correction.overlay().characterSet();
      if (!terms.isEmpty()) {
        corrected.putString(Tag.SPECIFIC_CHARACTER_SET, terms.toArray(String[]::new));
      }
    }
    for (Correction correction : corrections) {
      corrected = apply(corrected, correction.overlay());
    }
    return corrected;
  }

  private static DataSet apply(DataSet header, Overlay overlay) {
    DataSet corrected = fits(header.characterSet(), overlay) ? header : inUtf8(header);
    overlay.removed().forEach(corrected::remove);
    for (Element element : overlay.values()) {
      if (element.tag() != Tag.SPECIFIC_CHARACTER_SET) {
        Answer.convert(element, overlay.values(), corrected);
      }
    }
    return corrected;
  }

  /** Whether the values can be written in this character set. */
  static boolean fits(SpecificCharacterSet set, Overlay overlay) {
    for (Element element : overlay.values()) {
      if (element instanceof ValueElement value
          && value.vr().usesCharacterSet()
          && !set.canEncode(String.join("\\", overlay.values().strings(value.tag())), value.vr())) {
        return false;
      }
    }
    return true;
  }

  /** The same values in UTF-8. */
  static DataSet inUtf8(DataSet header) {
    DataSet converted = Overlay.utf8();
    for (Element element : header) {
      if (element.tag() != Tag.SPECIFIC_CHARACTER_SET) {
        Answer.convert(element, header, converted);
      }
    }
    return converted;
  }

  /** A copy that shares no item: items take over the character set of what they are put into. */
  static DataSet copy(DataSet set) {
    DataSet copy = new DataSet();
    for (Element element : set) {
      if (element instanceof SequenceElement sequence) {
        List<DataSet> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(copy(item)));
        copy.put(new SequenceElement(sequence.tag(), items));
      } else {
        copy.put(element);
      }
    }
    return copy;
  }
}

package huisclos.archive;

import huisclos.dicom.NameNormaliser;
import huisclos.dicom.PersonName;
import java.util.Arrays;
import java.util.List;

/**
 * How the index sees text: everything that becomes a token, and every name that is compared, passes
 * through {@link NameNormaliser}, whose version the index states.
 */
final class Normal {
  /** Tokens of another version are made anew when the archive is opened. */
  static final int VERSION = NameNormaliser.VERSION;

  private Normal() {}

  /** The component groups of a name or of a pattern for one, normalised; empty ones left out. */
  static List<String> groups(String name) {
    return NameNormaliser.name(PersonName.parse(name)).texts();
  }

  /** The words of a normalised group: its components, and what spaces part in them. */
  static List<String> parts(String group) {
    return Arrays.stream(group.split("[\\^ ]")).filter(part -> !part.isEmpty()).toList();
  }

  static String text(String value) {
    return NameNormaliser.text(value);
  }
}

package huisclos.archive;

import huisclos.dicom.NameNormaliser;
import huisclos.dicom.PersonName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the index sees text: everything that becomes a token, and every name that is compared, passes
 * through {@link NameNormaliser}, whose version the index states.
 */
final class Normal {
  /** Tokens of another version are made anew when the archive is opened. */
  static final int VERSION = NameNormaliser.VERSION;

  private static final int COMPONENTS = 5;

  private Normal() {}

  /** The component groups of a name or of a pattern for one, normalised; empty ones left out. */
  static List<String> groups(String name) {
    return isPlain(name) ? plain(name) : normalised(name);
  }

  /** The rule; {@link #plain} is the same for the names that most are. */
  static List<String> normalised(String name) {
    return NameNormaliser.name(PersonName.parse(name)).texts();
  }

  /** One group of printable ASCII that only case and outer spaces tell from its normal form. */
  private static boolean isPlain(String name) {
    char before = 0;
    int carets = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || c == '=' || c == '`' || (c == ' ' && before == ' ')) {
        return false;
      }
      before = c;
      carets += c == '^' ? 1 : 0;
    }
    return carets < COMPONENTS;
  }

  private static List<String> plain(String name) {
    StringBuilder text = new StringBuilder(name.length());
    String[] components = name.split("\\^", COMPONENTS);
    for (int i = 0; i < components.length; i++) {
      text.append(i == 0 ? "" : "^").append(components[i].strip().toLowerCase(Locale.ROOT));
    }
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '^') {
      end--;
    }
    return end == 0 ? List.of() : List.of(text.substring(0, end));
  }

  /** The words of a normalised group: its components, and what spaces part in them. */
  static List<String> parts(String group) {
    return Arrays.stream(group.split("[\\^ ]")).filter(part -> !part.isEmpty()).toList();
  }

  static String text(String value) {
    return NameNormaliser.text(value);
  }
}

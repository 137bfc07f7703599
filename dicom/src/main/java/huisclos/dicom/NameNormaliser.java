package huisclos.dicom;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * The one function by which names and other text are compared without regard to case, accents and
 * spelling of the same character: what is indexed and what is asked for both pass through it. Pure,
 * total and thread-safe.
 *
 * <p>A change of any result needs a new {@link #VERSION}, since indexes hold what an older one
 * gave. In this order:
 *
 * <ol>
 *   <li>compatibility forms are unified (full width, half width, ligatures: NFKD);
 *   <li>accents, breathings, niqqud and harakat go; vowel and tone signs of Thai and Indic scripts
 *       and the voicing marks of kana stay, for they make other letters of them;
 *   <li>case folds, ß to ss, every i of Turkish to i; Latin letters that Unicode does not take
 *       apart become the plain ones (ø o, ł l, đ and ð d, æ ae, œ oe, þ th, ħ h, ŧ t);
 *   <li>typographic apostrophes and dashes become ' and -, invisible characters go;
 *   <li>runs of space and control characters become one space, outer ones go; the rest is composed
 *       again (NFC), so that a Korean syllable counts as one character.
 * </ol>
 *
 * <p>Hiragana and katakana stay distinct, as do simplified and traditional ideographs. The
 * wildcards {@code *} and {@code ?} pass unchanged (their full-width forms become them).
 */
public final class NameNormaliser {
  /** The version of the results. */
  public static final int VERSION = 1;

  private static final int COMBINING_VOICED_SOUND_MARK = 0x3099;
  private static final int COMBINING_SEMI_VOICED_SOUND_MARK = 0x309A;

  private NameNormaliser() {}

  /**
   * A normalised name: its groups (alphabetic, ideographic, phonetic), each of five components.
   * Derived from patient data; {@code toString} shows nothing of it.
   */
  public record NormalisedName(
      List<String> alphabetic, List<String> ideographic, List<String> phonetic) {
    /** The groups in the standard's order, empty ones included. */
    public List<List<String>> groups() {
      return List.of(alphabetic, ideographic, phonetic);
    }

    /** The groups that have a component, each joined by carets without trailing ones. */
    public List<String> texts() {
      return groups().stream().map(NormalisedName::joined).filter(t -> !t.isEmpty()).toList();
    }

    private static String joined(List<String> components) {
      int end = components.size();
      while (end > 0 && components.get(end - 1).isEmpty()) {
        end--;
      }
      return String.join("^", components.subList(0, end));
    }

    @Override
    public String toString() {
      return "NormalisedName(withheld)";
    }
  }

  /** A name by groups and components. Delimiters stay where they are; only components change. */
  public static NormalisedName name(PersonName name) {
    return new NormalisedName(
        components(name.alphabetic()), components(name.ideographic()), components(name.phonetic()));
  }

  private static List<String> components(PersonName.Group group) {
    return group.components().stream().map(NameNormaliser::text).toList();
  }

  /** Any other text, and a name's component; at most a few times as long as its input. */
  public static String text(String text) {
    // NFKD would make a space of a free-standing acute, which is often typed as an apostrophe.
    String typed = text.replace('\u00B4', '\'');
    String folded = folded(Normalizer.normalize(typed, Normalizer.Form.NFKD));
    String decomposed = Normalizer.normalize(folded, Normalizer.Form.NFKD);
    StringBuilder out = new StringBuilder(decomposed.length());
    decomposed.codePoints().forEach(c -> append(out, c));
    int end = out.length();
    if (end > 0 && out.charAt(end - 1) == ' ') {
      out.setLength(end - 1);
    }
    return Normalizer.normalize(out, Normalizer.Form.NFC);
  }

  /** Lower, upper, lower: upper case is what joins ß with ss, final with medial sigma, ı with i. */
  private static String folded(String text) {
    return lower(lower(text).toUpperCase(Locale.ROOT));
  }

  /** Each character by itself: String's own method looks at the neighbours of a sigma. */
  private static String lower(String text) {
    return text.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void append(StringBuilder out, int c) {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    } else if (!isAccent(c) && Character.getType(c) != Character.FORMAT) {
      String plain = plain(c);
      if (plain.isEmpty()) {
        out.appendCodePoint(c);
      } else {
        out.append(plain);
      }
    }
  }

  private static boolean isAccent(int c) {
    int type = Character.getType(c);
    if (type == Character.ENCLOSING_MARK) {
      return true;
    }
    if (type != Character.NON_SPACING_MARK
        || c == COMBINING_VOICED_SOUND_MARK
        || c == COMBINING_SEMI_VOICED_SOUND_MARK) {
      return false;
    }
    UnicodeScript script = UnicodeScript.of(c);
    return script == UnicodeScript.INHERITED
        || script == UnicodeScript.HEBREW
        || script == UnicodeScript.ARABIC
        || script == UnicodeScript.SYRIAC
        || script == UnicodeScript.CYRILLIC;
  }

  private static String plain(int c) {
    return switch (c) {
      case 'ø' -> "o";
      case 'ł' -> "l";
      case 'đ', 'ð' -> "d";
      case 'æ' -> "ae";
      case 'œ' -> "oe";
      case 'þ' -> "th";
      case 'ħ' -> "h";
      case 'ŧ' -> "t";
      case 'ı' -> "i";
      case '\u2018', '\u2019', '\u201B', '\u02BC', '\u02B9', '`', '\u2032' -> "'";
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212' -> "-";
      default -> "";
    };
  }
}

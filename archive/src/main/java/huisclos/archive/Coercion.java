package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.ValueElement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A rule of what is corrected as objects come. Immutable.
 *
 * @param id given when it is added
 * @param kind what it does
 * @param sender the title of the device, or the account, whose objects it is about; empty for all
 * @param value defined terms parted by backslashes, of the kinds that declare a character set
 * @param added when
 */
public record Coercion(long id, Kind kind, String sender, String value, Instant added) {
  /** Characters of a sender, and of a value. */
  public static final int MAX_CHARS = 64;

  /** What a rule does. */
  public enum Kind {
    /** Padding before and behind Patient ID and Accession Number goes, control characters too. */
    TRIM,
    /** All whitespace in Patient ID and Accession Number goes, that inside too. */
    SQUEEZE,
    /** The sender's text is read as in this character set, whatever it declares. */
    CHARSET,
    /** The same where it declares none. */
    CHARSET_MISSING;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it declares a character set. */
    public boolean declares() {
      return this == CHARSET || this == CHARSET_MISSING;
    }
  }

  /** What the rules of whitespace are about. */
  private static final List<Integer> IDENTIFIERS = List.of(Tag.PATIENT_ID, Tag.ACCESSION_NUMBER);

  /**
   * @throws IllegalArgumentException with what to write instead, if it is no rule
   */
  public Coercion {
    if (sender.length() > MAX_CHARS || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a sender or character set has at most 64 characters");
    }
    if (kind.declares()) {
      SpecificCharacterSet set = SpecificCharacterSet.of(terms(value));
      if (sender.isEmpty()) {
        throw new IllegalArgumentException("name the sender whose character set is repaired");
      }
      if (value.isEmpty() || !set.ignoredTerms().isEmpty()) {
        throw new IllegalArgumentException("name defined terms of PS3.3 C.12.1.1.2: ISO_IR 100");
      }
    } else if (!value.isEmpty()) {
      throw new IllegalArgumentException("a rule of whitespace takes no character set");
    }
  }

  private static List<String> terms(String value) {
    return Arrays.asList(value.split("\\\\", -1));
  }

  boolean isAbout(String from) {
    return sender.isEmpty() || sender.equals(from);
  }

  /** What the rules that are about a sender change of this header; empty where they don't. */
  static Overlay overlay(List<Coercion> rules, String sender, DataSet header) {
    List<Coercion> about = rules.stream().filter(rule -> rule.isAbout(sender)).toList();
    SpecificCharacterSet declared = header.characterSet();
    SpecificCharacterSet read = declared;
    for (Coercion rule : about) {
      boolean missing = declared.terms().stream().allMatch(String::isEmpty);
      if (rule.kind == Kind.CHARSET || (rule.kind == Kind.CHARSET_MISSING && missing)) {
        read = SpecificCharacterSet.of(terms(rule.value));
      }
    }
    DataSet values = Overlay.utf8();
    boolean squeeze = about.stream().anyMatch(rule -> rule.kind == Kind.SQUEEZE);
    if (squeeze || about.stream().anyMatch(rule -> rule.kind == Kind.TRIM)) {
      for (int tag : IDENTIFIERS) {
        trim(header, tag, read, squeeze, values);
      }
    }
    List<String> terms = read.terms().equals(declared.terms()) ? List.of() : read.terms();
    return new Overlay(values, List.of(), terms);
  }

  private static void trim(
      DataSet header, int tag, SpecificCharacterSet read, boolean squeeze, DataSet values) {
    if (!(header.get(tag).orElse(null) instanceof ValueElement value) || value.isEmpty()) {
      return;
    }
    String came = read.decode(value.bytes(), value.vr());
    String kept = came.codePoints().allMatch(c -> !stray(c)) ? came : stripped(came, squeeze);
    // One space makes a length even: that is no stray one (PS3.5 §6.2).
    boolean even = came.length() == kept.length() + 1 && came.equals(kept + " ");
    if (kept.equals(came) || (even && kept.length() % 2 == 1)) {
      return;
    }
    if (kept.isEmpty()) {
      values.putEmpty(tag);
    } else {
      values.putString(tag, kept);
    }
  }

  private static boolean stray(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  private static String stripped(String text, boolean squeeze) {
    int[] points = text.codePoints().toArray();
    int from = 0;
    int to = points.length;
    while (from < to && stray(points[from])) {
      from++;
    }
    while (to > from && stray(points[to - 1])) {
      to--;
    }
    StringBuilder kept = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (!squeeze || !stray(points[i])) {
        kept.appendCodePoint(points[i]);
      }
    }
    return kept.toString();
  }
}

package huisclos.dicom;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The character sets that Specific Character Set (0008,0005) declares for a data set or an item,
 * both ways (PS3.3 C.12.1.1.2, PS3.5 §6.1.2). Immutable and safe for any number of threads.
 *
 * <p>Decoding is for reading and display and never fails. Its tolerances:
 *
 * <ul>
 *   <li>A defined term is read without regard to case and to what separates its words ({@code
 *       iso-ir 100}). One that stays unknown is left out and named by {@link #ignoredTerms()}; so
 *       is a multi-byte set without code extensions (UTF-8, GB18030, GBK) after value 1, and
 *       whatever follows such a set.
 *   <li>A known escape sequence is obeyed even where its set is not declared; an unknown one stays
 *       in the text as it is.
 *   <li>A byte above 7FH where G1 is not designated is read by the set that this value designated
 *       last, else by the first declared one; where none is declared, by UTF-8 if the whole value
 *       is well-formed UTF-8, else by ISO 8859-1.
 *   <li>A byte that its set does not hold becomes U+FFFD.
 * </ul>
 *
 * <p>Encoding is exact: what the declared sets do not hold is an {@link UnencodableTextException},
 * never a replacement.
 */
public final class SpecificCharacterSet {
  /** The default repertoire, ISO IR 6: what an absent or empty attribute means. */
  public static final SpecificCharacterSet DEFAULT = of(List.of());

  /** Unicode in UTF-8, {@code ISO_IR 192}. */
  public static final SpecificCharacterSet UTF_8 = of(List.of("ISO_IR 192"));

  private final List<String> terms;
  private final List<String> ignored;
  private final @Nullable Charset whole;
  private final CodeElement g0;
  private final @Nullable CodeElement g1;
  private final List<CodeElement> declared;

  private SpecificCharacterSet(
      List<String> terms,
      List<String> ignored,
      @Nullable Charset whole,
      CodeElement g0,
      @Nullable CodeElement g1,
      List<CodeElement> declared) {
    this.terms = terms;
    this.ignored = ignored;
    this.whole = whole;
    this.g0 = g0;
    this.g1 = g1;
    this.declared = declared;
  }

  /**
   * The set that these values of (0008,0005) declare, in their order; an empty first value is the
   * default repertoire. Never fails: see the class's tolerances.
   */
  public static SpecificCharacterSet of(List<String> definedTerms) {
    List<String> terms = definedTerms.stream().map(SpecificCharacterSet::stripped).toList();
    List<String> ignored = new ArrayList<>();
    List<CodeElement> declared = new ArrayList<>();
    CodeElement g0 = CodeElement.ASCII;
    CodeElement g1 = null;
    for (int i = 0; i < terms.size(); i++) {
      String term = canonical(terms.get(i));
      Charset whole = wholeCharset(term);
      if (whole != null && i == 0) {
        return new SpecificCharacterSet(
            terms, terms.subList(1, terms.size()), whole, g0, null, List.of());
      }
      List<CodeElement> elements = elements(term);
      if (elements.isEmpty() && !term.isEmpty()) {
        ignored.add(terms.get(i));
      }
      for (CodeElement element : elements) {
        // A two-byte G0 set can't be the initial one: the delimiters would vanish into it.
        if (i == 0 && element.inG0() && element.width() == 1) {
          g0 = element;
        } else if (i == 0 && !element.inG0()) {
          g1 = element;
        }
      }
      declared.addAll(elements);
    }
    return new SpecificCharacterSet(
        terms, List.copyOf(ignored), null, g0, g1, List.copyOf(declared));
  }

  /** The values of (0008,0005) as given, stripped; empty for the default repertoire. */
  public List<String> terms() {
    return terms;
  }

  /** Those of {@link #terms()} that have no effect here: unknown ones, and ones out of place. */
  public List<String> ignoredTerms() {
    return ignored;
  }

  /**
   * The text of a stored value, neither split nor trimmed: where the VR allows several values, its
   * backslashes are the separators (and only they: a backslash byte inside a multi-byte character
   * is not one).
   */
  public String decode(byte[] raw, Vr vr) {
    if (plain(raw)) {
      return new String(raw, StandardCharsets.ISO_8859_1);
    }
    if (!vr.usesCharacterSet()) {
      return undeclared(raw, 0, raw.length, wellFormedUtf8(raw));
    }
    Charset charset = whole;
    return charset != null
        ? new String(raw, charset)
        : new Iso2022Decoder(this, raw, delimiters(vr)).decode();
  }

  /**
   * The bytes of {@code text}, which may hold several values separated by backslashes; not padded.
   *
   * @throws UnencodableTextException if the declared sets (for a VR that they do not affect: the
   *     default repertoire) lack one of its characters
   */
  public byte[] encode(String text, Vr vr) {
    Charset charset = vr.usesCharacterSet() ? whole : StandardCharsets.US_ASCII;
    if (charset == null) {
      return new Iso2022Encoder(this, delimiters(vr)).encode(text);
    }
    CharBuffer in = CharBuffer.wrap(text);
    try {
      ByteBuffer out = charset.newEncoder().encode(in);
      return Arrays.copyOfRange(out.array(), out.arrayOffset(), out.arrayOffset() + out.limit());
    } catch (CharacterCodingException e) {
      throw new UnencodableTextException(in.position());
    }
  }

  /** Whether {@link #encode} would succeed. */
  public boolean canEncode(String text, Vr vr) {
    try {
      encode(text, vr);
      return true;
    } catch (UnencodableTextException e) {
      return false;
    }
  }

  /** The set that G0 holds where a value begins and after each delimiter. */
  CodeElement initialG0() {
    return g0;
  }

  /** The set that G1 holds there, if any. */
  @Nullable CodeElement initialG1() {
    return g1;
  }

  /** Every declared code element, in the order of the terms. */
  List<CodeElement> declared() {
    return declared;
  }

  /** Text of bytes that no declared set explains. */
  static String undeclared(byte[] raw, int from, int length, boolean utf8) {
    return new String(
        raw, from, length, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  static boolean wellFormedUtf8(byte[] raw) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The characters after which value 1's sets hold again (PS3.5 §6.1.2.5.3), beside controls. */
  private static String delimiters(Vr vr) {
    if (vr == Vr.PN) {
      return "\\^=";
    }
    return vr.multiValued() ? "\\" : "";
  }

  private static boolean plain(byte[] raw) {
    for (byte b : raw) {
      if (b < 0 || b == CodeElement.ESC) {
        return false;
      }
    }
    return true;
  }

  /** Without spaces and the NULs that some writers pad with. */
  private static String stripped(String term) {
    return term.replace("\0", "").strip();
  }

  private static String canonical(String term) {
    return term.toUpperCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
  }

  private static @Nullable Charset wholeCharset(String term) {
    return switch (term) {
      case "ISO IR 192" -> StandardCharsets.UTF_8;
      case "GB18030" -> Charset.forName("GB18030");
      case "GBK" -> Charset.forName("GBK");
      default -> null;
    };
  }

  private static List<CodeElement> elements(String term) {
    List<CodeElement> found = new ArrayList<>();
    for (CodeElement element : CodeElement.values()) {
      if (term.equals("ISO IR " + element.number())
          || term.equals("ISO 2022 IR " + element.number())) {
        found.add(element);
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "SpecificCharacterSet" + terms;
  }
}

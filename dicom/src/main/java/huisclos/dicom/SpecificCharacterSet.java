package huisclos.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The character repertoire of a data set: for now the default, Latin-1 and UTF-8. */
public final class SpecificCharacterSet {
  public static final SpecificCharacterSet DEFAULT = of(List.of());
  public static final SpecificCharacterSet UTF_8 = of(List.of("ISO_IR 192"));

  private final List<String> terms;
  private final Charset charset;

  private SpecificCharacterSet(List<String> terms) {
    this.terms = terms;
    this.charset =
        terms.contains("ISO_IR 192") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
  }

  public static SpecificCharacterSet of(List<String> definedTerms) {
    return new SpecificCharacterSet(List.copyOf(definedTerms));
  }

  public String decode(byte[] raw, Vr vr) {
    return new String(raw, charset);
  }

  public byte[] encode(String text, Vr vr) {
    return text.getBytes(charset);
  }

  public List<String> terms() {
    return terms;
  }
}

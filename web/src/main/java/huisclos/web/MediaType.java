package huisclos.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type or media range with its parameters (RFC 9110 §8.3.1), such as {@code
 * multipart/related; type="application/dicom"}. Immutable.
 *
 * @param type in lower case; {@code *} in a range
 * @param subtype in lower case; {@code *} in a range
 * @param parameters by name in lower case, in their order; values as they were written
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {
  /** Characters of a media type with its parameters; a longer one is none. */
  public static final int MAX_CHARS = 1024;

  /** Parameters of one media type; with more it is none. */
  public static final int MAX_PARAMETERS = 16;

  public static final MediaType DICOM = of("application/dicom");
  public static final MediaType DICOM_JSON = of("application/dicom+json");
  public static final MediaType DICOM_XML = of("application/dicom+xml");
  public static final MediaType JSON = of("application/json");
  public static final MediaType OCTETS = of("application/octet-stream");
  public static final MediaType ZIP = of("application/zip");
  public static final MediaType PROBLEM = of("application/problem+json");
  public static final MediaType RELATED = of("multipart/related");

  public MediaType {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * A media type that the program itself names.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static MediaType of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no media type"));
  }

  /** A media type or range as somebody else wrote it; empty where it is none. */
  public static Optional<MediaType> parse(String text) {
    return text.length() > MAX_CHARS ? Optional.empty() : new HeaderText(text).mediaType();
  }

  /** {@code multipart/related} with parts of a type (RFC 2387). */
  public static MediaType related(MediaType part) {
    MediaType related = RELATED.with("type", part.essence());
    return part.transferSyntax()
        .map(syntax -> related.with(HeaderText.TRANSFER_SYNTAX, syntax))
        .orElse(related);
  }

  /** The same with a parameter added or replaced. */
  public MediaType with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name.toLowerCase(Locale.ROOT), value);
    return new MediaType(type, subtype, more);
  }

  /** Type and subtype alone, such as {@code image/jpeg}. */
  public String essence() {
    return type + "/" + subtype;
  }

  /** Whether type and subtype are the other's; parameters don't count. */
  public boolean isAs(MediaType other) {
    return type.equals(other.type) && subtype.equals(other.subtype);
  }

  /** The value of a parameter. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** The parameter {@code transfer-syntax} (PS3.18 §8.7.3.5.2): a UID, or {@code *} in a range. */
  public Optional<String> transferSyntax() {
    return parameter(HeaderText.TRANSFER_SYNTAX);
  }

  /** Whether type or subtype is left open. */
  public boolean isRange() {
    return type.equals("*") || subtype.equals("*");
  }

  /** As a header says it; values that are no tokens are quoted. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(essence());
    parameters.forEach((name, value) -> {
      text.append("; ").append(name).append('=');
      HeaderText.appendValue(text, value);
    });
    return text.toString();
  }
}

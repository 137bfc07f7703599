package huisclos.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A reader of header values in the grammar of RFC 9110 §5.6: tokens, quoted strings, parameters,
 * lists. For one value; not thread-safe.
 */
final class HeaderText {
  static final String TRANSFER_SYNTAX = "transfer-syntax";

  private final String text;
  private int at;

  HeaderText(String text) {
    this.text = text;
  }

  /** The whole text as one media type. */
  Optional<MediaType> mediaType() {
    Optional<MediaType> one = nextMediaType();
    return at == text.length() ? one : Optional.empty();
  }

  /**
   * The whole text as a comma-separated list of media types.
   *
   * @return empty where one of them is none, or there are more
   */
  Optional<List<MediaType>> mediaTypes(int max) {
    List<MediaType> list = new ArrayList<>();
    blanks();
    while (at < text.length()) {
      if (text.charAt(at) == ',') {
        at++; // An empty place in a list is allowed (RFC 9110 §5.6.1.2).
        blanks();
        continue;
      }
      Optional<MediaType> one = nextMediaType();
      if (one.isEmpty() || list.size() == max || (at < text.length() && text.charAt(at) != ',')) {
        return Optional.empty();
      }
      list.add(one.get());
    }
    return Optional.of(list);
  }

  private Optional<MediaType> nextMediaType() {
    blanks();
    String type = token();
    if (type.isEmpty() || !take('/')) {
      return Optional.empty();
    }
    String subtype = token();
    if (subtype.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    blanks();
    while (take(';')) {
      blanks();
      String name = token().toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        continue; // "; ;" and a semicolon at the end do no harm.
      }
      blanks();
      if (!take('=')) {
        return Optional.empty();
      }
      blanks();
      Optional<String> value = value();
      if (value.isEmpty()
          || parameters.size() == MediaType.MAX_PARAMETERS
          || parameters.putIfAbsent(name, value.get()) != null) {
        return Optional.empty();
      }
      blanks();
    }
    return Optional.of(
        new MediaType(type.toLowerCase(Locale.ROOT), subtype.toLowerCase(Locale.ROOT), parameters));
  }

  /** A token, a quoted string or, as many write it, {@code type=application/dicom} bare. */
  private Optional<String> value() {
    if (take('"')) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && (isToken(text.charAt(at)) || text.charAt(at) == '/')) {
      at++;
    }
    return at == start ? Optional.empty() : Optional.of(text.substring(start, at));
  }

  private Optional<String> quoted() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return Optional.of(value.toString());
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      if (c < ' ' || c > '~') {
        return Optional.empty();
      }
      value.append(c);
    }
    return Optional.empty();
  }

  private String token() {
    int start = at;
    while (at < text.length() && isToken(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void blanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  static boolean isToken(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  /** Appends a parameter's value, in quotes unless it is a token. */
  static void appendValue(StringBuilder target, String value) {
    if (!value.isEmpty() && value.chars().allMatch(c -> isToken((char) c))) {
      target.append(value);
      return;
    }
    target.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        target.append('\\');
      }
      target.append(c);
    }
    target.append('"');
  }
}

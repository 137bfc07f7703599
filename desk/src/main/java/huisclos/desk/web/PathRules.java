package huisclos.desk.web;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the path and the query of a request (RFC 3986 §3.3, §3.4), in the one way there is: what
 * another reader might take for something else is not a path here. No dot segments, no empty ones,
 * no encoded slashes or backslashes, no {@code ;} parameters, no control characters, nothing that
 * isn't UTF-8.
 */
final class PathRules {
  /** Parameters of one query, at most. */
  private static final int MAX_PARAMETERS = 256;

  private static final String PLAIN = "-._~!$&'()*+,=:@";

  private PathRules() {}

  /** The segments of a path, decoded; the root has none; empty where it is no path here. */
  static Optional<List<String>> segments(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    String[] raw = path.substring(1).split("/", -1);
    for (int i = 0; i < raw.length; i++) {
      boolean lastSlash = i == raw.length - 1 && raw[i].isEmpty();
      if (lastSlash && i == 0) {
        return Optional.of(List.of());
      }
      Optional<String> segment = lastSlash ? Optional.empty() : segment(raw[i]);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(segments);
  }

  private static Optional<String> segment(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && c != '%' && PLAIN.indexOf(c) < 0) {
        return Optional.empty();
      }
    }
    return decoded(raw.replace("+", "%2B"))
        .filter(s -> !s.isEmpty() && !s.equals(".") && !s.equals(".."))
        .filter(s -> s.chars().noneMatch(c -> c < 0x20 || c == 0x7f || c == '/' || c == '\\'));
  }

  /** The parameters of a query in their order; empty where it can't be read. */
  static Optional<List<Map.Entry<String, String>>> parameters(String query) {
    List<Map.Entry<String, String>> parameters = new ArrayList<>();
    for (String part : query.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      Optional<String> name = decoded(equals < 0 ? part : part.substring(0, equals));
      Optional<String> value = decoded(equals < 0 ? "" : part.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty() || parameters.size() == MAX_PARAMETERS) {
        return Optional.empty();
      }
      parameters.add(new SimpleImmutableEntry<>(name.get(), value.get()));
    }
    return Optional.of(List.copyOf(parameters));
  }

  /** As a form encodes: {@code +} is a space. Empty for broken escapes, bad UTF-8 and NUL. */
  private static Optional<String> decoded(String encoded) {
    if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
      return Optional.of(encoded).filter(PathRules::isAscii);
    }
    try {
      byte[] bytes =
          URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return Optional.of(decoded).filter(_ -> isAscii(encoded)).filter(s -> s.indexOf(0) < 0);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}

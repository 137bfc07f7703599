package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields of a form that was sent ({@code application/x-www-form-urlencoded}). */
final class Form {
  /** Longest body that is read, bytes. */
  static final int MAX_BYTES = 16 * 1024;

  private static final int MAX_FIELDS = 16;

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = fields;
  }

  /** Reads a form; what isn't one has no fields. */
  static Form of(Call call) throws IOException {
    String text = text(call, MAX_BYTES);
    String[] pairs = text.split("&", MAX_FIELDS + 1);
    Map<String, String> fields = new HashMap<>();
    try {
      for (int i = 0; i < Math.min(pairs.length, MAX_FIELDS); i++) {
        String[] pair = pairs[i].split("=", 2);
        fields.putIfAbsent(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
      }
    } catch (IllegalArgumentException e) {
      return new Form(Map.of());
    }
    return new Form(fields);
  }

  /** A body as text; empty when it is longer than that. */
  static String text(Call call, int max) throws IOException {
    byte[] bytes = call.body().readNBytes(max + 1);
    return bytes.length > max ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** A field's value; empty when it is missing. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The bytes of a field, for whoever zeroes them. */
  byte[] bytes(String name) {
    return get(name).getBytes(StandardCharsets.UTF_8);
  }
}

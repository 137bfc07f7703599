package huisclos.vault;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A key on a token (RFC 7512): {@code
 * pkcs11:token=LABEL;object=KEY?module-path=/PATH.so&pin-source=file:/PATH}.
 *
 * @param module the token's library
 * @param token the token's label; empty when the slot is given
 * @param slot the slot's id; empty when the token's label is given
 * @param object the label of the sealing key
 * @param pinSource {@code file:/PATH}, {@code credential:NAME} or {@code env:NAME}; never the PIN
 */
public record Pkcs11Uri(
    Path module, Optional<String> token, OptionalLong slot, String object, String pinSource) {

  /**
   * @throws IllegalArgumentException when it is none; the text says what is wrong
   */
  static Pkcs11Uri parse(String text) {
    String rest = text.substring("pkcs11:".length());
    int question = rest.indexOf('?');
    Map<String, String> path = pairs(question < 0 ? rest : rest.substring(0, question), ";");
    Map<String, String> query = pairs(question < 0 ? "" : rest.substring(question + 1), "&");
    if (query.containsKey("pin-value") || path.containsKey("pin-value")) {
      throw new IllegalArgumentException("a PIN doesn't belong in a setting: use pin-source");
    }
    String module = query.getOrDefault("module-path", "");
    if (!Path.of(module).isAbsolute()) {
      throw new IllegalArgumentException("pkcs11: needs module-path=/PATH of the token's library");
    }
    String object = path.getOrDefault("object", "");
    if (object.isEmpty()) {
      throw new IllegalArgumentException("pkcs11: needs object=LABEL, the sealing key's name");
    }
    String pin = query.getOrDefault("pin-source", "");
    if (!pin.matches("(file:/.+|credential:[A-Za-z0-9_.-]+|env:[A-Za-z0-9_]+)")) {
      throw new IllegalArgumentException(
          "pkcs11: needs pin-source=file:/PATH, credential:NAME or env:NAME");
    }
    Optional<String> token = Optional.ofNullable(path.get("token"));
    String slot = path.getOrDefault("slot-id", "");
    if (token.isEmpty() && !slot.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("pkcs11: needs token=LABEL, or slot-id=NUMBER");
    }
    return new Pkcs11Uri(
        Path.of(module),
        token,
        slot.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(slot)),
        object,
        pin);
  }

  private static Map<String, String> pairs(String text, String separator) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text.split(separator, -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = pair.substring(equals + 1).replace("+", "%2B");
        pairs.put(pair.substring(0, equals), URLDecoder.decode(value, StandardCharsets.UTF_8));
      } else if (!pair.isEmpty()) {
        throw new IllegalArgumentException("pkcs11: is a list of NAME=VALUE");
      }
    }
    return pairs;
  }
}

package huisclos.app.backup;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of a backup set, as a manifest names it.
 *
 * @param path of what it holds, below the home; of a pack, what kind it is
 * @param name below the set's folder
 * @param length that counts, bytes; the file may have grown since
 * @param sha256 of that many bytes
 * @param modified when the home's file was last changed, in milliseconds; 0 when that can't be
 *     relied on
 * @param plain SHA-256 of what was sealed; empty for a file that lies in the set as in the home
 */
record Stored(
    String path, String name, long length, String sha256, long modified, Optional<String> plain) {

  void write(ObjectNode node) {
    node.put("path", path).put("name", name).put("length", length).put("sha256", sha256);
    if (modified != 0) {
      node.put("modified", modified);
    }
    plain.ifPresent(hash -> node.put("plain", hash));
  }

  static Stored read(JsonNode node) {
    String plain = node.path("plain").asString("");
    Stored stored =
        new Stored(
            safe(node.path("path").asString("")),
            safe(node.path("name").asString("")),
            node.path("length").asLong(-1),
            node.path("sha256").asString(""),
            node.path("modified").asLong(0),
            plain.isEmpty() ? Optional.empty() : Optional.of(plain));
    if (stored.length < 0 || !stored.sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a manifest names a file in no known form");
    }
    return stored;
  }

  /** A path that stays below where it belongs. */
  static String safe(String path) {
    if (path.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,15}")
        && !path.matches("(.*/)?\\.\\.?(/.*)?")) {
      return path;
    }
    throw new IllegalArgumentException("a path leads out of its folder");
  }
}

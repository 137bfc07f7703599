package huisclos.probe.scope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The signatures of a scope, in {@code SCOPE.toml.sig} beside it: JSON, one entry a signer, each
 * over the SHA-256 of the file's exact bytes.
 */
final class Signatures {
  static final String FORMAT = "huisclos-probe-signatures-1";

  private static final String LABEL = "huisclos probe scope v1\n";
  private static final long MAX_BYTES = 64 << 10;
  private static final int MAX_SIGNATURES = 32;
  private static final JsonMapper JSON = new JsonMapper();

  /** A signer's fingerprint, and what he signed with. */
  private record Entry(String signer, String signature) {}

  private Signatures() {}

  static Path beside(Path scope) {
    return scope.resolveSibling(scope.getFileName() + ".sig");
  }

  private static byte[] message(String sha256) {
    return (LABEL + sha256 + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The trusted keys, of any role, whose signature over this hash is good; each once. */
  static List<TrustedKey> good(Path scope, String sha256, List<TrustedKey> trusted)
      throws IOException, ScopeException {
    List<TrustedKey> good = new ArrayList<>();
    for (Entry entry : read(scope)) {
      for (TrustedKey key : trusted) {
        if (key.fingerprint().equals(entry.signer())
            && !good.contains(key)
            && Keys.base64(entry.signature())
                .filter(signature -> Keys.verifies(key.key(), message(sha256), signature))
                .isPresent()) {
          good.add(key);
        }
      }
    }
    return good;
  }

  /** Whether a file of signatures is there with something in it. */
  static boolean any(Path scope) throws IOException, ScopeException {
    return !read(scope).isEmpty();
  }

  /** Adds a signature; a signer's earlier one, and those over other bytes, go. */
  static void add(Path scope, String sha256, String signer, PrivateKey key)
      throws IOException, ScopeException {
    List<Entry> entries = new ArrayList<>();
    if (sha256.equals(signedHash(scope))) {
      entries.addAll(read(scope));
      entries.removeIf(entry -> entry.signer().equals(signer));
    }
    if (entries.size() >= MAX_SIGNATURES) {
      throw new ScopeException("the scope has " + MAX_SIGNATURES + " signatures", "two are enough");
    }
    String signature = Base64.getEncoder().encodeToString(Keys.sign(key, message(sha256)));
    entries.add(new Entry(signer, signature));
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    node.put("sha256", sha256);
    var list = node.putArray("signatures");
    for (Entry entry : entries) {
      list.addObject().put("signer", entry.signer()).put("signature", entry.signature());
    }
    Path file = beside(scope);
    Path temp = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        temp,
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + System.lineSeparator());
    Files.move(temp, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String signedHash(Path scope) throws IOException, ScopeException {
    return Files.exists(beside(scope)) ? tree(scope).path("sha256").asString("") : "";
  }

  private static List<Entry> read(Path scope) throws IOException, ScopeException {
    if (!Files.exists(beside(scope))) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : tree(scope).path("signatures")) {
      entries.add(
          new Entry(entry.path("signer").asString(""), entry.path("signature").asString("")));
      if (entries.size() > MAX_SIGNATURES) {
        throw broken(scope);
      }
    }
    return entries;
  }

  private static JsonNode tree(Path scope) throws IOException, ScopeException {
    if (Files.size(beside(scope)) > MAX_BYTES) {
      throw broken(scope);
    }
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(beside(scope)));
      if (!FORMAT.equals(tree.path("format").asString(""))) {
        throw broken(scope);
      }
      return tree;
    } catch (JacksonException e) {
      throw broken(scope);
    }
  }

  private static ScopeException broken(Path scope) {
    return new ScopeException(
        beside(scope) + " isn't a file of signatures",
        "remove it and sign again: huisclos probe sign SCOPE.toml --key KEY.pem");
  }
}

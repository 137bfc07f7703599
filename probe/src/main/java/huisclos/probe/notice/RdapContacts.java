package huisclos.probe.notice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whom an RDAP answer about an address (RFC 9083) names for abuse, else for technical and
 * administrative matters.
 *
 * @param network the registered name of the network; may be empty
 * @param country two letters; may be empty
 * @param abuse addresses of mail and telephone numbers of the abuse role
 * @param others those of the technical and administrative roles and the registrant
 */
public record RdapContacts(
    String network, String country, List<String> abuse, List<String> others) {
  /** Longest answer that is read, characters. */
  public static final int MAX_CHARS = 1 << 20;

  private static final int MAX_DEPTH = 4;
  private static final int MAX_ENTITIES = 200;
  private static final int MAX_VALUE = 200;

  public RdapContacts {
    abuse = List.copyOf(abuse);
    others = List.copyOf(others);
  }

  /** Reads one; an answer that isn't RDAP names nobody. */
  public static RdapContacts parse(String json) {
    if (json.length() > MAX_CHARS) {
      return nobody();
    }
    JsonNode root;
    try {
      root = new JsonMapper().readTree(json);
    } catch (JacksonException _) {
      return nobody();
    }
    Reading reading = new Reading();
    reading.entities(root, 0);
    return new RdapContacts(
        text(root.path("name")),
        text(root.path("country")),
        new ArrayList<>(reading.abuse),
        new ArrayList<>(reading.others));
  }

  /** Whether it says anything about the address. */
  public boolean tells() {
    return !network.isEmpty() || !abuse.isEmpty() || !others.isEmpty();
  }

  private static RdapContacts nobody() {
    return new RdapContacts("", "", List.of(), List.of());
  }

  private static String text(JsonNode node) {
    String text = node.isString() ? node.asString() : "";
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(MAX_VALUE)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.toString().strip();
  }

  private static final class Reading {
    private final Set<String> abuse = new LinkedHashSet<>();
    private final Set<String> others = new LinkedHashSet<>();
    private int seen;

    void entities(JsonNode of, int depth) {
      if (depth > MAX_DEPTH) {
        return;
      }
      for (JsonNode entity : of.path("entities")) {
        if (++seen > MAX_ENTITIES) {
          return;
        }
        boolean forAbuse = false;
        for (JsonNode role : entity.path("roles")) {
          forAbuse |= text(role).equalsIgnoreCase("abuse");
        }
        contacts(entity, forAbuse ? abuse : others);
        entities(entity, depth + 1);
      }
    }

    // A jCard (RFC 7095): ["vcard", [[name, parameters, type, value], …]].
    private static void contacts(JsonNode entity, Set<String> into) {
      for (JsonNode property : entity.path("vcardArray").path(1)) {
        String name = text(property.path(0));
        String value = text(property.path(3));
        if (name.equalsIgnoreCase("email") && value.indexOf('@') > 0) {
          into.add(value);
        } else if (name.equalsIgnoreCase("tel") && !value.isEmpty()) {
          into.add(value.startsWith("tel:") ? value.substring(4) : value);
        }
      }
    }
  }
}

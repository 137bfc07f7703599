package huisclos.probe.notice;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A {@code security.txt} (RFC 9116), as far as it says how to reach somebody. A signature around it
 * is skipped, not checked: the address that it gives is the owner's word, no more.
 *
 * @param contacts URIs, most wanted first
 * @param expires until when it counts
 * @param languages that are understood there, most wanted first; may be empty
 */
public record SecurityTxt(List<URI> contacts, Optional<Instant> expires, List<String> languages) {
  /** Longest file that is read, characters. */
  public static final int MAX_CHARS = 65_536;

  private static final int MAX_CONTACTS = 20;
  private static final int MAX_VALUE = 500;

  public SecurityTxt {
    contacts = List.copyOf(contacts);
    languages = List.copyOf(languages);
  }

  /** Reads one; what isn't a field is left out. */
  public static SecurityTxt parse(String text) {
    List<URI> contacts = new ArrayList<>();
    Optional<Instant> expires = Optional.empty();
    List<String> languages = new ArrayList<>();
    String part = text.substring(0, Math.min(text.length(), MAX_CHARS));
    for (String line : part.lines().toList()) {
      if (line.startsWith("-----BEGIN PGP SIGNATURE")) {
        break;
      }
      int colon = line.indexOf(':');
      if (line.startsWith("#") || colon < 1 || line.length() > MAX_VALUE) {
        continue;
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
        case "contact" -> {
          if (contacts.size() < MAX_CONTACTS) {
            contact(value).ifPresent(contacts::add);
          }
        }
        case "expires" -> expires = time(value);
        case "preferred-languages" -> {
          for (String language : value.split(",", 20)) {
            languages.add(language.strip().toLowerCase(Locale.ROOT));
          }
        }
        default -> {
          // Encryption, Canonical, Policy and others say nothing about whom to reach.
        }
      }
    }
    return new SecurityTxt(contacts, expires, languages);
  }

  /**
   * The same in the file's own form, without what {@link #parse} leaves out: a page that only looks
   * like one is not kept.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    contacts.forEach(contact -> text.append("Contact: ").append(contact).append('\n'));
    expires.ifPresent(until -> text.append("Expires: ").append(until).append('\n'));
    String understood =
        languages.stream()
            .filter(language -> language.matches("[a-z0-9-]{1,20}"))
            .limit(MAX_CONTACTS)
            .collect(Collectors.joining(", "));
    if (!understood.isEmpty()) {
      text.append("Preferred-Languages: ").append(understood).append('\n');
    }
    return text.toString();
  }

  private static Optional<URI> contact(String value) {
    try {
      URI uri = URI.create(value);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return List.of("mailto", "tel", "https").contains(scheme)
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String value) {
    try {
      return Optional.of(OffsetDateTime.parse(value.toUpperCase(Locale.ROOT)).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Whether it still counts. RFC 9116 wants an expiry; a file without one counts as expired. */
  public boolean current(Instant now) {
    return expires.map(now::isBefore).orElse(false);
  }
}

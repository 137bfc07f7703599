package huisclos.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom the harvest brakes bind: a device, or a person at any device. The operator on the machine
 * holds the keys of it all and is not bound; nor are the archive's own services, which send by rule
 * to registered peers.
 *
 * @param kind device or person
 * @param name its AE title, or the person's name
 */
public record Spender(Kind kind, String name) {
  /** Device or person. */
  public enum Kind {
    DEVICE,
    PERSON
  }

  /** A device. */
  public static Spender device(String aet) {
    return new Spender(Kind.DEVICE, aet);
  }

  /** A person. */
  public static Spender person(String name) {
    return new Spender(Kind.PERSON, name);
  }

  /** All who spend when this identity is shown something: the device and whoever sits at it. */
  static List<Spender> of(Identity who) {
    Optional<Spender> device = who.deviceTitle().map(Spender::device);
    if (device.isEmpty()) {
      return List.of();
    }
    return who.user()
        .map(user -> List.of(device.get(), person(user)))
        .orElseGet(() -> List.of(device.get()));
  }

  /** As it is stored and shown: {@code device CT1}. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT) + ' ' + name;
  }

  /** What {@link #word} wrote. */
  public static Optional<Spender> parse(String word) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.name().toLowerCase(Locale.ROOT) + ' ';
      if (word.startsWith(prefix)) {
        return Optional.of(new Spender(kind, word.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }
}

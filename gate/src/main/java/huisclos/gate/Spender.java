package huisclos.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom the harvest brakes bind: a device, a person at any door, or a program. The operator on the
 * machine holds the keys of it all and is not bound; nor are the archive's own services, which send
 * by rule to registered peers.
 *
 * @param kind device, person or program
 * @param name its AE title, the person's name, or the token's
 */
public record Spender(Kind kind, String name) {
  /** Device, person or program. */
  public enum Kind {
    DEVICE,
    PERSON,
    PROGRAM
  }

  /** A device. */
  public static Spender device(String aet) {
    return new Spender(Kind.DEVICE, aet);
  }

  /** A person. */
  public static Spender person(String name) {
    return new Spender(Kind.PERSON, name);
  }

  /** A program with a token. */
  public static Spender program(String name) {
    return new Spender(Kind.PROGRAM, name);
  }

  /** All who spend when this identity is shown something: the device and whoever sits at it. */
  static List<Spender> of(Identity who) {
    List<Spender> all = new ArrayList<>(2);
    who.deviceTitle().map(Spender::device).ifPresent(all::add);
    who.user().map(Spender::person).ifPresent(all::add);
    if (who.isProgram()) {
      all.add(program(who.name()));
    }
    return all;
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

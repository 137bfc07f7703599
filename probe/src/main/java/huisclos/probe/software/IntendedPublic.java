package huisclos.probe.software;

import huisclos.probe.finding.Door;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a door is meant to be public: a teaching set, a demonstration. Taking a hospital for one
 * would hide it, so the rule is strict: either the operator lists it, or both its host name and its
 * own words say so. Stateless.
 */
public final class IntendedPublic {
  /** Labels of a host name. */
  private static final Set<String> LABELS =
      Set.of("demo", "demos", "public", "teaching", "sandbox", "playground", "example", "tutorial");

  /** Phrases of a page title or a server's own description, in lower case. */
  private static final List<String> PHRASES =
      List.of(
          "public demo",
          "demo server",
          "demonstration server",
          "demonstration only",
          "teaching file",
          "public archive",
          "public test server",
          "public dataset",
          "anonymized data",
          "anonymised data",
          "for educational purposes");

  private static final int MAX_CHARS = 2_000;

  private IntendedPublic() {}

  /**
   * Why a door is taken as meant to be public; empty where it isn't.
   *
   * @param listed host names and literal addresses that the operator lists as public
   * @param statements what the server says about itself: page titles and descriptions
   */
  public static Optional<String> of(
      Door door, Collection<String> listed, Collection<String> statements) {
    boolean isListed =
        listed.contains(door.address())
            || door.name()
                .map(name -> listed.stream().anyMatch(name::equalsIgnoreCase))
                .orElse(false);
    if (isListed) {
      return Optional.of("the operator lists it as public");
    }
    boolean saysSo = statements.stream().anyMatch(IntendedPublic::says);
    return saysSo && suggested(door)
        ? Optional.of("its host name and its own description say so")
        : Optional.empty();
  }

  /** Whether the host name alone suggests it: worth a note, never a verdict. */
  public static boolean suggested(Door door) {
    return door.name().stream()
        .flatMap(name -> Arrays.stream(name.toLowerCase(Locale.ROOT).split("[.-]")))
        .anyMatch(LABELS::contains);
  }

  /** The phrases, in lower case, for who looks for them without making text of a page. */
  public static List<String> phrases() {
    return PHRASES;
  }

  private static boolean says(String statement) {
    String text =
        statement.substring(0, Math.min(MAX_CHARS, statement.length())).toLowerCase(Locale.ROOT);
    return PHRASES.stream().anyMatch(text::contains);
  }
}

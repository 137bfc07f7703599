package huisclos.archive;

import java.util.List;

/**
 * A name key as it may be meant (fuzzy semantic matching, PS3.4 §C.2.2.2.1.1): each of its parts is
 * a part of the name, in whatever order and component, or sounds like one. A part with wild cards
 * matches a part of the name by them.
 *
 * @param parts the normalised parts of one component group of the key
 */
record FuzzyName(List<String> parts) {
  boolean matches(String group) {
    List<String> names = Normal.parts(group);
    return parts.stream().allMatch(part -> names.stream().anyMatch(name -> alike(part, name)));
  }

  private static boolean alike(String part, String name) {
    return Glob.isPattern(part)
        ? new Glob(part).matches(name)
        : Sound.of(part).equals(Sound.of(name));
  }
}

package huisclos.gate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the scopes of a token grant: SMART App Launch's of version 2 ({@code
 * system/ImagingStudy.rs}) and 1 ({@code user/*.read}), and the words of our own verbs. A scope
 * that isn't understood in every part, one with search parameters too, grants nothing. Immutable.
 *
 * @param patient what is granted within the patient whom the token names
 * @param user what is granted as far as the person may whom the token names
 * @param system what is granted to the program itself
 */
record Scopes(Set<Verb> patient, Set<Verb> user, Set<Verb> system) {
  /** Scopes of one token that are looked at. */
  static final int MAX = 100;

  private static final Pattern SMART =
      Pattern.compile("(patient|user|system)/(ImagingStudy|\\*)\\.(read|write|\\*|c?r?u?d?s?)");

  Scopes {
    patient = Set.copyOf(patient);
    user = Set.copyOf(user);
    system = Set.copyOf(system);
  }

  static Scopes of(List<String> scopes) {
    Set<Verb> patient = EnumSet.noneOf(Verb.class);
    Set<Verb> user = EnumSet.noneOf(Verb.class);
    Set<Verb> system = EnumSet.noneOf(Verb.class);
    for (String scope : scopes.subList(0, Math.min(scopes.size(), MAX))) {
      Matcher smart = SMART.matcher(scope);
      if (smart.matches()) {
        Set<Verb> into =
            switch (smart.group(1)) {
              case "patient" -> patient;
              case "user" -> user;
              default -> system;
            };
        into.addAll(verbs(smart.group(3), smart.group(2).equals("*")));
      } else {
        Verb.grantable(scope).filter(AccessTokens.GRANTABLE::contains).ifPresent(system::add);
      }
    }
    return new Scopes(patient, user, system);
  }

  /** No letter of a wild card deletes: that wants the resource by name. */
  private static Set<Verb> verbs(String may, boolean anyResource) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    boolean v1 = may.equals("read") || may.equals("write") || may.equals("*");
    if (v1 ? !may.equals("write") : may.indexOf('r') >= 0) {
      verbs.add(Verb.GET);
    }
    if (v1 ? !may.equals("write") : may.indexOf('s') >= 0) {
      verbs.add(Verb.FIND);
    }
    if (v1 ? !may.equals("read") : may.indexOf('c') >= 0) {
      verbs.add(Verb.STORE);
    }
    if (!v1 && !anyResource && may.indexOf('d') >= 0) {
      verbs.add(Verb.DELETE);
    }
    return verbs;
  }
}

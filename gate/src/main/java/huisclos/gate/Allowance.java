package huisclos.gate;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a credential allows whoever shows it, at the most: a token's verbs and studies, say. It only
 * ever takes away. Immutable.
 *
 * @param verbs what may be done by it
 * @param reach which studies it may be done to
 */
public record Allowance(Set<Verb> verbs, Reach reach) {
  /** Whatever the person may do. */
  public static final Allowance UNLIMITED =
      new Allowance(EnumSet.allOf(Verb.class), Reach.EVERYTHING);

  public Allowance {
    verbs = Set.copyOf(verbs);
  }
}

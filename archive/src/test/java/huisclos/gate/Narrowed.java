package huisclos.gate;

import java.util.EnumSet;
import java.util.Optional;

/** Identities as the gate would make them, for tests. */
public final class Narrowed {
  private Narrowed() {}

  /** A program that may do anything, as far as this reach goes. */
  public static Identity to(Reach reach) {
    return Identity.program(
        "narrow",
        "",
        Optional::empty,
        new Allowance(EnumSet.allOf(Verb.class), reach),
        "192.0.2.1");
  }

  /** A person who signed in. */
  public static Identity person(User user) {
    return Identity.person(
        user, "test", Identity.newSession(), Optional::empty, Allowance.UNLIMITED, "192.0.2.1");
  }
}

package huisclos.gate;

import java.util.EnumSet;
import java.util.Optional;

/** Somebody who may do anything, as far as a reach goes. */
public final class Narrowed {
  private Narrowed() {}

  /** A program of this reach. */
  public static Identity to(Reach reach) {
    return Identity.program(
        "narrow",
        "",
        Optional::empty,
        new Allowance(EnumSet.allOf(Verb.class), reach),
        "192.0.2.1");
  }
}

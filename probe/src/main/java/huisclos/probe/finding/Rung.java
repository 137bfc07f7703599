package huisclos.probe.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How far somebody without an identity gets at a door. Each rung needs its own evidence: that a
 * door associates says nothing about whether it answers a query. A scope allows each by its name.
 */
public enum Rung {
  /** Something answers on the port, and is recognised or not. */
  REACHABLE,
  /** A DICOM association is accepted, or a web service gives its front page. */
  ASSOCIATES,
  /** A question that matches nobody is answered. */
  QUERYABLE,
  /** How much a stranger could list can be counted without a name crossing the wire. */
  COUNTABLE,
  /** A retrieval of what doesn't exist is answered as permitted. */
  RETRIEVABLE,
  /** A product's shipped default credentials are taken. Needs the owner's written consent. */
  CREDENTIALS,
  /** An object can be stored. Proven only with the owner's written consent and a deletion plan. */
  WRITABLE;

  /** As a scope names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The rung that a scope names so. */
  public static Optional<Rung> of(String word) {
    return Arrays.stream(values()).filter(rung -> rung.word().equals(word)).findFirst();
  }
}

package huisclos.archive;

import huisclos.gate.Glass;

/** What came of breaking the glass. */
public sealed interface Emergency {
  /** Open from now on, for a while. */
  record Opened(Glass glass) implements Emergency {}

  /** Nothing of the kind is here; that somebody asked is on record. */
  record Unknown() implements Emergency {}

  /** The reason is too short or too long to be one. */
  record NoReason() implements Emergency {}

  /** As much is open to this person as can be. */
  record TooMuch() implements Emergency {}
}

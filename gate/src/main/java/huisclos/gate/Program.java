package huisclos.gate;

import java.util.Optional;

/** Who comes with a token. */
sealed interface Program {
  /** A program, or a person on whose behalf one asks. */
  record Is(Identity identity) implements Program {}

  /**
   * Nobody.
   *
   * @param known the name, where the token is or was somebody's
   */
  record No(Reason reason, Optional<String> known) implements Program {}
}

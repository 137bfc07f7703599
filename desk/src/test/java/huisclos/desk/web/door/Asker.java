package huisclos.desk.web.door;

import huisclos.gate.Verb;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody at the door, and what the policy says of them.
 *
 * @param name the column's title
 * @param header what they show, such as {@code Cookie}; with its value; empty for a device
 * @param client whose TLS shows their certificate, if they have one
 * @param verbs what they may do
 * @param person whether they come by a session
 * @param reaches how far: whether they reach the own study, and the other's, with what they may do
 */
record Asker(
    String name,
    Optional<String[]> header,
    HttpClient client,
    Set<Verb> verbs,
    boolean person,
    Reaches reaches) {
  /** What of the two studies somebody reaches. */
  enum Reaches {
    BOTH,
    OWN,
    NONE
  }

  boolean reaches(boolean own) {
    return switch (reaches) {
      case BOTH -> true;
      case OWN -> own;
      case NONE -> false;
    };
  }
}

package huisclos.net;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A C-STORE-RQ (PS3.7 §9.3.1.1).
 *
 * @param context where it came in; its abstract syntax is the SOP class
 * @param sopInstance Affected SOP Instance UID: digits and dots, 64 at most
 * @param moveOriginatorAet who asked for the C-MOVE that this is part of
 * @param moveOriginatorMessageId likewise
 */
public record StoreRequest(
    AcceptedContext context,
    String sopInstance,
    Optional<String> moveOriginatorAet,
    OptionalInt moveOriginatorMessageId) {
  /** Affected SOP Class UID. */
  public String sopClass() {
    return context.abstractSyntax();
  }

  /** The data set's transfer syntax. */
  public String transferSyntax() {
    return context.transferSyntax();
  }
}

package huisclos.gate;

/** What the gate said to a request. */
public sealed interface Decision {
  /** Yes, by this pass. */
  record Granted(Pass pass) implements Decision {}

  /** No, and that is on record. */
  record Denied(Reason reason) implements Decision {}
}

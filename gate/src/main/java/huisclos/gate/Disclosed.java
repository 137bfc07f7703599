package huisclos.gate;

/** What became of a disclosure. */
public sealed interface Disclosed {
  /** It is on record, durably: what it names may leave now. */
  record OnRecord() implements Disclosed {}

  /** The brakes hold it; that is on record, and nothing of it may leave. */
  record Held(Reason reason) implements Disclosed {}
}

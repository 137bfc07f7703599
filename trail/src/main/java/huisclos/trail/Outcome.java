package huisclos.trail;

/** How what is recorded ended. */
public enum Outcome {
  /** It was granted and done. For a disclosure: granted, and recorded before the first byte. */
  DONE,
  /** A rule said no. */
  REFUSED,
  /** It was allowed, but something broke. */
  FAILED
}

package huisclos.gate;

/** Whether a caller may have an association. */
public sealed interface Admission {
  /** It may; the verbs are decided one by one. */
  record Admitted(Identity identity) implements Admission {}

  /**
   * It may not, and that is on record. All of these look the same outside: A-ASSOCIATE-RJ, result
   * 1, source 1, reason 1 (PS3.8 §9.3.4).
   */
  record Refused(Reason reason) implements Admission {}
}

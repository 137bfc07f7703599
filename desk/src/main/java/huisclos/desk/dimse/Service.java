package huisclos.desk.dimse;

import huisclos.gate.Verb;
import java.util.Optional;

/** What the archive does with an abstract syntax, and the verb that each role needs. */
enum Service {
  VERIFICATION("Verification", Optional.empty(), Optional.empty()),
  /** The requestor is SCP, by role selection, in the sub-operations of its C-GET. */
  STORAGE("Storage", Optional.of(Verb.STORE), Optional.of(Verb.GET)),
  FIND("Query", Optional.of(Verb.FIND), Optional.empty()),
  MOVE("Retrieve (C-MOVE)", Optional.of(Verb.MOVE), Optional.empty()),
  GET("Retrieve (C-GET)", Optional.of(Verb.GET), Optional.empty()),
  COMMITMENT("Storage Commitment", Optional.of(Verb.COMMIT), Optional.empty()),
  WORKLIST("Modality Worklist", Optional.of(Verb.WORKLIST), Optional.empty()),
  PERFORMED_STEP("Modality Performed Procedure Step", Optional.of(Verb.MPPS), Optional.empty());

  private final String title;
  private final Optional<Verb> asScp;
  private final Optional<Verb> asScu;

  Service(String title, Optional<Verb> asScp, Optional<Verb> asScu) {
    this.title = title;
    this.asScp = asScp;
    this.asScu = asScu;
  }

  /** Its name in the conformance statement. */
  String title() {
    return title;
  }

  /** The verb that lets a requestor be SCU of it; empty where it never may, or needs none. */
  Optional<Verb> asScp() {
    return asScp;
  }

  /** The verb that lets a requestor be SCP of it, by role selection; empty where it never may. */
  Optional<Verb> asScu() {
    return asScu;
  }

  /** Whether a requestor may be SCU of it without any grant. */
  boolean open() {
    return this == VERIFICATION;
  }
}

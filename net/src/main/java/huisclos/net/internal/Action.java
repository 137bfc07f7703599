package huisclos.net.internal;

import java.util.Set;

/**
 * The actions of the upper layer's protocol machine (PS3.8 §9.2.3, Tables 9-6 to 9-9), each with
 * the states that may follow it.
 */
public enum Action {
  /** Ask for the transport connection. */
  AE_1(State.STA_4),
  /** Send A-ASSOCIATE-RQ. */
  AE_2(State.STA_5),
  /** Confirm the acceptance to the local user. */
  AE_3(State.STA_6),
  /** Confirm the rejection to the local user, close the transport. */
  AE_4(State.STA_1),
  /** Take the transport connection, start ARTIM. */
  AE_5(State.STA_2),
  /** Stop ARTIM; indicate the request, or reject it, start ARTIM. */
  AE_6(State.STA_3, State.STA_13),
  /** Send A-ASSOCIATE-AC. */
  AE_7(State.STA_6),
  /** Send A-ASSOCIATE-RJ, start ARTIM. */
  AE_8(State.STA_13),
  /** Send P-DATA-TF. */
  DT_1(State.STA_6),
  /** Indicate P-DATA. */
  DT_2(State.STA_6),
  /** Send A-RELEASE-RQ. */
  AR_1(State.STA_7),
  /** Indicate the release. */
  AR_2(State.STA_8),
  /** Confirm the release, close the transport. */
  AR_3(State.STA_1),
  /** Send A-RELEASE-RP, start ARTIM. */
  AR_4(State.STA_13),
  /** Stop ARTIM. */
  AR_5(State.STA_1),
  /** Indicate P-DATA that came after our release request. */
  AR_6(State.STA_7),
  /** Send P-DATA-TF before the release is answered. */
  AR_7(State.STA_8),
  /** Indicate the release collision; the requestor's next state, then the acceptor's. */
  AR_8(State.STA_9, State.STA_10),
  /** Send A-RELEASE-RP (requestor, collision). */
  AR_9(State.STA_11),
  /** Confirm the release (acceptor, collision). */
  AR_10(State.STA_12),
  /** Send A-ABORT of the service-user, start or restart ARTIM. */
  AA_1(State.STA_13),
  /** Stop ARTIM, close the transport. */
  AA_2(State.STA_1),
  /** Indicate the peer's abort, close the transport. */
  AA_3(State.STA_1),
  /** Indicate that the provider aborted: the transport is gone. */
  AA_4(State.STA_1),
  /** Stop ARTIM. */
  AA_5(State.STA_1),
  /** Ignore the PDU. */
  AA_6(State.STA_13),
  /** Send A-ABORT. */
  AA_7(State.STA_13),
  /** Send A-ABORT of the service-provider, indicate it, start ARTIM. */
  AA_8(State.STA_13);

  private final State next;
  private final State otherwise;

  Action(State next) {
    this(next, next);
  }

  Action(State next, State otherwise) {
    this.next = next;
    this.otherwise = otherwise;
  }

  /** The state that follows, or the first of two. */
  public State next() {
    return next;
  }

  /** The second of two, else the same. */
  public State otherwise() {
    return otherwise;
  }

  /** Every state that may follow. */
  public Set<State> following() {
    return next == otherwise ? Set.of(next) : Set.of(next, otherwise);
  }
}

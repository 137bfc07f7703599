package huisclos.net.internal;

/** The states of the upper layer's protocol machine (PS3.8 §9.2.1, Tables 9-1 to 9-5). */
public enum State {
  /** Idle. */
  STA_1,
  /** Transport connection open, awaiting A-ASSOCIATE-RQ. */
  STA_2,
  /** Awaiting the local A-ASSOCIATE response. */
  STA_3,
  /** Awaiting the transport connection. */
  STA_4,
  /** Awaiting A-ASSOCIATE-AC or -RJ. */
  STA_5,
  /** Association established, ready for data. */
  STA_6,
  /** Awaiting A-RELEASE-RP. */
  STA_7,
  /** Awaiting the local A-RELEASE response. */
  STA_8,
  /** Release collision, requestor: awaiting the local A-RELEASE response. */
  STA_9,
  /** Release collision, acceptor: awaiting A-RELEASE-RP. */
  STA_10,
  /** Release collision, requestor: awaiting A-RELEASE-RP. */
  STA_11,
  /** Release collision, acceptor: awaiting the local A-RELEASE response. */
  STA_12,
  /** Awaiting the close of the transport connection. */
  STA_13
}

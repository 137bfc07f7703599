package huisclos.net;

/** What no peer can exceed whatever the settings: each is checked before anything is allocated. */
public final class PduLimits {
  /** PDU type, a reserved byte and the length (PS3.8 §9.3.1). */
  public static final int HEADER_BYTES = 6;

  /**
   * Longest A-ASSOCIATE-RQ or -AC. 128 contexts of 40 transfer syntaxes are 150 KiB; a SAML
   * assertion or token is at most 64 KiB.
   */
  public static final int MAX_ASSOCIATE_BYTES = 320 * 1024;

  /** Ids are odd and one byte (PS3.8 §9.3.2.2). */
  public static final int MAX_CONTEXTS = 128;

  /** Longest list of transfer syntaxes in one context; PS3.6 knows about sixty. */
  public static final int MAX_TRANSFER_SYNTAXES = 128;

  /** Most user information sub-items: a role selection for every storage SOP class fits thrice. */
  public static final int MAX_USER_ITEMS = 1024;

  /** Most related general SOP classes in one sub-item. */
  public static final int MAX_RELATED_CLASSES = 256;

  /** Most presentation data values in one P-DATA-TF. */
  public static final int MAX_VALUES = 8192;

  /** Longest UID (PS3.5 §9.1). */
  public static final int MAX_UID_BYTES = 64;

  /** Smallest and largest P-DATA-TF that a side may be set to receive. */
  public static final int MIN_DATA_BYTES = 4 * 1024;

  public static final int MAX_DATA_BYTES = 4 * 1024 * 1024;

  /**
   * Shortest P-DATA-TF a peer may insist on: shorter ones would have us send more headers than
   * content.
   */
  public static final int MIN_PEER_DATA_BYTES = 128;

  /**
   * How far beyond our maximum length a P-DATA-TF may go: some peers leave the PDU's own header out
   * of their count.
   */
  public static final int DATA_TOLERANCE_BYTES = HEADER_BYTES;

  /**
   * Longest data set of an N-operation: a request to commit 50,000 instances fits. It is held in
   * memory.
   */
  public static final int MAX_ATTRIBUTES_BYTES = 8 * 1024 * 1024;

  /** Most operations that a peer may have asked for before their answers (PS3.7 §D.3.3.3). */
  public static final int MAX_OPERATIONS_WINDOW = 8;

  /** Most bytes of data sets kept of requests that wait for their turn. */
  public static final int MAX_WAITING_BYTES = 256 * 1024;

  /** Most event reports that wait to be sent or answered on one association. */
  public static final int MAX_WAITING_REPORTS = 16;

  private PduLimits() {}
}

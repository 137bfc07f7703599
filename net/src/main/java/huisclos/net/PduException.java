package huisclos.net;

import java.io.IOException;

/**
 * Bytes that are no PDU, or one beyond a limit. The text is static and holds nothing that the peer
 * sent.
 */
public final class PduException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int reason;
  private final int offset;

  /**
   * @param reason an A-ABORT reason of the service-provider, see {@link Abort}
   * @param rule what was broken, static text
   * @param offset where, in bytes from the start of the PDU
   */
  public PduException(int reason, String rule, int offset) {
    super(rule + " (offset " + offset + " of the PDU)");
    this.reason = reason;
    this.offset = offset;
  }

  /** The reason that an A-ABORT states. */
  public int reason() {
    return reason;
  }

  /** Bytes from the start of the PDU. */
  public int offset() {
    return offset;
  }
}

package huisclos.net;

import java.io.IOException;
import java.util.Set;

/**
 * Where a provider puts the instances of a retrieval. It keeps the counts; after each instance the
 * requestor hears of them. Of the association's thread only.
 */
public interface GetReply {
  /** How many instances there are; once, before the first of them. */
  void total(int instances);

  /** The transfer syntaxes in which the requestor takes this SOP class on this association. */
  Set<String> transferSyntaxes(String sopClass);

  /**
   * Sends one instance and waits for its answer, which is counted.
   *
   * @return the requestor's status; or {@link Status#NOT_NEGOTIATED}, where nothing was sent nor
   *     counted: send it otherwise or call {@link #failed}
   * @throws IOException if the association is gone, also because {@code source} failed when part of
   *     it was already sent. Where it failed before, the instance is counted as failed and the
   *     status is {@link Status#CANNOT_UNDERSTAND}
   */
  int subOperation(String sopClass, String sopInstance, String transferSyntax, DataSetSource source)
      throws IOException;

  /** Counts an instance that can't be sent. */
  void failed(String sopInstance) throws IOException;

  /**
   * Whether the requestor has sent a C-CANCEL-RQ, as known at the last sub-operation, or is gone:
   * return {@link Status#CANCEL}.
   */
  boolean cancelled();
}

package huisclos.net;

import huisclos.dicom.DataSet;
import java.io.IOException;

/** Where a provider puts the matches of a query. Of the association's thread only. */
public interface FindReply {
  /** Sends a match, with status Pending. */
  void pending(DataSet identifier) throws IOException;

  /** Sends a match of which optional keys were not matched, with status 0xFF01. */
  void pendingWarning(DataSet identifier) throws IOException;

  /**
   * Whether the requestor has sent a C-CANCEL-RQ, or is gone: return {@link Status#CANCEL} soon.
   */
  boolean cancelled();
}

package huisclos.net;

import java.io.IOException;
import java.io.InputStream;

/** Takes the instances that a C-GET brings. Called on the thread that asked. */
@FunctionalInterface
public interface StoreReceiver {
  /**
   * One instance; what is left unread is passed over. An exception is answered by a failure status,
   * and the retrieval goes on.
   */
  Reply store(StoreRequest request, InputStream dataSet) throws IOException;

  /** How far the retrieval is, as the other side says. */
  default void progress(SubOperations counts) {}
}

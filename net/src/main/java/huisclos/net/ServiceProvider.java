package huisclos.net;

import java.io.IOException;
import java.io.InputStream;

/**
 * What one association's operations are served by; an {@link Admission} makes it for that
 * association, whose thread alone calls it.
 *
 * <p>Before any of these is called: the command is well-formed, its SOP class is the abstract
 * syntax of an accepted presentation context in which the peer is SCU. Whether the SOP class fits
 * the operation, and whether the peer may, is the provider's to decide. What it throws is answered
 * by a failure status, unless the association is gone.
 */
public interface ServiceProvider {
  /** C-ECHO. */
  Reply echo(AcceptedContext context) throws IOException;

  /**
   * C-STORE.
   *
   * @param dataSet the data set as it comes in, in the context's transfer syntax; what is left
   *     unread is passed over. It ends with an exception where the association does
   */
  Reply store(StoreRequest request, InputStream dataSet) throws IOException;

  /** C-FIND; the matches go to {@code out}, the final status is returned. */
  Reply find(FindRequest request, FindReply out) throws IOException;

  /**
   * C-GET; the instances go to {@code out}. {@link Status#SUCCESS} returned becomes 0xB000 or
   * 0xA702 where some or all of them failed.
   */
  Reply get(GetRequest request, GetReply out) throws IOException;

  /** The association has ended; called once, whatever happened. */
  void closed(Ending ending);
}

package huisclos.net;

import java.io.IOException;
import java.util.Optional;

/**
 * An event report that follows an N-ACTION on the same association, such as the answer to a request
 * for storage commitment (PS3.4 §J.3.3). Called on the association's thread. Once its N-ACTION was
 * answered exactly one of these ends it: an empty {@link #make}, {@link #delivered}, {@link
 * #undelivered}.
 */
public interface FollowUp {
  /**
   * What to report; empty where there is nothing to. It may take its time: the peer may meanwhile
   * send further requests, which wait, or release, and then {@link #undelivered} follows.
   *
   * @throws IOException reported as the provider's failure; {@link #undelivered} follows
   */
  Optional<EventReport> make() throws IOException;

  /** The peer answered the report with this status. */
  void delivered(int status);

  /**
   * The peer released or went before it answered, or there are too many reports waiting already:
   * report on another association. May be called before {@link #make}.
   */
  void undelivered();
}

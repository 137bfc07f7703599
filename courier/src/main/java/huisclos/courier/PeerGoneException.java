package huisclos.courier;

import java.io.IOException;

/**
 * A peer can't be dialled for a reason on our side: it is not registered, or all lines are busy.
 */
public final class PeerGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  PeerGoneException(String why) {
    super(why);
  }
}

package huisclos.desk.web;

import huisclos.gate.Identity;
import java.net.InetSocketAddress;

/** What goes wrong at the web door before anybody is known. Called on the connection's threads. */
public interface WebEvents {
  /** A TLS handshake failed, or was none. */
  void handshakeFailed(InetSocketAddress from, Throwable failure);

  /** A connection was turned away or ended: there are as many as there may be. */
  void limitReached(InetSocketAddress from);

  /** A request was turned away that showed nothing to be known by. */
  void turnedAway(InetSocketAddress from);

  /** A program or device asked for what is for people who are signed in. */
  void turnedAway(Identity who);

  /** A request broke by a failure of ours. */
  void failed(Throwable failure);
}

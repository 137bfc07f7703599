package huisclos.net;

import java.net.InetSocketAddress;

/**
 * What a server reports. Called on the connection's thread, which waits: be quick. Nothing it is
 * given comes from a data set.
 */
public interface ServerListener {
  /** A limit on connections that was reached. */
  enum Limit {
    /** Associations in all. */
    ASSOCIATIONS,
    /** Associations, or connections that wait to have one, from one address. */
    PER_PEER,
    /** Connections that wait: the slowest has to go. */
    WAITING
  }

  /**
   * A connection failed before it could ask for anything.
   *
   * @param kind one of {@link HandshakeFailure}'s words
   */
  void handshakeFailed(InetSocketAddress from, String kind);

  /** A secured connection ended without a request for an association that could be considered. */
  void nothingAsked(Peer peer, Ending ending);

  /** A request was rejected. */
  void associationRejected(Peer peer, AssociateRq request, AssociateRj answer);

  /** One presentation context of an accepted request was refused. */
  void contextRefused(Peer peer, AssociateRq request, ProposedContext context, int result);

  /** A request was accepted. */
  void associationOpened(long id, Peer peer, AssociateRq request);

  /** An accepted association has ended. */
  void associationEnded(long id, Peer peer, AssociateRq request, Ending ending);

  /** A connection was closed, or its request rejected, because of this limit. */
  void limitReached(Limit limit, InetSocketAddress from);

  /**
   * Admission or provider threw; the peer was told nothing but a failure.
   *
   * @param where static text
   */
  void failed(Peer peer, String where, Throwable failure);
}

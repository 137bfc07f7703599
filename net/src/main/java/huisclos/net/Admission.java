package huisclos.net;

/** Who decides about associations. A server has exactly one, and none by default. */
@FunctionalInterface
public interface Admission {
  /**
   * Decides about one request, on its connection's thread. An exception thrown here rejects.
   *
   * @param peer the transport's other end
   * @param request what it asks for, the user identity and extended negotiations included
   */
  Verdict consider(Peer peer, AssociateRq request);
}

package huisclos.net;

import huisclos.dicom.Implementation;
import huisclos.net.internal.DimseChannel;
import huisclos.net.internal.Negotiation;
import huisclos.net.internal.Transport;
import huisclos.net.internal.UpperLayer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Asks a peer for an association. Stateless; as many associations at once as the caller likes. */
public final class Requestor {
  private Requestor() {}

  /**
   * Dials, shakes hands and negotiates.
   *
   * @param to an unresolved address is resolved here
   * @param tls our key and whom we trust; the server's certificate has to name the host dialled
   * @throws AssociationException with the reason as its {@link Ending}: {@code Unreachable}, {@code
   *     TlsRefused}, {@code TimedOut}, {@code Rejected}, {@code AbortedByPeer}, …
   * @throws IllegalArgumentException if a title isn't one
   */
  public static Association connect(
      InetSocketAddress to, Optional<SSLContext> tls, AssociateRequestSpec spec, NetLimits limits)
      throws AssociationException {
    AssociateRq request = spec.request(limits, Implementation.CLASS_UID);
    UpperLayer layer =
        UpperLayer.requestor(
            () -> Transport.connect(to, tls, limits.associateTimeout(), limits.handshakeTimeout()),
            request,
            limits);
    if (!(layer.receive() instanceof AssociateAc answer)) {
      throw new IllegalStateException("indicated before an association");
    }
    List<AcceptedContext> contexts = Negotiation.accepted(request, answer);
    if (answer.maximumLength() != 0 && answer.maximumLength() < PduLimits.MIN_PEER_DATA_BYTES) {
      layer.abort(Ending.Cause.LIMIT);
      layer.linger();
      throw layer.gone();
    }
    return new Association(
        layer, new DimseChannel(layer, contexts, answer.maximumLength(), limits), answer, contexts);
  }
}

package huisclos.app.client;

import huisclos.app.UserError;
import huisclos.gate.ClientIdentity;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.NetLimits;
import huisclos.net.Requestor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The archive that a client verb calls, and the identity it calls with. Thread-safe.
 *
 * @param host as typed: the server's certificate has to name it
 * @param port its DICOM port
 * @param aet its AE title
 * @param identity ours
 */
public record Called(String host, int port, String aet, ClientIdentity identity) {
  /**
   * Reads what was typed.
   *
   * @param address {@code HOST:PORT}, an IPv6 address in brackets
   * @param identity {@code DIR/AET}
   */
  public static Called of(String address, String aet, Path identity) {
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw UserError.usage(
          "not an address: " + address, "write HOST:PORT, for example 127.0.0.1:2762");
    }
    String host = address.substring(0, colon).replaceAll("^\\[|\\]$", "");
    try {
      return new Called(host, Integer.parseInt(port), aet, ClientIdentity.load(identity));
    } catch (IOException e) {
      throw UserError.usage(String.valueOf(e.getMessage()), "");
    }
  }

  /** A request to it without presentation contexts. */
  public AssociateRequestSpec request() {
    return AssociateRequestSpec.of(identity.aet(), aet);
  }

  /** Opens an association, or says in the user's terms why there is none. */
  public Association open(AssociateRequestSpec spec) {
    try {
      return tryOpen(spec);
    } catch (AssociationException e) {
      throw explained(e);
    }
  }

  /** Opens an association. */
  public Association tryOpen(AssociateRequestSpec spec) throws AssociationException {
    return Requestor.connect(
        InetSocketAddress.createUnresolved(host, port),
        Optional.of(identity.context()),
        spec,
        NetLimits.DEFAULT);
  }

  /** What an ended association means to the user. */
  public UserError explained(AssociationException e) {
    String where = host + ":" + port;
    return switch (e.ending()) {
      case Ending.Unreachable u ->
          UserError.refused(where + " is " + u.words(), "is the archive running there?");
      case Ending.TlsRefused t ->
          UserError.refused(
              where + ": " + t.words(),
              "is the identity of this archive, not expired, and not revoked? see `huisclos doors`");
      case Ending.Rejected r ->
          UserError.refused(
              where + ": " + r.words(),
              "the certificate's AE title is "
                  + identity.aet()
                  + ", the called one "
                  + aet
                  + " (--called)");
      case Ending.ConnectionLost c ->
          UserError.refused(
              where + ": " + c.words(),
              "if it was at once: is the identity sound? see `huisclos doors`");
      case Ending.Released _, Ending.AbortedByPeer _, Ending.AbortedHere _, Ending.TimedOut _ ->
          UserError.refused(where + ": " + e.ending().words(), "");
    };
  }
}

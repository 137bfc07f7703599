package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.ForwardRule;
import huisclos.courier.Line;
import huisclos.courier.PeerGoneException;
import huisclos.dicom.Uids;
import huisclos.gate.Destination;
import huisclos.gate.DestinationAdmin;
import huisclos.gate.DestinationRefusal;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.Peer;
import huisclos.net.Reply;
import huisclos.net.Status;
import huisclos.net.UserItem;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Peers: who may be dialled. */
final class PeerOps {
  private PeerOps() {}

  static JsonNode add(Site site, JsonNode arguments) throws Exception {
    JsonNode identity = arguments.path("identity");
    DestinationAdmin.Order order =
        new DestinationAdmin.Order(
            arguments.path("aet").asString(""),
            arguments.path("host").asString(""),
            arguments.path("port").asInt(0),
            text(arguments, "called"),
            text(arguments, "trust"),
            identity.isObject()
                ? Optional.of(
                    new DestinationAdmin.IdentityPem(
                        identity.path("aet").asString(""),
                        identity.path("certificate").asString(""),
                        identity.path("key").asString("")))
                : Optional.empty(),
            arguments.path("replace").asBoolean(false));
    return describe(site, done(site.gate().destinations().add(order, Site.account())));
  }

  private static Optional<String> text(JsonNode arguments, String name) {
    return Optional.of(arguments.path(name).asString("")).filter(text -> !text.isEmpty());
  }

  private static Destination done(DestinationAdmin.Result result) {
    return switch (result) {
      case DestinationAdmin.Result.Done(Destination destination) -> destination;
      case DestinationAdmin.Result.Refused(DestinationRefusal why) ->
          throw UserError.refused(why.message(), "");
    };
  }

  static JsonNode remove(Site site, JsonNode arguments) throws Exception {
    String aet = arguments.path("aet").asString("").strip();
    List<Long> rules =
        site.archive().forwardRules().list().stream()
            .filter(rule -> rule.destination().equals(aet))
            .map(ForwardRule::id)
            .toList();
    if (!rules.isEmpty()) {
      throw UserError.refused(
          "forwarding rules send to " + aet,
          "remove them first: huisclos peer forward remove " + rules.getFirst());
    }
    return describe(site, done(site.gate().destinations().remove(aet, Site.account())));
  }

  static JsonNode list(Site site, JsonNode arguments) {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode peers = result.putArray("peers");
    site.gate().destinations().list().forEach(d -> peers.add(describe(site, d)));
    return result;
  }

  static ObjectNode describe(Site site, Destination destination) {
    boolean device =
        site.gate().devices().list().stream()
            .anyMatch(known -> known.aet().equals(destination.aet()));
    ObjectNode node =
        AdminWire.JSON
            .createObjectNode()
            .put("aet", destination.aet())
            .put("address", destination.address())
            .put("called", destination.calledAet())
            .put(
                "knownBy",
                destination
                    .trust()
                    .map(t -> t.getBasicConstraints() >= 0 ? "authority" : "certificate")
                    .orElse(device ? "device" : "nothing yet"))
            .put(
                "shown",
                destination
                    .identity()
                    .map(i -> "identity " + i.aet())
                    .orElse("server certificate"));
    destination.until().map(Instant::toString).ifPresent(until -> node.put("until", until));
    return node;
  }

  /** C-ECHO from the server, with what the handshake and the answer showed. */
  static JsonNode echo(Site site, JsonNode arguments) throws Exception {
    String aet = arguments.path("aet").asString("");
    Destination to =
        site.gate()
            .destination(aet)
            .orElseThrow(() -> UserError.refused(DestinationRefusal.UNKNOWN_PEER.message(), ""));
    long start = System.nanoTime();
    try (Line line =
        site.courier()
            .dial(
                to,
                spec -> spec.propose(Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)))) {
      Reply reply = line.association().echo();
      ObjectNode result = facts(line, to);
      result.put("milliseconds", (System.nanoTime() - start) / 1_000_000);
      result.put("status", Status.format(reply.status()));
      result.put("ok", reply.success());
      return result;
    } catch (AssociationException e) {
      throw UserError.refused(
          to.aet() + " at " + to.address() + ": " + e.ending().words(), fix(e.ending(), to));
    } catch (PeerGoneException e) {
      throw UserError.refused(to.aet() + ": " + e.getMessage(), "");
    }
  }

  private static ObjectNode facts(Line line, Destination to) throws IOException {
    Peer peer = line.association().peer();
    ObjectNode result = AdminWire.JSON.createObjectNode();
    result.put("aet", to.aet()).put("address", to.address());
    result.put("protocol", peer.tlsProtocol()).put("cipherSuite", peer.cipherSuite());
    if (!peer.certificates().isEmpty()) {
      X509Certificate leaf = peer.certificates().getFirst();
      result.put("serial", leaf.getSerialNumber().toString(16));
      result.put("until", leaf.getNotAfter().toInstant().toString());
    }
    for (UserItem item : line.association().answer().userItems()) {
      if (item instanceof UserItem.ImplementationVersionName(String name)) {
        result.put("implementation", name);
      }
    }
    return result;
  }

  private static String fix(Ending ending, Destination to) {
    return switch (ending) {
      case Ending.Unreachable _ -> "does it listen there? see `huisclos peer list`";
      case Ending.TlsRefused _ ->
          to.trust().isPresent()
              ? "it has to show the certificate that --trust names, and to trust ours (ca.pem)"
              : "it has to show the certificate of the device "
                  + to.aet()
                  + ", or be registered with --trust; and to trust ours (ca.pem)";
      case Ending.Rejected _ -> "does it know our AE title, and its own? see --called, --identity";
      case Ending.ConnectionLost _ ->
          "if it was at once: does it trust our certificate (ca.pem), or does it want --identity?";
      case Ending.Released _, Ending.AbortedByPeer _, Ending.AbortedHere _, Ending.TimedOut _ -> "";
    };
  }
}

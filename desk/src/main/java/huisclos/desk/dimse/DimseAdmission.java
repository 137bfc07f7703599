package huisclos.desk.dimse;

import huisclos.archive.Archive;
import huisclos.archive.Departures;
import huisclos.courier.Courier;
import huisclos.gate.ClaimedUser;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Verb;
import huisclos.net.Admission;
import huisclos.net.AssociateRq;
import huisclos.net.Bytes;
import huisclos.net.Peer;
import huisclos.net.UserItem;
import huisclos.net.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Brings a caller before the gate and translates its answer into PS3.8's. Thread-safe.
 *
 * <p>Every refusal of the association looks the same outside: A-ASSOCIATE-RJ, result 1, source 1,
 * reason 1.
 */
public final class DimseAdmission implements Admission {
  private final Gate gate;
  private final DimseRooms rooms;
  private final Negotiation negotiation;

  /**
   * @param departures how instances leave that are fetched by C-GET
   */
  public DimseAdmission(
      Gate gate, Archive archive, Departures departures, Courier courier, Negotiation negotiation) {
    this.gate = gate;
    this.rooms =
        new DimseRooms(
            gate,
            archive,
            departures,
            courier,
            new CommitDesk(gate, archive, courier),
            archive.findMemory());
    this.negotiation = negotiation;
  }

  @Override
  public Verdict consider(Peer peer, AssociateRq request) {
    if (peer.certificates().isEmpty()) {
      return Verdict.Reject.NO_REASON;
    }
    Optional<ClaimedUser> claimed =
        request
            .userIdentity()
            .map(u -> ClaimedUser.of(u.type(), u.primary().toArray(), u.secondary().toArray()));
    return switch (gate.admit(
        peer.certificates().getFirst(),
        request.callingAet(),
        request.calledAet(),
        Remote.of(peer.address()),
        claimed)) {
      case huisclos.gate.Admission.Refused _ -> Verdict.Reject.NO_REASON;
      case huisclos.gate.Admission.Admitted(Identity identity) -> admit(identity, request, claimed);
    };
  }

  private Verdict admit(Identity identity, AssociateRq request, Optional<ClaimedUser> claimed) {
    // Each verb is asked for once: 128 contexts make one question and, at most, one record.
    Map<Verb, Boolean> asked = new EnumMap<>(Verb.class);
    Predicate<Verb> holds =
        verb -> asked.computeIfAbsent(verb, unasked -> gate.may(identity, unasked));
    Negotiation.Agreed agreed = negotiation.agree(request, holds);
    List<UserItem> answers = new ArrayList<>(agreed.answers());
    if (claimed.isPresent()
        && request.userIdentity().filter(UserItem.UserIdentity::responseRequested).isPresent()) {
      answers.add(new UserItem.UserIdentityAnswer(Bytes.of(claimed.get().response())));
    }
    return new Verdict.Admit(
        agreed.contexts(),
        answers,
        new DimseProvider(rooms, identity, request.callingAet(), agreed));
  }
}

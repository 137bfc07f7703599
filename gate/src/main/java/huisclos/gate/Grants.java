package huisclos.gate;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an identity may do, looked up in the registry at each question. The operator may do all; a
 * device what it is granted, as long as its certificate is good; a service of the archive may store
 * and move. Nobody may move to a destination that isn't registered. Safe from many threads.
 */
final class Grants {
  private final DeviceRegistry registry;
  private final DestinationRegistry peers;
  private final Clock clock;
  private volatile @Nullable People people;

  Grants(DeviceRegistry registry, DestinationRegistry peers, Clock clock) {
    this.registry = registry;
    this.peers = peers;
    this.clock = clock;
  }

  /** Why an identity may not use a verb; empty when it may. */
  Optional<Reason> objection(Identity who, Verb verb) {
    return objection(who, new Wish(verb, Reason.NOT_GRANTED));
  }

  /** Why an identity may not have a request; empty when it may. */
  Optional<Reason> objection(Identity who, Request request) {
    Optional<Reason> verb = objection(who, request.verb());
    return verb.isPresent()
        ? verb
        : switch (request) {
          case Request.Find(boolean selective) when !selective ->
              objection(who, new Wish(Verb.FIND_ALL, Reason.BROAD_QUERY));
          case Request.Move move -> objection(who, move);
          case Request.Worklist(boolean anyStation) when anyStation ->
              objection(who, Verb.WORKLIST_ALL);
          case Request.Find _,
              Request.Store _,
              Request.Get _,
              Request.Commit _,
              Request.Worklist _,
              Request.PerformedStep _,
              Request.PlaceOrders _,
              Request.Keep _,
              Request.Reject _ ->
              Optional.empty();
        };
  }

  /** A verb, and what its lack is called. */
  private record Wish(Verb verb, Reason lacking) {}

  private Optional<Reason> objection(Identity who, Wish wish) {
    if (who.isStranger()) {
      return Optional.of(wish.lacking());
    }
    if (who.isService()) {
      return wish.verb() == Verb.MOVE || wish.verb() == Verb.STORE
          ? Optional.empty()
          : Optional.of(wish.lacking());
    }
    if (who.certificate().isEmpty()) {
      return Optional.empty();
    }
    return switch (Standing.again(who.certificate().get(), registry, clock.instant())) {
      case Standing.Bad bad -> Optional.of(bad.reason());
      case Standing.Good good ->
          granted(good.device().verbs(), wish.verb())
              ? personal(who, wish)
              : Optional.of(wish.lacking());
    };
  }

  /** Where a person was named: what the device may do, they must be granted too. */
  private Optional<Reason> personal(Identity who, Wish wish) {
    if (who.user().isEmpty()) {
      return Optional.empty();
    }
    People known = people;
    return switch (known == null
        ? new People.Answer.No(Reason.UNAVAILABLE, Optional.empty())
        : known.again(who.user().get(), who.name())) {
      case People.Answer.No no -> Optional.of(no.reason());
      case People.Answer.Is(User user) ->
          granted(user.verbs(), wish.verb()) ? Optional.empty() : Optional.of(wish.lacking());
    };
  }

  /** From now on people may be named. */
  void people(People known) {
    people = known;
  }

  private Optional<Reason> objection(Identity who, Request.Move move) {
    if (!isRegistered(move.destination())) {
      return Optional.of(Reason.UNKNOWN_DESTINATION);
    }
    if (who.certificate().isEmpty()) {
      return Optional.empty();
    }
    return switch (Standing.again(who.certificate().get(), registry, clock.instant())) {
      case Standing.Bad bad -> Optional.of(bad.reason());
      case Standing.Good good ->
          AeTitle.of(move.destination()).filter(good.device().moveTo()::contains).isPresent()
              ? Optional.empty()
              : Optional.of(Reason.UNKNOWN_DESTINATION);
    };
  }

  /** A registry that can't be read says no. */
  private boolean isRegistered(String destination) {
    try {
      return AeTitle.of(destination).flatMap(peers::destination).isPresent();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean granted(Set<Verb> verbs, Verb verb) {
    return switch (verb) {
      case ECHO -> true;
      // The registry can't hold it; whatever came to lie there counts for nothing.
      case KEEP -> false;
      // Who may ask for everything may ask for something.
      case FIND -> verbs.contains(Verb.FIND) || verbs.contains(Verb.FIND_ALL);
      case WORKLIST -> verbs.contains(Verb.WORKLIST) || verbs.contains(Verb.WORKLIST_ALL);
      case STORE, FIND_ALL, GET, MOVE, COMMIT, WORKLIST_ALL, MPPS, HL7, REJECT ->
          verbs.contains(verb);
    };
  }
}

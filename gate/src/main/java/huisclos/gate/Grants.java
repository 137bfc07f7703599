package huisclos.gate;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an identity may do, looked up in the registry at each question. The operator may do all; a
 * device what it is granted, as long as its certificate is good; a person what {@link Policy} says
 * of their roles, as long as their session is; a program what its token says; a service of the
 * archive may store and move. Nobody may move to a destination that isn't registered. Safe from
 * many threads.
 */
final class Grants {
  private final DeviceRegistry registry;
  private final DestinationRegistry peers;
  private final Clock clock;
  private final Opened opened;
  private volatile @Nullable People people;

  /** What was opened to somebody beside what their roles let them see, and still is. */
  @FunctionalInterface
  interface Opened {
    Openings to(User person);
  }

  Grants(DeviceRegistry registry, DestinationRegistry peers, Opened opened, Clock clock) {
    this.opened = opened;
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
              Request.Reject _,
              Request.Delete _,
              Request.Changes _,
              Request.Share _,
              Request.BreakGlass _,
              Request.Inspect _ ->
              Optional.empty();
        };
  }

  /** A verb, and what its lack is called. */
  private record Wish(Verb verb, Reason lacking) {}

  private Optional<Reason> objection(Identity who, Wish wish) {
    return granted(who, wish)
        .or(() ->
            Policy.narrows(wish.verb()) || reach(who, wish.verb(), Openings.NONE).isEverything()
                ? Optional.empty()
                : Optional.of(wish.lacking()));
  }

  private Optional<Reason> granted(Identity who, Wish wish) {
    Optional<Reason> ended = ended(who);
    if (ended.isPresent()) {
      return ended;
    }
    if (!Policy.includes(who.allowance().verbs(), wish.verb())) {
      return Optional.of(wish.lacking());
    }
    return switch (who.kind()) {
      // The operator may do all; a program what its allowance says, and that was asked above.
      case OPERATOR, PROGRAM -> Optional.empty();
      case STRANGER -> Optional.of(wish.lacking());
      case SERVICE ->
          wish.verb() == Verb.MOVE || wish.verb() == Verb.STORE
              ? Optional.empty()
              : Optional.of(wish.lacking());
      case PERSON -> personal(who, wish);
      case DEVICE ->
          switch (standing(who)) {
            case Standing.Bad bad -> Optional.of(bad.reason());
            case Standing.Good good ->
                deviceHas(good.device(), wish.verb())
                    ? personal(who, wish)
                    : Optional.of(wish.lacking());
          };
    };
  }

  private Standing standing(Identity who) {
    return Standing.again(who.certificate().orElseThrow(), registry, clock.instant());
  }

  /** What the registry can't hold counts for nothing, however it came to lie there. */
  private static boolean deviceHas(Device device, Verb verb) {
    return !verb.byRoleAlone() && Policy.includes(device.verbs(), verb);
  }

  /** Why what they came in by is no longer good; what can't be asked is not. */
  private static Optional<Reason> ended(Identity who) {
    try {
      return who.credential().objection();
    } catch (RuntimeException e) {
      return Optional.of(Reason.UNAVAILABLE);
    }
  }

  /** Where a person is named: what the device or token may do, they must be granted too. */
  private Optional<Reason> personal(Identity who, Wish wish) {
    if (who.user().isEmpty()) {
      return Optional.empty();
    }
    return switch (person(who)) {
      case People.Answer.No no -> Optional.of(no.reason());
      case People.Answer.Is(User user) ->
          Policy.includes(Policy.verbs(user), wish.verb())
              ? Optional.empty()
              : Optional.of(wish.lacking());
    };
  }

  private People.Answer person(Identity who) {
    People known = people;
    if (known == null) {
      return new People.Answer.No(Reason.UNAVAILABLE, Optional.empty());
    }
    return known.again(who.user().orElseThrow(), who.since().orElseThrow(), who.deviceTitle());
  }

  /**
   * Which studies an identity reaches with a verb now. Whoever can't be looked up reaches none; a
   * device without a person, and the operator, reach all.
   */
  Reach reach(Identity who, Verb verb, Openings openings) {
    if (who.isStranger()) {
      return Reach.NOTHING;
    }
    Reach allowed = who.allowance().reach();
    if (who.user().isEmpty()) {
      return allowed;
    }
    return switch (person(who)) {
      case People.Answer.No _ -> Reach.NOTHING;
      case People.Answer.Is(User user) -> Policy.reach(user, verb, openings.part()).and(allowed);
    };
  }

  /** What is open to the person now; what can't be looked up isn't. */
  Openings openings(Identity who) {
    if (who.user().isEmpty()) {
      return Openings.NONE;
    }
    try {
      return switch (person(who)) {
        case People.Answer.No _ -> Openings.NONE;
        case People.Answer.Is(User user) -> opened.to(user);
      };
    } catch (RuntimeException e) {
      return Openings.NONE;
    }
  }

  /** From now on people may be named. */
  void people(People known) {
    people = known;
  }

  private Optional<Reason> objection(Identity who, Request.Move move) {
    if (!isRegistered(move.destination())) {
      return Optional.of(Reason.UNKNOWN_DESTINATION);
    }
    if (who.kind() == Identity.Kind.PERSON || who.kind() == Identity.Kind.PROGRAM) {
      return Optional.of(Reason.UNKNOWN_DESTINATION);
    }
    if (who.certificate().isEmpty()) {
      return Optional.empty();
    }
    return switch (standing(who)) {
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
}

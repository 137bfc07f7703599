package huisclos.courier;

import huisclos.archive.Conversion;
import huisclos.dicom.Uids;
import huisclos.net.AssociateRequestSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The presentation contexts under which instances are offered to a destination (PS3.8 §7.1.1.13).
 *
 * <p>One for each SOP class and syntax it is kept in: that syntax first, then what it can be
 * converted to, and the peer picks. Not one for each syntax alone, of which we would pick: GDCM 3.0
 * accepts them all and then reads whatever comes in the syntax that it accepted last. From a list
 * it picks implicit VR, so that all it accepts is that.
 *
 * <p>What is kept in implicit VR is offered so, and explicit VR in a context of its own: from a
 * list many would pick explicit VR, which we can't give their private elements as well as they can
 * (PS3.5 §6.2.2). What is kept compressed is offered so in a context of its own, after one with
 * what it can be decoded to: from a list many would pick uncompressed, and cost us a decoder for
 * nothing. Those contexts come first, for GDCM's sake again. Whoever takes anything uncompressed
 * takes implicit VR (PS3.5 §10.1) or isn't far from it.
 *
 * <p>Of one thread only.
 */
final class Proposal {
  /** A SOP class and a transfer syntax that instances of it are kept in. */
  record Offer(String sopClass, String stored) {}

  /** A presentation context before it has its id. */
  private record Context(String sopClass, List<String> syntaxes) {}

  private static final List<String> UNCOMPRESSED =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  private final Predicate<String> decodable;
  private final Set<Offer> offers = new LinkedHashSet<>();

  /**
   * An empty one.
   *
   * @param decodable whether what is kept in a compressed syntax can be sent uncompressed
   */
  Proposal(Predicate<String> decodable) {
    this.decodable = decodable;
  }

  /**
   * Takes an offer in.
   *
   * @return whether there was room for it in one association
   */
  boolean add(Offer offer) {
    if (!offers.add(offer)) {
      return true;
    }
    boolean room = contexts().size() <= CourierLimits.MAX_CONTEXTS;
    if (!room) {
      offers.remove(offer);
    }
    return room;
  }

  /** The request with these contexts. */
  AssociateRequestSpec on(AssociateRequestSpec spec) {
    AssociateRequestSpec grown = spec;
    for (Context context : contexts()) {
      grown = grown.propose(context.sopClass(), context.syntaxes());
    }
    return grown;
  }

  private List<Context> contexts() {
    List<Context> contexts = new ArrayList<>();
    for (Offer offer : offers) {
      if (isImplicit(offer) && offers.stream().noneMatch(other -> saysExplicit(other, offer))) {
        contexts.add(new Context(offer.sopClass(), List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN)));
      }
    }
    for (Offer offer : offers) {
      contexts.addAll(contexts(offer));
    }
    return contexts.stream().distinct().toList();
  }

  private List<Context> contexts(Offer offer) {
    List<String> proposals =
        isImplicit(offer) ? List.of(offer.stored()) : Conversion.proposals(offer.stored());
    Context own = new Context(offer.sopClass(), proposals);
    boolean more = !proposals.contains(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    return more && decodable.test(offer.stored())
        ? List.of(new Context(offer.sopClass(), UNCOMPRESSED), own)
        : List.of(own);
  }

  private static boolean isImplicit(Offer offer) {
    return offer.stored().equals(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
  }

  /** Whether the context of {@code other} has explicit VR for the SOP class of {@code offer}. */
  private boolean saysExplicit(Offer other, Offer offer) {
    return !isImplicit(other)
        && other.sopClass().equals(offer.sopClass())
        && contexts(other).stream()
            .anyMatch(c -> c.syntaxes().contains(Uids.EXPLICIT_VR_LITTLE_ENDIAN));
  }
}

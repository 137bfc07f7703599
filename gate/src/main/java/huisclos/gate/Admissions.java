package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Who comes in by a certificate, and with whom. A refusal is on record when an answer is given; the
 * registry is asked each time. Thread-safe.
 */
final class Admissions {
  private final String aet;
  private final SiteCa ca;
  private final DeviceRegistry registry;
  private final Refusals refusals;
  private final Arrivals arrivals;
  private final BiFunction<ClaimedUser, String, People.Answer> people;
  private final Clock clock;

  /**
   * @param aet the archive's own title
   * @param people whether somebody is who they claim to be, at a device of this title
   */
  Admissions(
      String aet,
      SiteCa ca,
      DeviceRegistry registry,
      Refusals refusals,
      Arrivals arrivals,
      BiFunction<ClaimedUser, String, People.Answer> people,
      Clock clock) {
    this.aet = aet;
    this.ca = ca;
    this.registry = registry;
    this.refusals = refusals;
    this.arrivals = arrivals;
    this.people = people;
    this.clock = clock;
  }

  /** Whether a certificate is good at this moment. */
  boolean isWelcome(X509Certificate certificate) {
    return standing(certificate) instanceof Standing.Good;
  }

  /** Decides on an association, by what its request says. */
  Admission admit(
      X509Certificate certificate,
      String callingAet,
      String calledAet,
      String remote,
      Optional<ClaimedUser> claimed) {
    Asking asking = new Asking(certificate, callingAet, calledAet, remote);
    return switch (standing(certificate)) {
      case Standing.Bad bad -> refused(bad.reason(), asking);
      case Standing.Good good -> {
        Optional<String> calling = AeTitle.of(callingAet);
        Optional<String> called = AeTitle.of(calledAet);
        if (!calling.equals(Optional.of(good.device().aet()))) {
          yield refused(Reason.CALLING_AET, asking);
        }
        if (!called.equals(Optional.of(aet))) {
          yield refused(Reason.CALLED_AET, asking);
        }
        yield claimed.isEmpty()
            ? admitted(Identity.device(good.certificate(), Optional.empty(), remote))
            : withPerson(good, claimed.get(), asking);
      }
    };
  }

  /** Decides on a connection of a protocol without titles. */
  Admission admitService(X509Certificate certificate, String remote, Predicate<Identity> may) {
    return switch (standing(certificate)) {
      case Standing.Bad bad -> refused(bad.reason(), new Asking(certificate, "", "", remote));
      case Standing.Good good -> {
        Identity identity = Identity.device(good.certificate(), Optional.empty(), remote);
        yield may.test(identity) ? admitted(identity) : new Admission.Refused(Reason.NOT_GRANTED);
      }
    };
  }

  private record Asking(
      X509Certificate certificate, String callingAet, String calledAet, String remote) {}

  private Standing standing(X509Certificate certificate) {
    return Standing.of(certificate, registry, ca, clock.instant());
  }

  private Admission withPerson(Standing.Good good, ClaimedUser claimed, Asking asking) {
    return switch (people.apply(claimed, good.device().aet())) {
      case People.Answer.Is(User user) ->
          admitted(Identity.device(good.certificate(), Optional.of(user), asking.remote()));
      case People.Answer.No(Reason why, Optional<String> known) -> {
        refusals.user(
            asking.remote(),
            why,
            asking.certificate(),
            asking.callingAet(),
            asking.calledAet(),
            known);
        yield new Admission.Refused(why);
      }
    };
  }

  private Admission admitted(Identity identity) {
    arrivals.came(
        TrailRecord.of(clock.instant(), Action.ASSOCIATION, Outcome.DONE, identity.actor())
            .remote(identity.remote())
            .fact(Fact.SESSION, identity.session())
            .build());
    return new Admission.Admitted(identity);
  }

  private Admission refused(Reason reason, Asking asking) {
    refusals.association(
        asking.remote(), reason, asking.certificate(), asking.callingAet(), asking.calledAet());
    return new Admission.Refused(reason);
  }
}

package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.time.Clock;
import java.util.Optional;

/** Puts on record who signed in and out, and how that was changed. Safe from many threads. */
final class SignInLog {
  private final Trail trail;
  private final Refusals refusals;
  private final Clock clock;

  SignInLog(Trail trail, Refusals refusals, Clock clock) {
    this.trail = trail;
    this.refusals = refusals;
    this.clock = clock;
  }

  /** Somebody signed in; durable when it returns. */
  void signedIn(String name, String how, String session, String remote) throws TrailException {
    trail.append(person(Action.SIGN_IN, name, how, remote).fact(Fact.SESSION, session).build());
  }

  /**
   * Nobody did.
   *
   * @param known the name, where there is such a person: another may be a password that was typed
   *     in the wrong place
   */
  SignIn.Refused refused(String remote, Reason reason, Optional<String> known) {
    refusals.signIn(remote, reason, known);
    return new SignIn.Refused(reason);
  }

  /** A session was ended by its person, or all of them. */
  void signedOut(Identity who, String session) throws TrailException {
    trail.append(
        person(Action.SIGN_OUT, who.name(), "", who.remote()).fact(Fact.SESSION, session).build());
  }

  /**
   * What somebody signs in with was changed by themselves.
   *
   * @param what a word from the code
   */
  void changed(String name, String what, String remote) throws TrailException {
    trail.append(person(Action.CREDENTIAL, name, "", remote).fact(Fact.KEYS, what).build());
  }

  private TrailRecord.Builder person(Action action, String name, String how, String remote) {
    return TrailRecord.of(
            clock.instant(), action, Outcome.DONE, new Actor(Actor.Kind.PERSON, name, how))
        .remote(remote);
  }
}

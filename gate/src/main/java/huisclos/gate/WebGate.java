package huisclos.gate;

import java.util.Optional;

/**
 * The gate of the web door: who somebody is by what a request shows. Every refusal is on record
 * when a method returns. Nothing is cached: each request asks anew. Safe from many threads.
 */
public final class WebGate {
  private final WebParts parts;
  private final Accounts accounts;
  private final Enrolments enrolments;
  private final Invitations invitations;

  WebGate(WebParts parts, Accounts accounts, Enrolments enrolments, Invitations invitations) {
    this.parts = parts;
    this.accounts = accounts;
    this.enrolments = enrolments;
    this.invitations = invitations;
  }

  /** Signing in and out. */
  public Accounts accounts() {
    return accounts;
  }

  /** Setting up a second factor. */
  public Enrolments enrolments() {
    return enrolments;
  }

  /** One-time links. */
  public Invitations invitations() {
    return invitations;
  }

  /** Tells at which port browsers reach the door: it is part of the origin that passkeys sign. */
  public void listensAt(int port) {
    parts.passkeys().ifPresent(p -> p.listensAt(port));
  }

  /**
   * Somebody by the code of their session.
   *
   * @param code the cookie's value
   */
  public Admission session(String code, String remote) {
    try {
      Optional<Sessions.Live> live = parts.sessions().use(code);
      if (live.isPresent()) {
        return new Admission.Admitted(
            Identity.person(
                live.get().user(),
                live.get().how(),
                live.get().handle(),
                () -> parts.sessions().stillGood(code) ? Optional.empty() : ENDED,
                Allowance.UNLIMITED,
                remote));
      }
      return new Admission.Refused(
          parts.log().refused(remote, Reason.SESSION_ENDED, Optional.empty()).reason());
    } catch (RuntimeException e) {
      return new Admission.Refused(
          parts.log().refused(remote, Reason.UNAVAILABLE, Optional.empty()).reason());
    }
  }

  private static final Optional<Reason> ENDED = Optional.of(Reason.SESSION_ENDED);
}

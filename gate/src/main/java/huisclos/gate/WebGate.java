package huisclos.gate;

import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The gate of the web door: who somebody is by what a request shows. Every refusal is on record
 * when a method returns. Nothing is cached: each request asks anew. Safe from many threads.
 */
public final class WebGate {
  private final WebParts parts;
  private final Accounts accounts;
  private final Enrolments enrolments;
  private final Invitations invitations;
  private final AccessTokens tokens;
  private final Optional<Bearers> bearers;
  private final BiFunction<Federation.Rules, IssuerKeys, Federation> federations;

  WebGate(
      WebParts parts,
      Accounts accounts,
      Enrolments enrolments,
      Invitations invitations,
      AccessTokens tokens,
      Optional<Bearers> bearers,
      BiFunction<Federation.Rules, IssuerKeys, Federation> federations) {
    this.parts = parts;
    this.accounts = accounts;
    this.enrolments = enrolments;
    this.invitations = invitations;
    this.tokens = tokens;
    this.bearers = bearers;
    this.federations = federations;
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

  /** Tokens of programs. */
  public AccessTokens tokens() {
    return tokens;
  }

  /** Signing in at an identity provider, by these rules. */
  public Federation federation(Federation.Rules rules, IssuerKeys keys) {
    return federations.apply(rules, keys);
  }

  /** Tells at which port browsers reach the door: it is part of the origin that passkeys sign. */
  public void listensAt(int port) {
    parts.passkeys().ifPresent(p -> p.listensAt(port));
  }

  /** A program by its token, ours or of the issuer of the settings; or a person whom that names. */
  public Admission bearer(String token, String remote) {
    try {
      return switch (program(token, remote)) {
        case Program.Is(Identity identity) -> new Admission.Admitted(identity);
        case Program.No(Reason why, Optional<String> known) -> refused(remote, why, known);
      };
    } catch (RuntimeException e) {
      return refused(remote, Reason.UNAVAILABLE, Optional.empty());
    }
  }

  private Program program(String token, String remote) {
    return token.startsWith(AccessTokens.PREFIX) || bearers.isEmpty()
        ? tokens.use(token, remote)
        : bearers.get().check(token, remote);
  }

  private Admission refused(String remote, Reason why, Optional<String> known) {
    return new Admission.Refused(parts.log().refused(remote, why, known).reason());
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

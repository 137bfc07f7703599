package huisclos.gate;

import huisclos.trail.TrailException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * People of this site signing in and out. Each step, its failure and its end is on record when it
 * returns. What is unknown costs as long as what is wrong, and every refusal looks the same
 * outside. Safe from many threads; a password costs half a second.
 */
public final class Accounts {
  /**
   * Alerts of guessing that are open by name or network at a time; a site has few, an attacker
   * many.
   */
  private static final int MAX_ALERTS = 50;

  private static final String SECOND_FACTOR = "\\2";

  private final WebParts parts;

  Accounts(WebParts parts) {
    this.parts = parts;
  }

  /**
   * A sign-in by passkey alone, under way.
   *
   * @param ticket its code: a cookie's value
   */
  public record Begun(String ticket, PasskeyOffer offer) {
    @Override
    public String toString() {
      return "Begun[...]";
    }
  }

  /**
   * What somebody signs in with beside the password.
   *
   * @param code whether by an authenticator app
   * @param recoveryLeft how many recovery codes are left
   */
  public record Factors(boolean code, int recoveryLeft, List<Passkey> passkeys) {
    public Factors {
      passkeys = List.copyOf(passkeys);
    }
  }

  /**
   * Begins by a name and a password.
   *
   * @param password zeroed when this returns
   */
  public SignIn password(String name, byte[] password, String remote) {
    return guarded(
        remote,
        () -> {
          Checked checked = check(name, password, remote);
          if (checked.user().isEmpty()) {
            return parts.log().refused(remote, checked.no(), checked.known());
          }
          User user = checked.user().get();
          Account account = parts.accounts().of(user);
          if (account.hasSecondFactor()) {
            return new SignIn.Second(
                parts.tickets().begin(Ticket.Stage.SECOND, user.name(), account.epoch()),
                account.hasTotp(),
                !account.passkeys().isEmpty() && parts.passkeys().isPresent());
          }
          // Not set up now by whoever has the password alone: an invitation is for that.
          return SecondFactor.needed(user)
              ? parts.log().refused(remote, Reason.NO_SECOND_FACTOR, Optional.of(user.name()))
              : done(user, remote, "password", List.of());
        });
  }

  /** Whose password it is, or why it isn't. */
  private record Checked(Optional<User> user, Reason no, Optional<String> known) {}

  private Checked check(String claimed, byte[] password, String remote) {
    Optional<String> name = UserName.of(claimed);
    String counted = name.orElse("");
    UserRegistry registry = parts.people().registry();
    Optional<User> user = name.flatMap(registry::user);
    Optional<String> known = user.map(User::name);
    if (!parts.brake().open(remote, counted) || !parts.queue().enter(remote)) {
      Arrays.fill(password, (byte) 0);
      return new Checked(Optional.empty(), Reason.USER_BACK_OFF, known);
    }
    try {
      Optional<byte[]> sealed = user.flatMap(u -> registry.password(u.name()));
      if (!parts.people().passwords().matches(counted, password, sealed)) {
        if (parts.brake().failed(remote, counted) == SignInBrake.Closed.MORE) {
          // A name that nobody has may be a password: then only from where.
          guessing(known.orElse(SignInBrake.network(remote)), "passwords are guessed at sign-in");
        }
        Reason no = user.isPresent() ? Reason.USER_PASSWORD : Reason.USER_UNKNOWN;
        return new Checked(Optional.empty(), no, known);
      }
    } finally {
      parts.queue().leave(remote);
      Arrays.fill(password, (byte) 0);
    }
    Optional<Reason> no = user.flatMap(WebParts::objection);
    return no.isPresent()
        ? new Checked(Optional.empty(), no.get(), known)
        : new Checked(user, Reason.USER_PASSWORD, known);
  }

  /** Goes on by a code of an authenticator app, or a recovery code. */
  public SignIn code(String ticket, String code, String remote) {
    return guarded(
        remote,
        () -> {
          Optional<User> user =
              parts.tickets().get(ticket, Ticket.Stage.SECOND).flatMap(parts::owner);
          if (user.isEmpty()) {
            return parts.log().refused(remote, Reason.SESSION_ENDED, Optional.empty());
          }
          String name = user.get().name();
          if (!parts.brake().open(remote, name + SECOND_FACTOR)) {
            return parts.log().refused(remote, Reason.USER_BACK_OFF, Optional.of(name));
          }
          parts.tickets().update(ticket, Ticket::failed); // Paid before it is looked at.
          boolean recovery = RecoveryCodes.looksLikeOne(code);
          if (!(recovery ? takeRecovery(user.get(), code) : takeTotp(user.get(), code))) {
            if (parts.brake().failed(remote, name + SECOND_FACTOR) != SignInBrake.Closed.NOTHING) {
              guessing(name, "whoever has the password guesses at the second factor");
            }
            return parts.log().refused(remote, Reason.SECOND_FACTOR, Optional.of(name));
          }
          parts.brake().passed(remote, name + SECOND_FACTOR);
          return parts.tickets().take(ticket)
              ? done(
                  user.get(), remote, recovery ? "password+recovery" : "password+code", List.of())
              : parts.log().refused(remote, Reason.SESSION_ENDED, Optional.of(name));
        });
  }

  private void guessing(String subject, String what) {
    parts.alerts().raiseOneOfMany(AlertKind.GUESSING, subject, what, MAX_ALERTS);
  }

  /** Of two who bring the same code at once, one is let in: the other finds its step taken. */
  private boolean takeTotp(User user, String code) {
    AtomicBoolean good = new AtomicBoolean();
    parts
        .accounts()
        .update(
            user,
            account -> {
              OptionalLong step =
                  account.hasTotp()
                      ? Totp.step(account.totp(), code, parts.clock().instant(), account.step())
                      : OptionalLong.empty();
              good.set(step.isPresent());
              return step.isPresent() ? account.withStep(step.getAsLong()) : account;
            });
    return good.get();
  }

  private boolean takeRecovery(User user, String code) {
    String hash = RecoveryCodes.hash(code);
    AtomicBoolean good = new AtomicBoolean();
    parts
        .accounts()
        .update(
            user,
            account -> {
              good.set(account.recovery().contains(hash));
              return account.withRecovery(
                  account.recovery().stream().filter(h -> !h.equals(hash)).toList());
            });
    return good.get();
  }

  /** Begins by a passkey that says by itself whose it is; empty where browsers take none. */
  public Optional<Begun> beginPasskey() {
    return parts
        .passkeys()
        .map(p -> parts.tickets().begin(Ticket.Stage.ANYBODY, "", 0))
        .flatMap(ticket -> passkeyOffer(ticket).map(offer -> new Begun(ticket, offer)));
  }

  /** Asks for a passkey as the second factor, or as the only one; empty if it can't be. */
  public Optional<PasskeyOffer> passkeyOffer(String ticket) {
    Optional<Ticket> known = parts.tickets().get(ticket, Ticket.Stage.SECOND, Ticket.Stage.ANYBODY);
    if (known.isEmpty() || parts.passkeys().isEmpty()) {
      return Optional.empty();
    }
    List<String> credentials =
        parts
            .owner(known.get())
            .map(u -> parts.accounts().of(u).passkeys().stream().map(Passkey::id).toList())
            .orElse(List.of());
    String challenge = SecretCode.make();
    return parts
        .tickets()
        .update(ticket, t -> t.challenged(challenge))
        .map(_ -> new PasskeyOffer(challenge, parts.passkeys().get().host(), "", "", credentials));
  }

  /** Goes on by a passkey: a browser's answer, in JSON (WebAuthn level 3 §5.1). */
  public SignIn passkey(String ticket, String answer, String remote) {
    return guarded(
        remote,
        () -> {
          Optional<Ticket> known =
              parts.tickets().get(ticket, Ticket.Stage.SECOND, Ticket.Stage.ANYBODY);
          // Whoever takes the ticket takes its challenge: it is answered once.
          if (known.isEmpty()
              || known.get().challenge().isEmpty()
              || parts.passkeys().isEmpty()
              || !parts.tickets().take(ticket)) {
            return parts.log().refused(remote, Reason.SESSION_ENDED, Optional.empty());
          }
          Optional<String> id = parts.passkeys().get().credential(answer);
          boolean second = known.get().stage() == Ticket.Stage.SECOND;
          Optional<User> user =
              second
                  ? parts.owner(known.get())
                  : id.map(SecretCode::digest)
                      .flatMap(parts.passkeyOwners()::get)
                      .flatMap(parts.people().registry()::user);
          Optional<String> name = user.map(User::name);
          if (user.isEmpty()
              || id.isEmpty()
              || !assertion(user.get(), id.get(), answer, known.get().challenge())) {
            return parts.log().refused(remote, Reason.SECOND_FACTOR, name);
          }
          Optional<Reason> no = WebParts.objection(user.get());
          return no.isPresent()
              ? parts.log().refused(remote, no.get(), name)
              : done(user.get(), remote, second ? "password+passkey" : "passkey", List.of());
        });
  }

  private boolean assertion(User user, String id, String answer, String challenge) {
    Optional<Passkey> before = parts.accounts().of(user).passkey(id);
    Optional<Passkey> after =
        before.flatMap(p -> parts.passkeys().flatMap(k -> k.asserted(answer, challenge, p)));
    if (after.isEmpty()) {
      return false;
    }
    AtomicReference<Boolean> good = new AtomicReference<>(false);
    parts
        .accounts()
        .update(
            user,
            account -> {
              // Removed or used elsewhere since it was looked at: then not this time.
              boolean same = account.passkey(id).equals(before);
              good.set(same);
              return same ? account.with(after.get()) : account;
            });
    return good.get();
  }

  /**
   * Proves once more that it is this person, before what they sign in with is changed.
   *
   * @param password zeroed when this returns
   */
  public SignIn again(Identity who, byte[] password) {
    return guarded(
        who.remote(),
        () -> {
          Checked checked = check(who.name(), password, who.remote());
          return checked.user().isEmpty()
              ? parts.log().refused(who.remote(), checked.no(), checked.known())
              : enrol(checked.user().get());
        });
  }

  SignIn enrol(User user) {
    return new SignIn.Enrol(
        parts.tickets().begin(Ticket.Stage.ENROL, user.name(), parts.accounts().of(user).epoch()));
  }

  /** Sets another password; every session ends, and a new one begins. Both are zeroed. */
  public SignIn changePassword(Identity who, byte[] old, byte[] chosen) {
    return guarded(
        who.remote(),
        () -> {
          try {
            if (UserAdmin.unfit(chosen)) {
              return new SignIn.Unfit(UserAdmin.Refusal.PASSWORD_LENGTH);
            }
            Checked checked = check(who.name(), old, who.remote());
            if (checked.user().isEmpty()) {
              return parts.log().refused(who.remote(), checked.no(), checked.known());
            }
            User user = checked.user().get();
            parts.log().changed(user.name(), "password", who.remote());
            parts.accounts().update(user, Account::ended);
            parts.users().setPassword(user.name(), chosen);
            return done(user, who.remote(), "password-changed", List.of());
          } finally {
            Arrays.fill(chosen, (byte) 0);
            Arrays.fill(old, (byte) 0);
          }
        });
  }

  /** What somebody signs in with. */
  public Factors factors(Identity who) {
    return parts
        .people()
        .registry()
        .user(who.name())
        .map(parts.accounts()::of)
        .map(a -> new Factors(a.hasTotp(), a.recovery().size(), a.passkeys()))
        .orElseGet(() -> new Factors(false, 0, List.of()));
  }

  /** Gives up a passkey; false if there is none, or if it is the last second factor. */
  public boolean removePasskey(Identity who, String id) throws TrailException {
    Optional<User> user = parts.people().registry().user(who.name());
    if (user.isEmpty()) {
      return false;
    }
    AtomicBoolean removed = new AtomicBoolean();
    parts
        .accounts()
        .update(
            user.get(),
            account -> {
              Account without = account.without(id);
              boolean may = !without.equals(account) && without.hasSecondFactor();
              removed.set(may);
              return may ? without.ended() : account;
            });
    if (removed.get()) {
      parts.passkeyOwners().remove(SecretCode.digest(id));
      parts.log().changed(who.name(), "passkey-removed", who.remote());
    }
    return removed.get();
  }

  /** Somebody's own sessions, the last used first. */
  public List<WebSession> sessions(Identity who) {
    return parts.sessions().of(who.name());
  }

  /** Ends one of somebody's own sessions; false if it isn't. */
  public boolean signOut(Identity who, String handle) throws TrailException {
    boolean ended = parts.sessions().end(who.name(), handle);
    if (ended) {
      parts.log().signedOut(who, handle);
    }
    return ended;
  }

  /** Ends all of somebody's own sessions and sign-ins under way. */
  public void signOutEverywhere(Identity who) throws TrailException {
    parts
        .people()
        .registry()
        .user(who.name())
        .ifPresent(user -> parts.accounts().update(user, Account::ended));
    parts.log().signedOut(who, "all");
  }

  /** On record first, then signed in. */
  SignIn done(User user, String remote, String how, List<String> recoveryCodes)
      throws TrailException {
    String session = parts.sessions().begin(user, parts.accounts().of(user).epoch(), remote, how);
    try {
      parts.log().signedIn(user.name(), how, Sessions.handle(session), remote);
    } catch (TrailException e) {
      parts.sessions().end(user.name(), Sessions.handle(session));
      throw e;
    }
    parts.brake().passed(remote, user.name());
    return new SignIn.Done(session, recoveryCodes);
  }

  /** A step of signing in. */
  interface Step {
    SignIn run() throws TrailException;
  }

  /** A register or a trail that fails is a no. */
  SignIn guarded(String remote, Step step) {
    try {
      return step.run();
    } catch (TrailException | RuntimeException e) {
      return parts.log().refused(remote, Reason.UNAVAILABLE, Optional.empty());
    }
  }
}

package huisclos.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Setting up a second factor, by the ticket of {@link SignIn.Enrol}. Each ends signed in, with a
 * new session. Safe from many threads.
 */
public final class Enrolments {
  private final WebParts parts;
  private final Accounts accounts;

  Enrolments(WebParts parts, Accounts accounts) {
    this.parts = parts;
    this.accounts = accounts;
  }

  /** Whether browsers take passkeys here. */
  public boolean takesPasskeys() {
    return parts.passkeys().isPresent();
  }

  /** A secret for an authenticator app, the same for the life of the ticket. */
  public Optional<TotpOffer> totp(String ticket) {
    return parts
        .tickets()
        .get(ticket, Ticket.Stage.ENROL)
        .flatMap(parts::owner)
        .flatMap(user ->
            parts
                .tickets()
                .update(ticket, t -> t.totp().isEmpty() ? t.offered(Totp.newSecret()) : t)
                .map(t -> new TotpOffer(user.name(), t.totp())));
  }

  /** Sets the authenticator app up by its first code; recovery codes come with it. */
  public SignIn confirmTotp(String ticket, String code, String remote) {
    return accounts.guarded(
        remote,
        () -> {
          Optional<Ticket> known = parts.tickets().get(ticket, Ticket.Stage.ENROL);
          Optional<User> user = known.flatMap(parts::owner);
          if (user.isEmpty() || known.get().totp().isEmpty()) {
            return parts.log().refused(remote, Reason.SESSION_ENDED, Optional.empty());
          }
          parts.tickets().update(ticket, Ticket::failed);
          OptionalLong step = Totp.step(known.get().totp(), code, parts.clock().instant(), 0);
          if (step.isEmpty() || !parts.tickets().take(ticket)) {
            return parts.log().refused(remote, Reason.SECOND_FACTOR, user.map(User::name));
          }
          List<String> codes = RecoveryCodes.make();
          List<String> hashes = codes.stream().map(RecoveryCodes::hash).toList();
          parts.log().changed(user.get().name(), "totp-set", remote);
          parts
              .accounts()
              .update(
                  user.get(),
                  a -> a.withTotp(known.get().totp(), step.getAsLong(), hashes).ended());
          return accounts.done(user.get(), remote, "password+code", codes);
        });
  }

  /** Asks a browser to make a passkey; empty where it can't be. */
  public Optional<PasskeyOffer> passkey(String ticket) {
    Optional<User> user = parts.tickets().get(ticket, Ticket.Stage.ENROL).flatMap(parts::owner);
    if (user.isEmpty() || parts.passkeys().isEmpty()) {
      return Optional.empty();
    }
    // Kept now: the handle that the passkey is made for is the account's for good.
    Account account = parts.accounts().update(user.get(), a -> a);
    if (account.passkeys().size() >= Account.MAX_PASSKEYS) {
      return Optional.empty();
    }
    String challenge = SecretCode.make();
    return parts
        .tickets()
        .update(ticket, t -> t.challenged(challenge))
        .map(_ ->
            new PasskeyOffer(
                challenge,
                parts.passkeys().get().host(),
                user.get().name(),
                account.handle(),
                account.passkeys().stream().map(Passkey::id).toList()));
  }

  /**
   * Adds the passkey of a browser's answer; recovery codes come with it if there are none. Sessions
   * from before end, as with an authenticator app.
   */
  public SignIn addPasskey(String ticket, String answer, String label, String remote) {
    return accounts.guarded(
        remote,
        () -> {
          Optional<Ticket> known = parts.tickets().get(ticket, Ticket.Stage.ENROL);
          Optional<User> user = known.flatMap(parts::owner);
          if (user.isEmpty() || parts.passkeys().isEmpty() || known.get().challenge().isEmpty()) {
            return parts.log().refused(remote, Reason.SESSION_ENDED, Optional.empty());
          }
          parts.tickets().update(ticket, t -> t.failed().challenged(""));
          Optional<Passkey> made =
              parts
                  .passkeys()
                  .get()
                  .registered(answer, known.get().challenge(), label, parts.clock().instant());
          String name = user.get().name();
          if (made.isEmpty()
              || !parts.passkeyOwners().add(SecretCode.digest(made.get().id()), name)
              || !parts.tickets().take(ticket)) {
            return parts.log().refused(remote, Reason.SECOND_FACTOR, Optional.of(name));
          }
          boolean first = parts.accounts().of(user.get()).recovery().isEmpty();
          List<String> codes = first ? RecoveryCodes.make() : List.of();
          parts.log().changed(name, "passkey-added", remote);
          parts
              .accounts()
              .update(
                  user.get(),
                  a ->
                      (first
                              ? a.with(made.get())
                                  .withRecovery(codes.stream().map(RecoveryCodes::hash).toList())
                              : a.with(made.get()))
                          .ended());
          return accounts.done(user.get(), remote, "password+passkey", codes);
        });
  }
}

package huisclos.gate;

import huisclos.trail.Trail;
import java.time.Clock;
import java.util.Optional;

/**
 * What signing in is made of, held together once.
 *
 * @param passkeyOwners names, by the digest of a passkey's id
 * @param passkeys empty where browsers don't take any
 */
record WebParts(
    People people,
    UserAdmin users,
    Account.Book accounts,
    Ticket.Book tickets,
    Sessions sessions,
    SealedRecords<String> passkeyOwners,
    SignInBrake brake,
    SignInQueue queue,
    Optional<Passkeys> passkeys,
    SignInLog log,
    Alerts alerts,
    Clock clock) {

  static WebParts of(
      People people,
      UserAdmin users,
      RecordStore store,
      KeyProtector protector,
      WebSettings settings,
      Trail trail,
      Refusals refusals,
      Alerts alerts,
      Clock clock) {
    Account.Book accounts = new Account.Book(store, protector);
    return new WebParts(
        people,
        users,
        accounts,
        new Ticket.Book(store, protector, clock),
        new Sessions(store, protector, people.registry(), accounts, settings, clock),
        new SealedRecords<>(store, protector, "passkey", new TextCodec()),
        new SignInBrake(clock),
        new SignInQueue(),
        Passkeys.at(settings.hostName()),
        new SignInLog(trail, refusals, clock),
        alerts,
        clock);
  }

  /** Why this person may not sign in here; empty if they may. */
  static Optional<Reason> objection(User user) {
    if (user.suspendedAt().isPresent()) {
      return Optional.of(Reason.USER_SUSPENDED);
    }
    // The web door is none of the devices that somebody is bound to.
    return user.devices().isEmpty() ? Optional.empty() : Optional.of(Reason.USER_NOT_HERE);
  }

  /** Whose ticket it is, if they may still sign in and nothing has ended it. */
  Optional<User> owner(Ticket ticket) {
    return people
        .registry()
        .user(ticket.name())
        .filter(u -> objection(u).isEmpty())
        .filter(u -> accounts.of(u).epoch() == ticket.epoch());
  }

  private static final class TextCodec implements SealedRecords.Codec<String> {
    @Override
    public void write(String text, java.io.DataOutputStream out) throws java.io.IOException {
      out.writeUTF(text);
    }

    @Override
    public String read(java.io.DataInputStream in) throws java.io.IOException {
      return in.readUTF();
    }
  }
}

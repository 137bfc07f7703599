package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * One-time links by which somebody comes to sign in: they choose a password, what they signed in
 * with before ends, and a second factor is set up. A link lives for an hour, works once, and only
 * the newest of a person works. Safe from many threads.
 */
public final class Invitations {
  /** How long a link works. */
  public static final Duration LIFE = Duration.ofHours(1);

  private static final int MAX = 1_000;

  private final WebParts parts;
  private final Accounts accounts;
  private final SealedRecords<Kept> records;
  private final Trail trail;
  private final Clock clock;

  Invitations(
      WebParts parts, Accounts accounts, RecordStore store, KeyProtector protector, Trail trail) {
    this.parts = parts;
    this.accounts = accounts;
    this.records = new SealedRecords<>(store, protector, "invitation", new Codec());
    this.trail = trail;
    this.clock = parts.clock();
  }

  /**
   * What is kept.
   *
   * @param name whom it is for; empty for the first keeper, who chooses one
   * @param born when they were added, in milliseconds
   */
  private record Kept(String name, long born, Instant ends) {}

  /**
   * What a link is good for.
   *
   * @param name whom it is for; empty for the first keeper, who chooses one
   */
  public record Invitation(Optional<String> name) {}

  /**
   * Invites somebody who was added, for the first time or again.
   *
   * @return the link's code, to be shown once; empty if there is no such person, or they may not
   *     sign in
   */
  public Optional<String> invite(String name, String account) throws TrailException {
    Optional<User> user =
        parts.people().registry().user(name).filter(u -> WebParts.objection(u).isEmpty());
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(make(name, user.get().added().toEpochMilli(), account));
  }

  /** Invites the first keeper, as long as there is none; the link's code. */
  public Optional<String> inviteFirstKeeper(String account) throws TrailException {
    return hasKeeper() ? Optional.empty() : Optional.of(make("", 0, account));
  }

  private boolean hasKeeper() {
    return parts.people().registry().users().stream()
        .anyMatch(u -> u.roles().contains(Role.KEEPER) && u.suspendedAt().isEmpty());
  }

  private synchronized String make(String name, long born, String account) throws TrailException {
    Instant now = clock.instant();
    records
        .list("")
        .forEach((key, kept) -> {
          if (kept.name().equals(name)) {
            records.remove(key);
          }
        });
    Endings.makeRoom(records.list(""), MAX, now, Kept::ends, records::remove);
    Instant ends = now.plus(LIFE);
    trail.append(
        TrailRecord.of(now, Action.INVITATION, Outcome.DONE, Actor.operator(account))
            .fact(Fact.TARGET, name)
            .fact(Fact.UNTIL, ends.toString())
            .build());
    String code = SecretCode.make();
    records.put(SecretCode.digest(code), new Kept(name, born, ends));
    return code;
  }

  /** What a link is good for now. */
  public Optional<Invitation> of(String code) {
    return kept(code).map(k -> new Invitation(Optional.of(k.name()).filter(n -> !n.isEmpty())));
  }

  private Optional<Kept> kept(String code) {
    return SecretCode.key(code)
        .flatMap(records::get)
        .filter(k -> clock.instant().isBefore(k.ends()))
        .filter(k -> k.name().isEmpty() ? !hasKeeper() : invited(k).isPresent());
  }

  private Optional<User> invited(Kept kept) {
    return parts
        .people()
        .registry()
        .user(kept.name())
        .filter(u -> u.added().toEpochMilli() == kept.born())
        .filter(u -> WebParts.objection(u).isEmpty());
  }

  /**
   * Takes an invitation: the person's password is this one from now on, and all that was set up
   * before is gone.
   *
   * @param chosenName what the first keeper wants to be called; else unused
   * @param password zeroed when this returns
   */
  public SignIn accept(String code, String chosenName, byte[] password, String remote) {
    return accounts.guarded(
        remote,
        () -> {
          try {
            return taken(code, chosenName, password, remote);
          } finally {
            Arrays.fill(password, (byte) 0);
          }
        });
  }

  private SignIn taken(String code, String chosenName, byte[] password, String remote)
      throws TrailException {
    Optional<Kept> kept = kept(code);
    if (kept.isEmpty()) {
      return refused(remote);
    }
    if (UserAdmin.unfit(password)) {
      return new SignIn.Unfit(UserAdmin.Refusal.PASSWORD_LENGTH);
    }
    boolean first = kept.get().name().isEmpty();
    Optional<String> name = UserName.of(first ? chosenName : kept.get().name());
    if (name.isEmpty()) {
      return new SignIn.Unfit(UserAdmin.Refusal.NOT_A_NAME);
    }
    if (first && parts.people().registry().user(name.get()).isPresent()) {
      return new SignIn.Unfit(UserAdmin.Refusal.KNOWN);
    }
    // Whoever removes it has it: a link works once.
    if (!records.remove(SecretCode.digest(code))) {
      return refused(remote);
    }
    if (first) {
      Optional<UserAdmin.Refusal> no = addKeeper(name.get());
      if (no.isPresent()) {
        return new SignIn.Unfit(no.get());
      }
    }
    User user = parts.people().registry().user(name.get()).orElseThrow();
    parts.log().changed(user.name(), "invitation-taken", remote);
    parts.accounts().update(user, account -> account.withoutFactors().ended());
    parts.users().setPassword(user.name(), password);
    return SecondFactor.needed(user)
        ? accounts.enrol(user)
        : accounts.done(user, remote, "invitation", java.util.List.of());
  }

  private Optional<UserAdmin.Refusal> addKeeper(String name) throws TrailException {
    return parts
        .users()
        .add(
            new UserAdmin.Order(name, "", Set.of(), Set.of(Role.KEEPER), Set.of(), Set.of()),
            Optional.empty(),
            name);
  }

  private SignIn refused(String remote) {
    return parts.log().refused(remote, Reason.INVITATION, Optional.empty());
  }

  private static final class Codec implements SealedRecords.Codec<Kept> {
    @Override
    public void write(Kept k, DataOutputStream out) throws IOException {
      out.writeUTF(k.name);
      out.writeLong(k.born);
      out.writeLong(k.ends.toEpochMilli());
    }

    @Override
    public Kept read(DataInputStream in) throws IOException {
      return new Kept(in.readUTF(), in.readLong(), Instant.ofEpochMilli(in.readLong()));
    }
  }
}

package huisclos.gate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a person signs in with beside the password. Immutable; shows nothing of a secret.
 *
 * @param born when the person was added, in milliseconds: whoever has the name later begins anew
 * @param epoch counts up whenever all that was opened before must end
 * @param handle the random user handle of passkeys (WebAuthn §5.4.3), base64url
 * @param totp the secret of an authenticator app in base 32, or empty
 * @param step of the last code that was taken
 * @param recovery hashes of the recovery codes that are left
 * @param passkeys at most {@value #MAX_PASSKEYS}
 */
record Account(
    long born,
    long epoch,
    String handle,
    String totp,
    long step,
    List<String> recovery,
    List<Passkey> passkeys) {
  static final int MAX_PASSKEYS = 10;
  private static final Codec CODEC = new Codec();

  Account {
    recovery = List.copyOf(recovery);
    passkeys = List.copyOf(passkeys);
  }

  /** Of somebody who has none yet. */
  static Account fresh(User user) {
    return new Account(
        user.added().toEpochMilli(), 0, SecretCode.make(), "", 0, List.of(), List.of());
  }

  boolean hasTotp() {
    return !totp.isEmpty();
  }

  boolean hasSecondFactor() {
    return hasTotp() || !passkeys.isEmpty();
  }

  Optional<Passkey> passkey(String id) {
    return passkeys.stream().filter(p -> p.id().equals(id)).findFirst();
  }

  /** With all that was opened before ended. */
  Account ended() {
    return new Account(born, epoch + 1, handle, totp, step, recovery, passkeys);
  }

  Account withTotp(String secret, long taken, List<String> hashes) {
    return new Account(born, epoch, handle, secret, taken, hashes, passkeys);
  }

  /** Without any of them: whoever is invited again begins anew. */
  Account withoutFactors() {
    return new Account(born, epoch, SecretCode.make(), "", 0, List.of(), List.of());
  }

  Account withStep(long taken) {
    return withTotp(totp, taken, recovery);
  }

  Account withRecovery(List<String> hashes) {
    return withTotp(totp, step, hashes);
  }

  Account with(Passkey passkey) {
    List<Passkey> all = new ArrayList<>(without(passkey.id()).passkeys);
    all.add(passkey);
    return new Account(born, epoch, handle, totp, step, recovery, all);
  }

  Account without(String passkeyId) {
    return new Account(
        born,
        epoch,
        handle,
        totp,
        step,
        recovery,
        passkeys.stream().filter(p -> !p.id().equals(passkeyId)).toList());
  }

  @Override
  public String toString() {
    return "Account[...]";
  }

  /** The accounts of a site, each begun when its person first needs one. */
  static final class Book {
    private final SealedRecords<Account> records;

    Book(RecordStore store, KeyProtector protector) {
      this.records = new SealedRecords<>(store, protector, "account", CODEC);
    }

    /** The account of this person, and not of somebody of that name before. */
    Account of(User user) {
      Optional<Account> known = records.get(user.name());
      if (known.isPresent() && known.get().born() == user.added().toEpochMilli()) {
        return known.get();
      }
      return known.isEmpty() ? Account.fresh(user) : successor(user, known.get());
    }

    /** Counts on from the predecessor's, so that nothing of theirs opens. */
    private static Account successor(User user, Account before) {
      Account fresh = Account.fresh(user);
      return new Account(
          fresh.born(), before.epoch() + 1, fresh.handle(), "", 0, List.of(), List.of());
    }

    /** Changes it, whoever else does so at the same time; what it became. */
    Account update(User user, UnaryOperator<Account> change) {
      var _ = records.add(user.name(), Account.fresh(user));
      return records
          .update(
              user.name(),
              now ->
                  change.apply(
                      now.born() == user.added().toEpochMilli() ? now : successor(user, now)))
          .orElseThrow(() -> new IllegalStateException("an account vanished"));
    }
  }

  private static final class Codec implements SealedRecords.Codec<Account> {
    @Override
    public void write(Account a, DataOutputStream out) throws IOException {
      out.writeLong(a.born);
      out.writeLong(a.epoch);
      out.writeUTF(a.handle);
      out.writeUTF(a.totp);
      out.writeLong(a.step);
      out.writeByte(a.recovery.size());
      for (String hash : a.recovery) {
        out.writeUTF(hash);
      }
      out.writeByte(a.passkeys.size());
      for (Passkey p : a.passkeys) {
        out.writeUTF(p.id());
        out.writeUTF(p.key());
        out.writeLong(p.counter());
        out.writeUTF(p.label());
        out.writeLong(p.added().toEpochMilli());
      }
    }

    @Override
    public Account read(DataInputStream in) throws IOException {
      long born = in.readLong();
      long epoch = in.readLong();
      String handle = in.readUTF();
      String totp = in.readUTF();
      long step = in.readLong();
      List<String> recovery = new ArrayList<>();
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        recovery.add(in.readUTF());
      }
      List<Passkey> passkeys = new ArrayList<>();
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        passkeys.add(
            new Passkey(
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readUTF(),
                Instant.ofEpochMilli(in.readLong())));
      }
      return new Account(born, epoch, handle, totp, step, recovery, passkeys);
    }
  }
}

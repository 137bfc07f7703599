package huisclos.gate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sign-in under way: what was proven so far, and what is asked next. Immutable; shows nothing of
 * a secret.
 *
 * @param stage what is asked next
 * @param name whose; empty at {@link Stage#ANYBODY}
 * @param epoch of the account when it began
 * @param ends when
 * @param tries how many wrong answers it still takes
 * @param challenge what a passkey must sign, base64url, or empty
 * @param totp a secret that is being set up, or empty
 */
record Ticket(
    Stage stage, String name, long epoch, Instant ends, int tries, String challenge, String totp) {
  static final Duration LIFE = Duration.ofMinutes(10);
  static final int TRIES = 5;
  private static final Codec CODEC = new Codec();

  /** What is asked next. */
  enum Stage {
    /** A passkey that says by itself whose it is. */
    ANYBODY,
    /** The second factor. */
    SECOND,
    /** To set a second factor up. */
    ENROL
  }

  Ticket challenged(String with) {
    return new Ticket(stage, name, epoch, ends, tries, with, totp);
  }

  Ticket offered(String secret) {
    return new Ticket(stage, name, epoch, ends, tries, challenge, secret);
  }

  Ticket failed() {
    return new Ticket(stage, name, epoch, ends, tries - 1, challenge, totp);
  }

  @Override
  public String toString() {
    return "Ticket[" + stage + "]";
  }

  /** Those of a site, by the hash of their code. Safe from many threads. */
  static final class Book {
    /**
     * At most so many at once of those that a password began, and as many of those that anybody can
     * begin; the oldest of a kind make room, so that strangers push out strangers alone.
     */
    static final int MAX = 2_048;

    private final SealedRecords<Ticket> records;
    private final Clock clock;

    Book(RecordStore store, KeyProtector protector, Clock clock) {
      this.records = new SealedRecords<>(store, protector, "sign-in", CODEC);
      this.clock = clock;
    }

    /** Begins one; its code. */
    String begin(Stage stage, String name, long epoch) {
      SortedMap<String, Ticket> alike = new TreeMap<>(records.list(""));
      alike.values().removeIf(t -> (t.stage() == Stage.ANYBODY) != (stage == Stage.ANYBODY));
      Endings.makeRoom(alike, MAX, clock.instant(), Ticket::ends, records::remove);
      String code = SecretCode.make();
      Instant ends = clock.instant().plus(LIFE);
      records.put(SecretCode.digest(code), new Ticket(stage, name, epoch, ends, TRIES, "", ""));
      return code;
    }

    Optional<Ticket> get(String code, Stage... stages) {
      return SecretCode.key(code)
          .flatMap(records::get)
          .filter(t -> t.tries() > 0 && clock.instant().isBefore(t.ends()))
          .filter(t -> java.util.Arrays.asList(stages).contains(t.stage()));
    }

    Optional<Ticket> update(String code, java.util.function.UnaryOperator<Ticket> change) {
      return SecretCode.key(code).flatMap(key -> records.update(key, change));
    }

    /** Ends it; of several callers one gets true. */
    boolean take(String code) {
      return SecretCode.key(code).map(records::remove).orElse(false);
    }
  }

  private static final class Codec implements SealedRecords.Codec<Ticket> {
    @Override
    public void write(Ticket t, DataOutputStream out) throws IOException {
      out.writeUTF(t.stage.name());
      out.writeUTF(t.name);
      out.writeLong(t.epoch);
      out.writeLong(t.ends.toEpochMilli());
      out.writeByte(t.tries);
      out.writeUTF(t.challenge);
      out.writeUTF(t.totp);
    }

    @Override
    public Ticket read(DataInputStream in) throws IOException {
      return new Ticket(
          Stage.valueOf(in.readUTF()),
          in.readUTF(),
          in.readLong(),
          Instant.ofEpochMilli(in.readLong()),
          in.readByte(),
          in.readUTF(),
          in.readUTF());
    }
  }
}

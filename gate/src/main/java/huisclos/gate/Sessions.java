package huisclos.gate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * People who are signed in. A session is as good as its person is at each request: suspension,
 * another password and "sign out everywhere" count at the next one. Safe from many threads.
 */
final class Sessions {
  /** At most so many of one person; the one that is unused for longest makes room. */
  static final int MAX_PER_PERSON = 20;

  /** At most so many in all. */
  static final int MAX = 10_000;

  /**
   * How exactly the last use is known, at the most: each request would be a write else. A quarter
   * of the idle time where that is less, so that a session in use doesn't end.
   */
  static final Duration COARSE = Duration.ofMinutes(1);

  private static final int HANDLE_CHARS = 16;

  private final SealedRecords<Kept> records;
  private final UserRegistry people;
  private final Account.Book accounts;
  private final WebSettings settings;
  private final Duration coarse;
  private final Clock clock;

  Sessions(
      RecordStore store,
      KeyProtector protector,
      UserRegistry people,
      Account.Book accounts,
      WebSettings settings,
      Clock clock) {
    this.records = new SealedRecords<>(store, protector, "session", new Codec());
    this.people = people;
    this.accounts = accounts;
    this.settings = settings;
    Duration quarter = settings.idle().dividedBy(4);
    this.coarse = quarter.compareTo(COARSE) < 0 ? quarter : COARSE;
    this.clock = clock;
  }

  /**
   * What is kept.
   *
   * @param born when the person was added, in milliseconds
   */
  private record Kept(
      String name, long born, long epoch, Instant began, Instant used, String remote, String how) {}

  /**
   * One that is good.
   *
   * @param handle names it, opens nothing
   */
  record Live(User user, String handle, String how) {}

  /** Begins a session; its code, which is a new one at each sign-in. */
  String begin(User user, long epoch, String remote, String how) {
    Instant now = clock.instant();
    SortedMap<String, Kept> all = records.list("");
    Endings.makeRoom(all, MAX, now, this::end, records::remove);
    SortedMap<String, Kept> own = new java.util.TreeMap<>(all);
    own.values().removeIf(k -> !k.name().equals(user.name()));
    Endings.makeRoom(own, MAX_PER_PERSON, now, this::end, records::remove);
    String code = SecretCode.make();
    records.put(
        SecretCode.digest(code),
        new Kept(user.name(), user.added().toEpochMilli(), epoch, now, now, remote, how));
    return code;
  }

  static String handle(String code) {
    return SecretCode.digest(code).substring(0, HANDLE_CHARS);
  }

  private Instant end(Kept kept) {
    Instant idle = kept.used().plus(settings.idle());
    Instant absolute = kept.began().plus(settings.absolute());
    return idle.isBefore(absolute) ? idle : absolute;
  }

  /** The session of a code, if it is good now; being asked is a use of it. */
  Optional<Live> use(String code) {
    Optional<String> key = SecretCode.key(code);
    Optional<Kept> kept = key.flatMap(records::get);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Optional<User> user = owner(kept.get());
    if (user.isEmpty()) {
      records.remove(key.get());
      return Optional.empty();
    }
    if (clock.instant().isAfter(kept.get().used().plus(coarse))) {
      records.update(key.get(), k -> used(k, clock.instant()));
    }
    return Optional.of(
        new Live(user.get(), key.get().substring(0, HANDLE_CHARS), kept.get().how()));
  }

  /** Whether it is good at this moment; asking is no use of it. */
  boolean stillGood(String code) {
    return SecretCode.key(code).flatMap(records::get).flatMap(this::owner).isPresent();
  }

  private static Kept used(Kept k, Instant now) {
    return new Kept(k.name(), k.born(), k.epoch(), k.began(), now, k.remote(), k.how());
  }

  /** Whose it is, if it is still theirs. */
  private Optional<User> owner(Kept kept) {
    return clock.instant().isBefore(end(kept))
        ? people
            .user(kept.name())
            .filter(u -> WebParts.objection(u).isEmpty())
            .filter(u -> u.added().toEpochMilli() == kept.born())
            .filter(u -> accounts.of(u).epoch() == kept.epoch())
        : Optional.empty();
  }

  /** Somebody's own, the last used first. */
  List<WebSession> of(String name) {
    List<WebSession> own = new ArrayList<>();
    records
        .list("")
        .forEach((key, kept) -> {
          if (kept.name().equals(name) && owner(kept).isPresent()) {
            own.add(
                new WebSession(
                    key.substring(0, HANDLE_CHARS),
                    kept.began(),
                    kept.used(),
                    end(kept),
                    kept.remote(),
                    kept.how()));
          }
        });
    own.sort(Comparator.comparing(WebSession::used).reversed());
    return List.copyOf(own);
  }

  /** Ends one of somebody's own; false if it isn't. */
  boolean end(String name, String handle) {
    boolean ended = false;
    for (var entry : records.list(handle).entrySet()) {
      if (entry.getKey().startsWith(handle)
          && handle.length() == HANDLE_CHARS
          && entry.getValue().name().equals(name)) {
        ended |= records.remove(entry.getKey());
      }
    }
    return ended;
  }

  private static final class Codec implements SealedRecords.Codec<Kept> {
    @Override
    public void write(Kept k, DataOutputStream out) throws IOException {
      out.writeUTF(k.name);
      out.writeLong(k.born);
      out.writeLong(k.epoch);
      out.writeLong(k.began.toEpochMilli());
      out.writeLong(k.used.toEpochMilli());
      out.writeUTF(k.remote);
      out.writeUTF(k.how);
    }

    @Override
    public Kept read(DataInputStream in) throws IOException {
      return new Kept(
          in.readUTF(),
          in.readLong(),
          in.readLong(),
          Instant.ofEpochMilli(in.readLong()),
          Instant.ofEpochMilli(in.readLong()),
          in.readUTF(),
          in.readUTF());
    }
  }
}

package huisclos.archive;

import huisclos.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The index's files, and what a crash makes of them. SQLite writes real files, which can't be
 * stopped between two writes; but what a power cut may leave of them is known from how it works in
 * WAL mode, and one of those states is put in their place:
 *
 * <ul>
 *   <li>the database file changes in checkpoints only, behind a synced log;
 *   <li>of the log, what was there at the last synced commit (an administrative one) or checkpoint
 *       stays; of what was written later, each sector is there or not, or the end is missing;
 *   <li>before the first sync the files may be gone altogether;
 *   <li>in a checkpoint any of the new pages may be in the database, and the log is whole.
 * </ul>
 *
 * <p>Each life of the archive has a folder of its own, so that what a stopped one still writes
 * harms nobody.
 */
final class SimulatedIndex {
  private static final int SECTOR = 512;
  private static final int LOG_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int SALT_AT = 16;
  private static final int SALT_BYTES = 8;

  /** Beyond this SQLite would make checkpoints of its own, which {@link #checkpoint} can't see. */
  private static final long MOST_LOG_BYTES = 3_900L * 4_096;

  private final Path root;
  private final boolean threads;
  private int life;
  private Path home;

  /** What is known to be durable of the log with this salt. */
  private byte[] salt = new byte[SALT_BYTES];

  private int durableEnd;
  private boolean named;
  private Optional<Content> beforeCheckpoint = Optional.empty();
  private Optional<Left> left = Optional.empty();

  /** Database and log. */
  private static final class Content {
    private final byte[] database;
    private final byte[] log;

    Content(byte[] database, byte[] log) {
      this.database = database;
      this.log = log;
    }
  }

  /** What there was when the machine stopped. */
  private record Left(Content now, Optional<Content> beforeCheckpoint) {}

  SimulatedIndex(Path root, boolean threads) throws IOException {
    this.root = root;
    this.threads = threads;
    this.home = folder();
  }

  private Path folder() throws IOException {
    Path folder = Files.createDirectories(root.resolve("life" + life++));
    Site.copyGateKeys(folder);
    return folder;
  }

  Path home() {
    return home;
  }

  private Path database() {
    return home.resolve(IndexDatabase.FILE);
  }

  private static byte[] bytes(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private Content files() throws IOException {
    Path log = home.resolve(IndexDatabase.FILE + "-wal");
    if (Files.exists(log) && Files.size(log) > MOST_LOG_BYTES) {
      throw new AssertionError("the simulation outgrew the index's log: make its lives shorter");
    }
    // In this order: what a checkpoint has brought into the first is still in the second.
    byte[] database = bytes(database());
    return new Content(database, bytes(log));
  }

  /** Something was committed with a sync, which covers all that was committed before. */
  synchronized void synced() throws IOException {
    byte[] log = files().log;
    named = true;
    durableEnd = end(log);
    salt = salt(log);
  }

  /** Copies the log into the database, as a commit does now and then. */
  void checkpoint(SimulatedDisk disk) throws IOException {
    disk.mark("index: checkpoint begins");
    Content before = files();
    try (Session session = IndexDatabase.connectForAdministration(database())) {
      session.number("PRAGMA wal_checkpoint(PASSIVE)");
    } catch (SQLException e) {
      throw new IOException(e);
    }
    beforeCheckpoint = Optional.of(before);
    try {
      disk.mark("index: checkpoint written");
    } finally {
      beforeCheckpoint = Optional.empty();
    }
    synced();
  }

  /** The machine stops: what is there is kept. */
  synchronized void stopping() {
    try {
      if (threads && Files.exists(database())) {
        try (Session guard = IndexDatabase.connectForAdministration(database())) {
          // As long as somebody reads, the log is only appended to.
          guard.execute("BEGIN");
          var _ = guard.number("SELECT COUNT(*) FROM sqlite_master");
          left = Optional.of(new Left(files(), beforeCheckpoint));
          guard.execute("COMMIT");
        }
      } else {
        left = Optional.of(new Left(files(), beforeCheckpoint));
      }
    } catch (IOException | SQLException e) {
      throw new AssertionError("the index could not be looked at", e);
    }
  }

  /** The process was killed: the next life has all that it wrote. */
  void kill() throws IOException {
    Content now = left.orElseThrow().now;
    next(now, false);
  }

  /** The power went: the next life has what may be left. */
  void powerCut(RandomGenerator random) throws IOException {
    Left was = left.orElseThrow();
    if (was.beforeCheckpoint.isPresent()) {
      Content before = was.beforeCheckpoint.get();
      next(new Content(mixed(before.database, was.now.database, random), before.log), true);
    } else if (!named && random.nextBoolean()) {
      next(new Content(new byte[0], new byte[0]), true);
    } else {
      next(new Content(was.now.database, torn(was.now.log, random)), true);
    }
  }

  private void next(Content files, boolean durable) throws IOException {
    left = Optional.empty();
    Path old = home;
    home = folder();
    if (files.database.length > 0) {
      Files.write(database(), files.database);
      if (files.log.length > 0) {
        Files.write(home.resolve(IndexDatabase.FILE + "-wal"), files.log);
      }
    }
    if (durable) {
      durableEnd = end(files.log);
      salt = salt(files.log);
      named = files.database.length > 0;
    }
    Homes.delete(old);
  }

  private static byte[] mixed(byte[] before, byte[] after, RandomGenerator random) {
    byte[] mixed = after.clone();
    for (int at = 0; at < mixed.length; at += SECTOR) {
      if (random.nextBoolean()) {
        int until = Math.min(at + SECTOR, mixed.length);
        for (int i = at; i < until; i++) {
          mixed[i] = i < before.length ? before[i] : 0;
        }
      }
    }
    return mixed;
  }

  private byte[] torn(byte[] log, RandomGenerator random) {
    int sure = Arrays.equals(salt, salt(log)) ? durableEnd : 0;
    int length = log.length;
    if (length > sure && random.nextBoolean()) {
      length = sure + random.nextInt(length - sure + 1);
    }
    byte[] torn = Arrays.copyOf(log, length);
    double kept = new double[] {0, 0.3, 0.9, 1}[random.nextInt(4)];
    for (int at = sure; at < length; ) {
      int until = Math.min(length, (at / SECTOR + 1) * SECTOR);
      if (random.nextDouble() >= kept) {
        Arrays.fill(torn, at, until, (byte) 0);
      }
      at = until;
    }
    return torn;
  }

  private static byte[] salt(byte[] log) {
    return log.length < LOG_HEADER
        ? new byte[SALT_BYTES]
        : Arrays.copyOfRange(log, SALT_AT, SALT_AT + SALT_BYTES);
  }

  /** Where the log's last commit ends; what follows is of an earlier log, or unfinished. */
  private static int end(byte[] log) {
    if (log.length < LOG_HEADER) {
      return 0;
    }
    ByteBuffer in = ByteBuffer.wrap(log);
    int frame = FRAME_HEADER + in.getInt(8);
    long salt = in.getLong(SALT_AT);
    int end = LOG_HEADER;
    for (int at = LOG_HEADER; at + frame <= log.length; at += frame) {
      if (in.getLong(at + 8) != salt) {
        break;
      }
      if (in.getInt(at + 4) != 0) {
        end = at + frame;
      }
    }
    return end;
  }
}

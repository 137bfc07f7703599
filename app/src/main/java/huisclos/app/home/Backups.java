package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.app.backup.BackupOrder;
import huisclos.app.backup.BackupProgress;
import huisclos.app.backup.BackupRun;
import huisclos.app.backup.BackupSet;
import huisclos.app.backup.BackupSource;
import huisclos.app.backup.BackupState;
import huisclos.trail.Actor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A site's backups: by a verb at once, by itself when one is due. Thread-safe. */
public final class Backups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

  /** How often it is asked whether one is due. */
  static final Duration TICK = Duration.ofMinutes(1);

  /** How long after a failed attempt it is tried again, at most. */
  private static final Duration AGAIN = Duration.ofHours(1);

  /** A backup that is this many intervals old is too old. */
  private static final int TOO_OLD = 2;

  private final Site site;
  private final BackupSource source;
  private final ReentrantLock still;
  private final ReentrantLock one = new ReentrantLock();
  private final Clock clock;
  private volatile @Nullable BackupProgress running;
  private volatile boolean soon;
  private volatile boolean closed;

  Backups(Site site, BackupSource source, ReentrantLock still, Clock clock) {
    this.site = site;
    this.source = source;
    this.still = still;
    this.clock = clock;
  }

  /** Held while keys are destroyed or rotated: a backup's final phase waits, or is waited for. */
  public Lock still() {
    return still;
  }

  /**
   * Makes a backup and returns what was done.
   *
   * @throws UserError if it is refused or fails; earlier backups are as they were
   */
  public BackupRun.Result make(BackupOrder order) {
    return make(order, Actor.operator(Site.account()));
  }

  private BackupRun.Result make(BackupOrder order, Actor actor) {
    site.requireLastingKey();
    if (!one.tryLock()) {
      throw UserError.refused("a backup is being made already", "wait until it has ended");
    }
    try {
      Optional<BackupState> before = BackupState.read(site.home());
      requireThere(order, before);
      BackupProgress progress = new BackupProgress();
      running = progress;
      if (closed) {
        progress.stop();
      }
      BackupRun.Result result = new BackupRun(source, order, progress, actor, clock).run();
      remember(new BackupState(order.to(), result.number(), result.at(), "", Optional.empty()));
      soon = false;
      return result;
    } finally {
      running = null;
      one.unlock();
    }
  }

  /** A disk that isn't plugged in looks like an empty folder on the one that may burn too. */
  private static void requireThere(BackupOrder order, Optional<BackupState> before) {
    if (!order.begin()
        && before.filter(b -> b.number() > 0 && b.to().equals(order.to())).isPresent()
        && !new BackupSet(order.to()).exists()) {
      throw UserError.refused(
          "the earlier backups are not in " + order.to(),
          "plug its disk in; or say --new to begin anew there");
    }
  }

  /** How far the one is that is being made; zeros where there is none. */
  public ObjectNode progress() {
    BackupProgress now = running;
    return now == null ? new BackupProgress().show() : now.show();
  }

  /** Ends the one that is being made; it can be gone on with. */
  public boolean stop() {
    BackupProgress now = running;
    if (now != null) {
      now.stop();
    }
    return now != null;
  }

  /** Asks for one at the next tick: something was destroyed that the set still holds. */
  void soon() {
    soon = true;
  }

  /** Makes one if it is due; a failure is for the next try, and for the log. */
  void tick() {
    Optional<Path> to = site.settings().backups().to();
    if (to.isEmpty() || closed || running != null) {
      return;
    }
    Instant now = clock.instant();
    BackupState state = state(to.get(), now);
    if (!isDue(state, now)) {
      return;
    }
    try {
      BackupRun.Result made =
          make(
              new BackupOrder(to.get(), site.settings().backups().keep(), false, false),
              Actor.system());
      LOG.info("backup {} was made: {} bytes written", made.number(), made.written());
    } catch (UserError e) {
      LOG.error("no backup could be made: {}", e.forPeople());
      remember(state.failed(e.forPeople(), now));
    } catch (RuntimeException e) {
      LOG.error("no backup could be made: {}", e.getClass().getName());
      remember(state.failed(e.getClass().getSimpleName(), now));
    }
  }

  private boolean isDue(BackupState state, Instant now) {
    Duration every = site.settings().backups().every();
    Duration again = every.compareTo(AGAIN) < 0 ? every : AGAIN;
    if (state.failedAt().filter(at -> now.isBefore(at.plus(again))).isPresent()) {
      return false;
    }
    return soon || state.number() == 0 || !now.isBefore(state.at().plus(every));
  }

  private BackupState state(Path to, Instant now) {
    Optional<BackupState> known = BackupState.read(site.home());
    if (known.isPresent()) {
      return known.get();
    }
    BackupState none = new BackupState(to, 0, now, "", Optional.empty());
    remember(none);
    return none;
  }

  private void remember(BackupState state) {
    try {
      state.write(site.home());
    } catch (IOException e) {
      LOG.error("the state of backups could not be written: {}", e.getClass().getName());
    }
  }

  /** What is known of the last one. */
  public Optional<BackupState> last() {
    return BackupState.read(site.home());
  }

  /** What is wrong with backups that are to be made by themselves; empty when nothing is. */
  public Optional<String> complaint() {
    Settings.Backup wanted = site.settings().backups();
    Optional<BackupState> state = last();
    if (wanted.to().isEmpty() || state.isEmpty()) {
      return Optional.empty();
    }
    Duration age = Duration.between(state.get().at(), clock.instant());
    if (age.compareTo(wanted.every().multipliedBy(TOO_OLD)) <= 0) {
      return Optional.empty();
    }
    String what =
        state.get().number() == 0 ? "no backup was ever made" : "the last backup is too old";
    return Optional.of(
        what
            + " ("
            + words(age)
            + ", should be every "
            + words(wanted.every())
            + ")"
            + (state.get().failure().isEmpty() ? "" : ": " + state.get().failure()));
  }

  /** The same, and why the last attempt failed even while the one before is young enough. */
  public Optional<String> warning() {
    return complaint()
        .or(() ->
            site.settings()
                .backups()
                .to()
                .flatMap(_ -> last())
                .map(BackupState::failure)
                .filter(failure -> !failure.isEmpty())
                .map(failure -> "the last attempt at a backup failed: " + failure));
  }

  /** An age in words: hours, from three days on days. */
  public static String words(Duration age) {
    long hours = age.toHours();
    return hours >= 72 ? hours / 24 + " days" : hours == 1 ? "1 hour" : hours + " hours";
  }

  /** The state for programs: what `health` and metrics show. */
  public Optional<ObjectNode> show() {
    return last()
        .filter(state -> state.number() > 0)
        .map(state ->
            new JsonMapper()
                .createObjectNode()
                .put("number", state.number())
                .put("at", state.at().toString())
                .put("to", state.to().toString()));
  }

  /** Ends the one that is being made and waits for that. */
  @Override
  public void close() {
    closed = true;
    stop();
    one.lock();
    try {
      // The one that was being made has ended, and refuses to begin again.
      running = null;
    } finally {
      one.unlock();
    }
  }
}

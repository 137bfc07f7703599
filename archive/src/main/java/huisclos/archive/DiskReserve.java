package huisclos.archive;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses stores before the disk is full, so that index, trail and key ring can still be written:
 * queries, retrievals and housekeeping go on. Looks again at most once a second; takes stores again
 * by itself once a tenth more than the reserve is free. Thread-safe.
 */
public final class DiskReserve {
  private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

  private static final long LOOK_EVERY_MILLIS = 1_000;

  /** A warning is due while less than so many times the reserve is free. */
  private static final int NEAR = 3;

  /** How much there is and how much of it is free, bytes. */
  public record Space(long free, long total) {}

  /** Looks at the disk. */
  public interface Probe {
    Space look() throws IOException;
  }

  /** How it stands. */
  public enum State {
    /** Enough is free. */
    ROOM,
    /** Less than three times the reserve is free: a warning is due. */
    NEAR,
    /** No more than the reserve is free: stores are refused. */
    FULL
  }

  private final Reserve reserve;
  private final Probe probe;
  private final Clock clock;
  private final Consumer<State> changed;

  // Guarded by this.
  private long lookedAt = Long.MIN_VALUE;
  private State state = State.ROOM;
  private Space space = new Space(0, 0);

  /**
   * @param changed told when stores begin to be refused ({@link State#FULL}) and when they are
   *     taken again; must not fail
   */
  public DiskReserve(Reserve reserve, Probe probe, Clock clock, Consumer<State> changed) {
    this.reserve = reserve;
    this.probe = probe;
    this.clock = clock;
    this.changed = changed;
  }

  /** Over the disk that holds a folder. */
  public static DiskReserve of(Path folder, Reserve reserve, Clock clock, Consumer<State> changed) {
    return new DiskReserve(reserve, () -> space(folder), clock, changed);
  }

  /** Never refuses. */
  static DiskReserve none() {
    return new DiskReserve(
        Reserve.NOTHING,
        () -> new Space(Long.MAX_VALUE, Long.MAX_VALUE),
        Clock.systemUTC(),
        _ -> {});
  }

  private static Space space(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return new Space(store.getUsableSpace(), store.getTotalSpace());
  }

  /** How it stands now, or stood within the last second. */
  public synchronized State state() {
    long now = clock.millis();
    if (lookedAt != Long.MIN_VALUE && Math.abs(now - lookedAt) < LOOK_EVERY_MILLIS) {
      return state;
    }
    lookedAt = now;
    State before = state;
    try {
      space = probe.look();
      state = judged(before);
    } catch (IOException e) {
      // A disk that can't be asked is none to refuse for: the write itself will tell.
      LOG.warn("the free space of the disk can't be told: {}", e.getClass().getName());
      return state;
    }
    if ((before == State.FULL) != (state == State.FULL)) {
      LOG.warn("stores are {}", state == State.FULL ? "refused: the disk is full" : "taken again");
      changed.accept(state);
    }
    return state;
  }

  private State judged(State before) {
    long kept = reserve.of(space.total());
    if (kept == 0) {
      return State.ROOM;
    }
    long needed = before == State.FULL ? kept + kept / 10 : kept;
    if (space.free() <= needed) {
      return State.FULL;
    }
    return space.free() / NEAR < kept ? State.NEAR : State.ROOM;
  }

  /** What was free when it was last looked at, and of how much. */
  public synchronized Space space() {
    return space;
  }
}

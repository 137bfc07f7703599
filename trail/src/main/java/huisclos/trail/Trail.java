package huisclos.trail;

import huisclos.trail.TrailException.Kind;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.FileDisk;
import huisclos.trail.internal.GroupCommit;
import huisclos.trail.internal.LogCore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The writing end of this home's log, one per process. A record counts once {@link #append}
 * returned: it then survives a power cut. Within ten seconds it is also part of a signed tree.
 *
 * <p>If the disk fails once, the trail is poisoned: every further append throws, and whoever wanted
 * to disclose or acknowledge something must answer no. Starting again verifies what is there.
 *
 * <p>Thread-safe. Callers may be virtual threads and may be interrupted; an interrupt is kept but
 * doesn't cut a wait short, for the record may be on the disk already.
 */
public final class Trail implements AutoCloseable {
  /** How far a clock may go back before that is put on record. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);

  /** Half of what is promised, so that writing the tiles fits in too. */
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

  private final String logId;
  private final GroupCommit log;
  private Instant newest;

  private Trail(String logId, GroupCommit log, Instant newest) {
    this.logId = logId;
    this.log = log;
    this.newest = newest;
  }

  /**
   * Opens this home's log, or begins one where there is none at all.
   *
   * <p>Opening reads the right edge of the tree and the journal, not the whole log, and refuses to
   * go on from a log that has a gap, is smaller than its signed checkpoint, or contradicts itself.
   * A tail that was never acknowledged, left by a power cut, is cut off, kept aside and put on
   * record. A clock that went back is put on record; it doesn't stop the archive, because the order
   * of the log rests on its tree and not on its times.
   *
   * @param trailDir the home's {@code trail} folder; its parent exists
   * @param sealer seals the checkpoint key at rest
   * @param clock tells the time of the records that the trail writes by itself
   */
  public static Trail open(Path trailDir, Sealer sealer, Clock clock) throws TrailException {
    return open(new FileDisk(), trailDir, sealer, clock, CHECKPOINT_INTERVAL);
  }

  static Trail open(Disk disk, Path trailDir, Sealer sealer, Clock clock, Duration interval)
      throws TrailException {
    LogCore core;
    Instant newest = Instant.MIN;
    try {
      core = LogCore.open(disk, trailDir.toAbsolutePath(), sealer);
      if (core.last().isPresent()) {
        newest = TrailCodec.decode(core.last().get()).time();
      }
    } catch (TrailException e) {
      throw e;
    } catch (IOException e) {
      throw new TrailException(
          Kind.POISONED,
          "the trail can't be opened",
          "see to the disk (space, health, rights), then start the archive again",
          e);
    }
    Trail trail = new Trail(core.id(), new GroupCommit(core, interval), newest);
    Instant now = clock.instant();
    if (core.cutBytes() > 0) {
      trail.append(
          TrailRecord.of(now, Action.TRAIL_RECOVERY, Outcome.DONE, Actor.system())
              .fact(Fact.CUT_BYTES, core.cutBytes())
              .fact(Fact.INDEX, core.size())
              .build());
    }
    return trail;
  }

  /** The id of the log that this writes: 32 hexadecimal digits. */
  public String logId() {
    return logId;
  }

  /**
   * Puts a record on the trail; returns its index once it is durable.
   *
   * @throws TrailException if it isn't, and the answer must be no
   */
  public long append(TrailRecord record) throws TrailException {
    return append(List.of(record));
  }

  /** As above for several records with one sync; returns the index of the first. */
  public long append(List<TrailRecord> records) throws TrailException {
    try {
      return submit(records).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TrailException cause) {
        throw new TrailException(cause.kind(), "the record is not durable", cause.fix(), cause);
      }
      throw e;
    }
  }

  /**
   * Hands in records without waiting: the future holds the index of the first once all are durable,
   * or the {@link TrailException} for which they are not. Waits only while the journal is far
   * behind. What is chained to the future must be short, for it may run on the journal's thread.
   */
  public CompletableFuture<Long> submit(List<TrailRecord> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("no record to append");
    }
    List<byte[]> entries = new ArrayList<>();
    for (TrailRecord record : records) {
      Splitter.split(record).forEach(part -> entries.add(TrailCodec.encode(part)));
    }
    Instant first = records.getFirst().time();
    Instant latest = records.stream().map(TrailRecord::time).max(Instant::compareTo).orElse(first);
    // Under one lock with the hand-in, so that the clock is judged in the log's own order.
    synchronized (this) {
      Optional<TrailRecord> clockWentBack = clockWentBack(first);
      clockWentBack.ifPresent(record -> entries.addFirst(TrailCodec.encode(record)));
      if (clockWentBack.isPresent() || latest.isAfter(newest)) {
        newest = latest;
      }
      CompletableFuture<Long> done = log.submit(entries);
      return clockWentBack.isEmpty() ? done : done.thenApply(index -> index + 1);
    }
  }

  private Optional<TrailRecord> clockWentBack(Instant now) {
    if (newest.equals(Instant.MIN) || !now.isBefore(newest.minus(CLOCK_TOLERANCE))) {
      return Optional.empty();
    }
    return Optional.of(
        TrailRecord.of(now, Action.CLOCK, Outcome.DONE, Actor.system())
            .fact(Fact.SECONDS_BACK, Duration.between(now, newest).toSeconds())
            .build());
  }

  /**
   * Makes a signed checkpoint over everything that is durable now and returns it once it is on the
   * disk. Kept elsewhere, it proves later that nothing before it was rewritten.
   */
  public Checkpoint checkpoint() throws TrailException {
    return log.publishNow();
  }

  /** Finishes what was handed in, signs a last checkpoint and lets go of the log. */
  @Override
  public void close() throws TrailException {
    log.close();
  }
}

package huisclos.trail.internal;

import huisclos.trail.Checkpoint;
import huisclos.trail.TrailException;
import huisclos.trail.TrailException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The two threads of an open log. One takes what many callers submit and makes it durable, a group
 * with one sync; the other turns durable records into tiles and signs checkpoints.
 *
 * <p>Files are touched by these two threads alone: a caller's interrupt would close a channel under
 * everybody else. The first failure of either poisons the log for good.
 */
public final class GroupCommit implements AutoCloseable {
  /** A group takes no further submission once it has this many bytes. */
  private static final long GROUP_BYTES = 1 << 20;

  /** Submissions wait while this many bytes wait for the journal. */
  private static final long QUEUE_BYTES = 16 << 20;

  /** Tiles are made early once this many bytes wait for them. */
  private static final long EARLY_BYTES = 4 << 20;

  /** The journal waits while this many bytes wait for tiles. */
  private static final long PENDING_BYTES = 32 << 20;

  private record Submission(List<byte[]> entries, long bytes, CompletableFuture<Long> done) {}

  private final LogCore core;
  private final Duration interval;
  private final Thread journalThread;
  private final Thread tileThread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Submission> queue = new ArrayDeque<>();
  private long queuedBytes;
  private List<byte[]> pending;
  private long pendingBytes;
  private long pendingSince = System.nanoTime();
  private long size;
  private long wanted;
  private boolean closing;
  private boolean journalDone;
  private boolean tilesDone;
  private @Nullable TrailException failure;
  private Checkpoint checkpoint;

  /**
   * Starts both threads.
   *
   * @param interval how long a durable record may wait for its checkpoint
   */
  public GroupCommit(LogCore core, Duration interval) {
    this.core = core;
    this.interval = interval;
    this.pending = new ArrayList<>();
    this.checkpoint = core.checkpoint();
    this.size = core.size();
    this.journalThread =
        Thread.ofPlatform().daemon().name("trail-journal").unstarted(this::journal);
    this.tileThread = Thread.ofPlatform().daemon().name("trail-tiles").unstarted(this::tiles);
    journalThread.start();
    tileThread.start();
  }

  /** Hands in records; the future holds the index of the first once all are durable. */
  public CompletableFuture<Long> submit(List<byte[]> entries) {
    Submission submission = new Submission(entries, bytes(entries), new CompletableFuture<>());
    lock.lock();
    try {
      while (failure == null && !closing && queuedBytes > QUEUE_BYTES) {
        changed.awaitUninterruptibly();
      }
      if (failure != null) {
        return CompletableFuture.failedFuture(poisoned(failure));
      }
      if (closing) {
        return CompletableFuture.failedFuture(
            new TrailException(Kind.CLOSED, "the trail is closed", "start the archive again"));
      }
      queue.add(submission);
      queuedBytes += submission.bytes;
      changed.signalAll();
      return submission.done;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a checkpoint over everything that is durable now. */
  public Checkpoint publishNow() throws TrailException {
    lock.lock();
    try {
      long target = size;
      while (failure == null && checkpoint.size() < target && !tilesDone) {
        if (wanted < target) {
          wanted = target;
          changed.signalAll();
        }
        changed.awaitUninterruptibly();
      }
      if (failure != null) {
        throw poisoned(failure);
      }
      return checkpoint;
    } finally {
      lock.unlock();
    }
  }

  /** Finishes what was submitted, publishes it, and lets go of the files. */
  @Override
  public void close() throws TrailException {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    join(journalThread);
    join(tileThread);
    try {
      if (failure != null) {
        core.abandon();
      } else {
        core.close();
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void journal() {
    try {
      for (List<Submission> group = take(); !group.isEmpty(); group = take()) {
        List<byte[]> entries = new ArrayList<>();
        group.forEach(submission -> entries.addAll(submission.entries));
        long index;
        try {
          index = core.commit(entries);
        } catch (IOException | RuntimeException | Error e) {
          poison(e);
          TrailException no = broken(e);
          group.forEach(submission -> submission.done.completeExceptionally(no));
          return;
        }
        committed(entries);
        for (Submission submission : group) {
          submission.done.complete(index);
          index += submission.entries.size();
        }
      }
    } finally {
      lock.lock();
      try {
        journalDone = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The next group; empty when there will be none. */
  private List<Submission> take() {
    lock.lock();
    try {
      while (failure == null && ((queue.isEmpty() && !closing) || pendingBytes > PENDING_BYTES)) {
        changed.awaitUninterruptibly();
      }
      List<Submission> group = new ArrayList<>();
      if (failure != null) {
        return group;
      }
      long bytes = 0;
      while (!queue.isEmpty() && bytes < GROUP_BYTES) {
        Submission submission = queue.remove();
        bytes += submission.bytes;
        group.add(submission);
      }
      queuedBytes -= bytes;
      changed.signalAll();
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void committed(List<byte[]> entries) {
    lock.lock();
    try {
      if (pending.isEmpty()) {
        pendingSince = System.nanoTime();
      }
      pending.addAll(entries);
      pendingBytes += bytes(entries);
      size += entries.size();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void tiles() {
    try {
      for (List<byte[]> entries = takeDue(); !entries.isEmpty(); entries = takeDue()) {
        Checkpoint signed = core.publish(entries);
        lock.lock();
        try {
          checkpoint = signed;
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      poison(e);
    } finally {
      lock.lock();
      try {
        tilesDone = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The records that are due for tiles; empty when there will be none. */
  private List<byte[]> takeDue() throws InterruptedException {
    lock.lock();
    try {
      while (failure == null && pending.isEmpty() && !journalDone) {
        changed.awaitUninterruptibly();
      }
      long left = pendingSince + interval.toNanos() - System.nanoTime();
      while (left > 0 && failure == null && !journalDone && !early()) {
        left = changed.awaitNanos(left);
      }
      List<byte[]> entries = failure == null ? pending : List.of();
      pending = new ArrayList<>();
      pendingBytes = 0;
      changed.signalAll();
      return entries;
    } finally {
      lock.unlock();
    }
  }

  /** Whether records are waited for or too many, so that the tiles are made before their time. */
  private boolean early() {
    return pendingBytes > EARLY_BYTES || size - pending.size() < wanted;
  }

  private void poison(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = broken(cause);
      }
      queue.forEach(submission -> submission.done.completeExceptionally(poisoned(broken(cause))));
      queue.clear();
      queuedBytes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static TrailException broken(Throwable cause) {
    return new TrailException(
        Kind.POISONED,
        "the trail can't be written",
        "see to the disk (space, health, rights), then start the archive again",
        cause);
  }

  private static TrailException poisoned(TrailException first) {
    return new TrailException(
        Kind.POISONED, "the trail could not be written before", first.fix(), first);
  }

  private static long bytes(List<byte[]> entries) {
    return entries.stream().mapToLong(entry -> entry.length + Frame.HEADER).sum();
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

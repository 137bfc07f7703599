package huisclos.archive;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How fast a scrub reads: so many bytes a second, and slower while others want the disk. One thread
 * spends, any may end it. It waits without interrupts, which would close files for everybody.
 */
final class ScrubPace {
  /** How long it steps aside at once while stores wait. */
  private static final long YIELD_MILLIS = 50;

  /** At most so often in a row, so that it goes on under any load. */
  private static final int MAX_YIELDS = 10;

  /** What was saved up by being slower than allowed, at most. */
  private static final long MAX_AHEAD_NANOS = 1_000_000_000L;

  private final long bytesPerSecond;
  private final BooleanSupplier othersWait;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean end;
  private long due;

  /**
   * @param bytesPerSecond 0 for as fast as it goes
   * @param othersWait whether somebody else's work is waiting now
   */
  ScrubPace(long bytesPerSecond, BooleanSupplier othersWait) {
    this.bytesPerSecond = bytesPerSecond;
    this.othersWait = othersWait;
    this.due = System.nanoTime();
  }

  /** Accounts for what was read and waits until more may be. */
  void spent(long bytes) {
    checkEnded();
    if (bytesPerSecond > 0) {
      long now = System.nanoTime();
      due = Math.max(due, now - MAX_AHEAD_NANOS) + (long) (bytes * 1e9 / bytesPerSecond);
      if (due > now) {
        sleep(due - now);
      }
    }
    for (int i = 0; i < MAX_YIELDS && othersWait.getAsBoolean(); i++) {
      sleep(TimeUnit.MILLISECONDS.toNanos(YIELD_MILLIS));
    }
  }

  /**
   * Waits so long.
   *
   * @throws CancellationException once it is to end
   */
  void sleep(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!end && left > 0) {
        left = ended.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the scrub was interrupted");
    } finally {
      lock.unlock();
    }
    checkEnded();
  }

  private void checkEnded() {
    lock.lock();
    try {
      if (end) {
        throw new CancellationException("the scrub was ended");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has whoever waits or spends stop. */
  void end() {
    lock.lock();
    try {
      end = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

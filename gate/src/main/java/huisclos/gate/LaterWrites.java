package huisclos.gate;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to the registries, in order, on a thread of its own. The index may be busy for long (it is
 * made anew, say), and nobody who asks for an image waits for that: whoever writes waits for a
 * moment, then goes on while the write follows. Safe from many threads.
 */
final class LaterWrites implements AutoCloseable {
  /** Writes that wait; a further one is not made, and counted. */
  static final int MAX_WAITING = 4_096;

  /** How long a writer waits; an idle index takes about a millisecond. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final Duration AT_CLOSE = Duration.ofSeconds(25);

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("gate-writer").daemon().factory());
  private final AtomicLong lost = new AtomicLong();

  LaterWrites() {}

  /** Writes; returns once it is durable, or after {@link #PATIENCE}. */
  void write(Runnable work) {
    try {
      Future<?> done =
          thread.submit(() -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              lost.incrementAndGet();
            }
          });
      done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      lost.incrementAndGet();
    } catch (TimeoutException e) {
      return; // It follows.
    } catch (ExecutionException e) {
      throw new IllegalStateException("a write of the gate broke", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Writes after all that was handed over before, and waits to the end.
   *
   * @throws RuntimeException what the work threw
   */
  void inOrder(Runnable work) {
    try {
      thread.submit(work).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why
          ? why
          : new IllegalStateException("a write of the gate broke", e);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("too many writes of the gate wait", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the gate wrote", e);
    }
  }

  /** How many writes were not made since the start. */
  long lost() {
    return lost.get();
  }

  /** Ends once all that waits is written, or after a while. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(AT_CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        lost.addAndGet(thread.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

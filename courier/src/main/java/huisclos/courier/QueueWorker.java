package huisclos.courier;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a queue now and then on a thread of its own, and lets the work be done on others.
 * Started and stopped once.
 */
abstract class QueueWorker {
  private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

  private final String name;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** The looking thread, and each that works. */
  private final Phaser busy = new Phaser(1);

  QueueWorker(String name) {
    this.name = name;
  }

  /** One look at the queue. */
  abstract void look() throws IOException;

  final void start() {
    work(() -> {
      while (!pause(CourierLimits.LOOK)) {
        try {
          look();
        } catch (IOException | RuntimeException e) {
          // The index fails or the trail: tried again at the next look. The type alone is logged.
          LOG.error("{} can't work: {}", name, e.getClass().getName());
          if (pause(CourierLimits.FIRST_PAUSE)) {
            return;
          }
        }
      }
    });
  }

  /** Runs something on a thread that {@link #await} waits for. */
  final void work(Runnable task) {
    busy.register();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            task.run();
          } finally {
            busy.arriveAndDeregister();
          }
        });
  }

  /** Sleeps; true if it is time to stop. */
  final boolean pause(Duration time) {
    try {
      return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  final boolean isStopping() {
    return stopping.getCount() == 0;
  }

  final void stop() {
    stopping.countDown();
  }

  /**
   * Waits for all threads; after a while what holds them up is broken off. One that is stuck even
   * then, as in a dial that has yet to time out, is left: what it does next fails.
   */
  final void await(Runnable breakOff) {
    int phase = busy.arrive();
    if (!ended(phase, CourierLimits.DRAIN)) {
      breakOff.run();
      if (!ended(phase, CourierLimits.BREAK_OFF)) {
        LOG.warn("{} did not end in time", name);
      }
    }
  }

  private boolean ended(int phase, Duration within) {
    try {
      var _ = busy.awaitAdvanceInterruptibly(phase, within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

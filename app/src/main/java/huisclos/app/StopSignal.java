package huisclos.app;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT, turned into a return from {@link #await}. The process then lives until this
 * is closed, so that whoever closes it last has closed everything else before.
 */
final class StopSignal implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  private void stop() {
    asked.countDown();
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns once the process is told to stop. */
  void await() throws InterruptedException {
    asked.await();
  }

  @Override
  public void close() {
    done.countDown();
  }
}

package huisclos.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QueueWorkerTest {
  @Test
  void looksAgainAfterAFailureAndEndsItsWorkWhenStopped() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch twice = new CountDownLatch(2);
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    QueueWorker worker =
        new QueueWorker("test") {
          @Override
          void look() {
            twice.countDown();
            if (looks.incrementAndGet() == 1) {
              work(() -> {
                try {
                  hold.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                ended.countDown();
              });
              throw new IllegalStateException("the index fails");
            }
          }
        };
    worker.start();
    assertThat(twice.await(20, TimeUnit.SECONDS)).as("looked again").isTrue();
    worker.stop();
    worker.await(hold::countDown);
    assertThat(ended.getCount()).as("the work was waited for").isZero();
    int seen = looks.get();
    Thread.sleep(3 * CourierLimits.LOOK.toMillis());
    assertThat(looks.get()).isEqualTo(seen);
  }
}

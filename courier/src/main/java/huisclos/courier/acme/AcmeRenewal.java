package huisclos.courier.acme;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the door's certificate fresh: orders one where there is none for the names, and again when
 * a third of its life is left. After a failure it waits, from a minute doubling up to a day, so
 * that an authority is never pressed (RFC 8555 §6.6). On a thread of its own; thread-safe.
 */
public final class AcmeRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AcmeRenewal.class);
  private static final Duration LOOK = Duration.ofSeconds(30);
  static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final int MAX_DOUBLINGS = 11;

  /** Places an order. */
  @FunctionalInterface
  interface Orders {
    X509Certificate order() throws IOException, InterruptedException;
  }

  private final CertificateDoor door;
  private final List<String> names;
  private final Orders orders;
  private final Clock clock;
  private final Consumer<String> onFailure;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("acme").daemon().factory());
  private int failures;
  private Instant notBefore = Instant.MIN;
  private String last = "";

  AcmeRenewal(
      CertificateDoor door,
      List<String> names,
      Orders orders,
      Clock clock,
      Consumer<String> onFailure) {
    this.door = door;
    this.names = List.copyOf(names);
    this.orders = orders;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /**
   * Starts looking, at once and every 30 s.
   *
   * @param onFailure told why an order failed, each time
   */
  public static AcmeRenewal start(
      AcmeAuthority authority, CertificateDoor door, Clock clock, Consumer<String> onFailure) {
    AcmeRenewal renewal =
        new AcmeRenewal(
            door,
            authority.names(),
            () -> new AcmeOrder(authority, door, clock).run(),
            clock,
            onFailure);
    var _ =
        renewal.timer.scheduleWithFixedDelay(renewal::turn, 0, LOOK.toSeconds(), TimeUnit.SECONDS);
    return renewal;
  }

  /** One look; orders if it is time. Never throws: that would end the schedule. */
  synchronized void turn() {
    Instant now = clock.instant();
    if (now.isBefore(notBefore) || !due(now)) {
      return;
    }
    try {
      X509Certificate fresh = orders.order();
      failures = 0;
      // Whatever its dates say, the next order is not at the next look.
      notBefore = now.plus(FIRST_WAIT);
      last = "";
      LOG.info("the web door has a certificate until {}", fresh.getNotAfter().toInstant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      failed(
          now,
          e instanceof AcmeException
              ? String.valueOf(e.getMessage())
              : "the authority can't be reached");
    }
  }

  private void failed(Instant now, String why) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    notBefore = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    last = why;
    onFailure.accept(why);
  }

  private boolean due(Instant now) {
    Optional<X509Certificate> current = door.certificate();
    if (current.isEmpty() || !isForAll(current.get())) {
      return true;
    }
    Instant begin = current.get().getNotBefore().toInstant();
    Instant end = current.get().getNotAfter().toInstant();
    return now.isAfter(end.minus(Duration.between(begin, end).dividedBy(3)));
  }

  /** The names may be others than they were when it was ordered. */
  private boolean isForAll(X509Certificate current) {
    try {
      return AcmeOrder.isFor(current, names);
    } catch (IOException e) {
      return false;
    }
  }

  /** Why the last order failed; empty when it didn't. */
  public synchronized String lastFailure() {
    return last;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

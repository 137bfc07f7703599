package huisclos.courier.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.util.CertificateUtils;

/** When orders are placed: in time, and never again and again. */
final class AcmeRenewalTest {
  private static final Duration LIFE = Duration.ofDays(90);

  private static final KeyPair KEY = AcmeOrder.newProofKey();

  private final Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
  private final Door door = new Door();
  private final List<String> failures = new ArrayList<>();
  private final List<Instant> orders = new ArrayList<>();
  private List<String> names = List.of();

  AcmeRenewalTest() {}

  private static final class Hand extends Clock {
    private Instant now;

    Hand(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final class Door implements CertificateDoor {
    private Optional<X509Certificate> current = Optional.empty();

    @Override
    public Optional<X509Certificate> certificate() {
      return current;
    }

    @Override
    public KeyPair accountKey() {
      return AcmeOrder.newKey();
    }

    @Override
    public void prove(String name, PrivateKey key, X509Certificate proof) {}

    @Override
    public void proveNothing() {}

    @Override
    public void use(KeyPair key, List<X509Certificate> chain) {
      current = Optional.of(chain.getFirst());
    }
  }

  private X509Certificate certificate(Duration life) {
    return CertificateUtils.createTestRootCertificate(
        "CN=door", clock.now, clock.now.plus(life), KEY);
  }

  private AcmeRenewal renewal(AcmeRenewal.Orders answer) {
    return new AcmeRenewal(
        door,
        names,
        () -> {
          orders.add(clock.now);
          return answer.order();
        },
        clock,
        failures::add);
  }

  private X509Certificate fresh(Duration life) {
    X509Certificate made = certificate(life);
    door.use(AcmeOrder.newKey(), List.of(made));
    return made;
  }

  @Test
  void aNameThatItIsNotForIsOrderedAtOnce() {
    fresh(LIFE);
    renewal(() -> fresh(LIFE)).turn();
    assertThat(orders).isEmpty();
    names = List.of("added.example");
    renewal(() -> fresh(LIFE)).turn();
    assertThat(orders).hasSize(1);
  }

  @Test
  void aCertificateIsOrderedAtOnceAndAgainWhenAThirdOfItsLifeIsLeft() {
    try (AcmeRenewal renewal = renewal(() -> fresh(LIFE))) {
      renewal.turn();
      renewal.turn();
      assertThat(orders).hasSize(1);
      clock.now = clock.now.plus(Duration.ofDays(59));
      renewal.turn();
      assertThat(orders).hasSize(1);
      clock.now = clock.now.plus(Duration.ofDays(2));
      renewal.turn();
      assertThat(orders).hasSize(2);
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void afterFailuresItWaitsTwiceAsLongEachTimeUpToADay() {
    List<AcmeRenewal.Orders> answers =
        List.of(
            () -> {
              throw new IOException("connection refused");
            },
            () -> {
              throw new IllegalArgumentException("an answer that is none");
            });
    try (AcmeRenewal renewal = renewal(() -> answers.get(orders.size() % 2).order())) {
      for (int i = 0; i < 5 * 24 * 60; i++) {
        renewal.turn();
        clock.now = clock.now.plus(Duration.ofMinutes(1));
      }
    }
    // 1, 2, 4 … 1,024 minutes apart, then a day: never the same order every few seconds.
    assertThat(orders).hasSizeBetween(13, 16);
    assertThat(Duration.between(orders.get(0), orders.get(1))).isEqualTo(Duration.ofMinutes(1));
    assertThat(Duration.between(orders.getLast(), orders.get(orders.size() - 2)).abs())
        .isEqualTo(Duration.ofDays(1));
    assertThat(failures).hasSize(orders.size()).containsOnly("the authority can't be reached");
  }

  @Test
  void aCertificateThatIsDueAsSoonAsItComesDoesNotBringTheNextOrderAtOnce() {
    try (AcmeRenewal renewal = renewal(() -> fresh(Duration.ofSeconds(1)))) {
      for (int i = 0; i < 10; i++) {
        renewal.turn();
        clock.now = clock.now.plus(Duration.ofSeconds(10));
      }
    }
    assertThat(orders).hasSizeLessThanOrEqualTo(2);
  }
}

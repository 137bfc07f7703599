package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link AlertRegistry} must do. */
public abstract class AlertRegistryContract {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  /** For those who extend it. */
  protected AlertRegistryContract() {}

  /** A fresh, empty registry. */
  protected abstract AlertRegistry registry() throws Exception;

  @Test
  void theSameThingIsOneAlertUntilItIsAcknowledged() throws Exception {
    AlertRegistry registry = registry();
    AlertRegistry.Raised first =
        registry.raise(AlertKind.FROZEN, "device CT1", "one", NOW).orElseThrow();
    assertThat(first.tell()).isTrue();
    AlertRegistry.Raised again =
        registry.raise(AlertKind.FROZEN, "device CT1", "two", NOW.plusSeconds(5)).orElseThrow();
    assertThat(again.tell()).as("told a moment ago").isFalse();
    assertThat(again.alert().id()).isEqualTo(first.alert().id());
    assertThat(again.alert().times()).isEqualTo(2);
    assertThat(again.alert().what()).isEqualTo("two");
    assertThat(again.alert().first()).isEqualTo(NOW);
    assertThat(again.alert().last()).isEqualTo(NOW.plusSeconds(5));
    assertThat(registry.raise(AlertKind.FROZEN, "device CT2", "x", NOW).orElseThrow().alert().id())
        .isNotEqualTo(first.alert().id());
    assertThat(registry.acknowledge(first.alert().id(), NOW.plusSeconds(9))).isTrue();
    assertThat(registry.acknowledge(first.alert().id(), NOW.plusSeconds(9))).isFalse();
    assertThat(registry.acknowledge(4711, NOW)).isFalse();
    AlertRegistry.Raised anew =
        registry.raise(AlertKind.FROZEN, "device CT1", "three", NOW.plusSeconds(10)).orElseThrow();
    assertThat(anew.tell()).isTrue();
    assertThat(anew.alert().id()).isNotEqualTo(first.alert().id());
    assertThat(registry.alerts().stream().map(Alert::what)).containsExactly("three", "x", "two");
    assertThat(registry.alerts().getLast().acknowledged()).contains(NOW.plusSeconds(9));
  }

  @Test
  void itIsToldAgainAfterTheQuietHour() throws Exception {
    AlertRegistry registry = registry();
    Instant later = NOW.plus(AlertRegistry.QUIET);
    assertThat(registry.raise(AlertKind.FROZEN, "", "a", NOW)).isPresent();
    assertThat(registry.raise(AlertKind.FROZEN, "", "a", later.minusMillis(1)).orElseThrow().tell())
        .isFalse();
    assertThat(registry.raise(AlertKind.FROZEN, "", "a", later).orElseThrow().tell()).isTrue();
    assertThat(registry.raise(AlertKind.FROZEN, "", "a", later.plusMillis(1)).orElseThrow().tell())
        .isFalse();
  }

  @Test
  void whatIsKeptIsBounded() throws Exception {
    AlertRegistry registry = registry();
    AlertKind kind = new AlertKind("made-up-1");
    for (int i = 0; i < AlertRegistry.MAX_OPEN; i++) {
      assertThat(registry.raise(kind, "s" + i, "x", NOW)).isPresent();
    }
    assertThat(registry.raise(kind, "one more", "x", NOW)).isEmpty();
    assertThat(registry.raise(kind, "s0", "x", NOW)).as("one that is open").isPresent();
    assertThat(registry.raise(AlertKind.TOO_MANY_ALERTS, "", "x", NOW)).isPresent();
    List<Alert> open = registry.alerts();
    assertThat(open).hasSize(AlertRegistry.MAX_OPEN + 1);
    for (int round = 0; round < 3; round++) {
      for (Alert alert : registry.alerts()) {
        if (alert.open()) {
          registry.acknowledge(alert.id(), NOW.plusSeconds(alert.id()));
        }
      }
      for (int i = 0; i < AlertRegistry.MAX_OPEN; i++) {
        registry.raise(kind, "s" + i, "x", NOW);
      }
    }
    assertThat(registry.alerts().stream().filter(a -> !a.open()))
        .hasSize(AlertRegistry.MAX_ACKNOWLEDGED);
  }
}

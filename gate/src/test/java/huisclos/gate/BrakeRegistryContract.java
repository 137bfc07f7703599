package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link BrakeRegistry} must do. */
public abstract class BrakeRegistryContract {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Spender DEVICE = Spender.device("A it's");
  private static final Spender PERSON = Spender.person("A it's");

  /** For those who extend it. */
  protected BrakeRegistryContract() {}

  /** A fresh, empty registry. */
  protected abstract BrakeRegistry registry() throws Exception;

  @Test
  void whatIsDecidedComesBack() throws Exception {
    BrakeRegistry registry = registry();
    assertThat(registry.brake(DEVICE)).isEqualTo(Brake.of(DEVICE));
    assertThat(registry.brakes()).isEmpty();
    Brake all =
        new Brake(
            DEVICE,
            Optional.of(new Budget(7, 70)),
            Optional.of(NOW),
            Optional.of(NOW.plusSeconds(1)));
    assertThat(registry.change(DEVICE, _ -> all)).isEqualTo(all);
    assertThat(registry.brake(DEVICE)).isEqualTo(all);
    assertThat(registry.brake(PERSON)).as("of the same name").isEqualTo(Brake.of(PERSON));
    registry.change(PERSON, brake -> brake.frozenSince(NOW));
    assertThat(registry.brake(PERSON).frozenAt()).contains(NOW);
    assertThat(registry.change(PERSON, brake -> brake.frozenSince(NOW.plusSeconds(9))).frozenAt())
        .as("since before")
        .contains(NOW);
    assertThat(registry.brakes()).containsExactly(all, registry.brake(PERSON));
    registry.change(DEVICE, Brake::thawed);
    assertThat(registry.brake(DEVICE))
        .isEqualTo(new Brake(DEVICE, all.own(), all.liftedUntil(), Optional.empty()));
    registry.change(DEVICE, b -> b.withBudget(Optional.empty()).withLift(Optional.empty()));
    assertThat(registry.brake(DEVICE)).isEqualTo(Brake.of(DEVICE));
  }

  @Test
  void whatIsSpentComesBackUntilItIsForgotten() throws Exception {
    BrakeRegistry registry = registry();
    Instant before = NOW.minusSeconds(100);
    registry.spend(DEVICE, Set.of("a", "b"), NOW, before);
    registry.spend(DEVICE, Set.of("c"), NOW.plusSeconds(1), before);
    registry.spend(PERSON, Set.of("a"), NOW.plusSeconds(2), before);
    assertThat(registry.spent(DEVICE, before))
        .isEqualTo(Map.of("a", NOW, "b", NOW, "c", NOW.plusSeconds(1)));
    assertThat(registry.spent(DEVICE, NOW)).containsOnlyKeys("c");
    registry.spend(DEVICE, Set.of("a"), NOW.plusSeconds(3), NOW);
    assertThat(registry.spent(DEVICE, before))
        .as("b is older than what is kept")
        .isEqualTo(Map.of("a", NOW.plusSeconds(3), "c", NOW.plusSeconds(1)));
    registry.forgive(DEVICE);
    assertThat(registry.spent(DEVICE, before)).isEmpty();
    assertThat(registry.spent(PERSON, before)).isEqualTo(Map.of("a", NOW.plusSeconds(2)));
  }
}

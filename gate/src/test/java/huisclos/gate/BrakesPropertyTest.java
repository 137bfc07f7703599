package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a keeper and a device do, and in whichever order: a frozen identity is shown nothing,
 * and nobody more than the budgets allow. Beside the gate runs a model that knows only when what
 * was newly shown, and what was answered.
 */
class BrakesPropertyTest {
  private static final int SEQUENCES = 30;
  private static final int STEPS = 150;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  /** One device's life. */
  private static final class Life {
    private final GateHome home;
    private final Spender spender;
    private final Identity who;
    private final Random random;
    private final Map<String, Instant> shown = new HashMap<>();
    private Budget budget = Budget.DEFAULT;
    private Instant liftedUntil = Instant.MIN;
    private boolean frozen;
    private boolean revoked;
    private int freezes;

    Life(GateHome home, int seed) throws IOException {
      this.home = home;
      this.spender = Spender.device("WS" + seed);
      this.who = home.admitted(home.add(spender.name(), Verb.FIND).certificate(), spender.name());
      this.random = new Random(seed);
    }

    void step(String where) throws IOException {
      Instant now = home.clock.instant();
      switch (random.nextInt(14)) {
        case 0 -> home.restart();
        case 1 -> home.clock.advance(Duration.ofMinutes(random.nextInt(90)));
        case 2 -> {
          int hour = 1 + random.nextInt(300);
          budget = new Budget(hour, hour + random.nextInt(600));
          home.gate.brakes().budget(spender, Optional.of(budget), "root");
        }
        case 3 -> {
          liftedUntil = now.plusSeconds(1 + random.nextInt(600));
          home.gate.brakes().lift(spender, Optional.of(liftedUntil), "root");
        }
        case 4 -> {
          if (random.nextInt(4) == 0) {
            home.gate.brakes().thaw(spender, "root");
            shown.clear();
            frozen = false;
          }
        }
        case 5 -> {
          if (random.nextInt(20) == 0 && !revoked) {
            home.gate.devices().revokeDevice(spender.name(), "root");
            revoked = true;
          }
        }
        default -> ask(where);
      }
    }

    private void ask(String where) throws IOException {
      Instant now = home.clock.instant();
      Set<String> records = new HashSet<>();
      int count = 1 + random.nextInt(120);
      int from = random.nextInt(2_000);
      for (int i = 0; i < count; i++) {
        records.add("p" + (from + i));
      }
      Optional<Reason> no = answer(records);
      if (no.isPresent()) {
        boolean freezes = no.get() == Reason.DAY_BUDGET || no.get() == Reason.FROZEN;
        this.freezes += freezes && !frozen ? 1 : 0;
        frozen |= freezes;
        return;
      }
      assertThat(frozen).as("%s: shown though frozen", where).isFalse();
      assertThat(revoked).as("%s: shown though revoked", where).isFalse();
      if (now.isBefore(liftedUntil)) {
        return;
      }
      // A lowered budget doesn't take back what was shown: then nothing new may be.
      long mostInAnHour = Math.max(budget.hour(), within(HOUR, now));
      long mostInADay = Math.max(budget.day(), within(DAY, now));
      for (String record : records) {
        Instant before = shown.get(record);
        if (before == null || !before.isAfter(now.minus(DAY))) {
          shown.put(record, now);
        }
      }
      assertThat(within(HOUR, now)).as("%s: in an hour", where).isLessThanOrEqualTo(mostInAnHour);
      assertThat(within(DAY, now)).as("%s: in a day", where).isLessThanOrEqualTo(mostInADay);
    }

    private long within(Duration window, Instant now) {
      return shown.values().stream().filter(at -> at.isAfter(now.minus(window))).count();
    }

    private Optional<Reason> answer(Set<String> records) throws IOException {
      return switch (home.gate.decide(who, new Request.Find(true))) {
        case Decision.Denied(Reason reason) -> Optional.of(reason);
        case Decision.Granted(Pass pass) ->
            switch (pass.disclose(
                Disclosure.of(List.of(), List.copyOf(records), records.size()),
                new Spending(records, 0))) {
              case Disclosed.OnRecord _ -> Optional.empty();
              case Disclosed.Held(Reason reason) -> Optional.of(reason);
            };
      };
    }
  }

  @Test
  void noSequenceShowsMoreThanItMay() throws IOException {
    int freezes = 0;
    try (GateHome home = new GateHome(folder)) {
      for (int seed = 0; seed < SEQUENCES; seed++) {
        Life life = new Life(home, seed);
        for (int step = 0; step < STEPS; step++) {
          life.step("seed " + seed + ", step " + step);
        }
        freezes += life.freezes;
      }
    }
    assertThat(freezes).as("the sequences do freeze").isGreaterThan(SEQUENCES / 3);
  }
}

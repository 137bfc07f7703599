package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index of an earlier day doesn't thaw. */
class FreezesTest {
  @TempDir Path folder;

  private static void harvest(GateHome home, Identity who, int from) throws IOException {
    for (int i = 0; i < 2 * Brakes.REFUSALS_BEFORE_FREEZE; i++) {
      if (home.gate.decide(who, new Request.Get()) instanceof Decision.Granted(Pass pass)) {
        Set<String> records = Set.of("p" + from, "p" + (from + 1));
        pass.disclose(Disclosure.of(List.of(), List.copyOf(records), 2), new Spending(records, i));
      }
    }
  }

  @Test
  void whoWasFrozenAndNotThawedIsFrozenAgain() throws IOException {
    try (GateHome home = new GateHome(folder)) {
      for (String aet : List.of("KEPT", "THAWED", "TWICE")) {
        Identity who = home.admitted(home.add(aet, Verb.GET).certificate(), aet);
        Spender spender = Spender.device(aet);
        home.gate.brakes().budget(spender, java.util.Optional.of(new Budget(1, 1)), "root");
        harvest(home, who, 0);
        assertThat(home.gate.brakes().spent(spender).brake().frozen()).as(aet).isTrue();
        if (!aet.equals("KEPT")) {
          assertThat(home.gate.brakes().thaw(spender, "root")).isTrue();
        }
        if (aet.equals("TWICE")) {
          harvest(home, who, 10);
          assertThat(home.gate.brakes().spent(spender).brake().frozen()).isTrue();
        }
      }
      MemoryBrakeRegistry earlier = new MemoryBrakeRegistry();
      Freezes freezes = new Freezes(earlier);
      assertThat(freezes.replay(folder.resolve("trail"), Map.of()))
          .containsExactly("device KEPT", "device TWICE");
      assertThat(earlier.brake(Spender.device("TWICE")).frozen()).isTrue();
      assertThat(earlier.brake(Spender.device("THAWED")).frozen()).isFalse();
      assertThat(freezes.replay(folder.resolve("trail"), Map.of())).as("they agree").isEmpty();
    }
  }
}

package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoorReportTest {
  @TempDir Path temp;

  @Test
  void itSaysWhatRunsOutSixtyDaysAhead() throws Exception {
    try (GateHome home = new GateHome(temp)) {
      IssuedIdentity ct1 = home.add("CT1", Verb.STORE);
      home.add("GONE", Verb.STORE);
      home.gate.devices().revokeDevice("GONE", "root");
      assertThat(home.gate.doors().warnings()).isEmpty();
      assertThat(home.gate.doors().devices())
          .extracting(DoorReport.DeviceDoor::open)
          .containsExactly(true, false);

      home.clock.advance(Duration.ofDays(1_095 - 61));
      home.restart();
      assertThat(home.gate.doors().warnings()).as("the server renewed itself").isEmpty();
      home.clock.advance(Duration.ofDays(2));
      DoorReport report = home.gate.doors();
      assertThat(report.warnings())
          .singleElement()
          .satisfies(w -> {
            assertThat(w.subject()).isEqualTo("CT1");
            assertThat(w.serial()).isEqualTo(ct1.serial());
            assertThat(w.daysLeft()).isEqualTo(59);
          });
      assertThat(report.devices().getFirst().certificates().getFirst().state())
          .isEqualTo(DoorReport.State.RUNS_OUT);

      home.gate.devices().renew("CT1", new KeySource.Generated(), "root");
      assertThat(home.gate.doors().warnings()).as("renewed").isEmpty();
      home.clock.advance(Duration.ofDays(60));
      assertThat(home.gate.doors().devices().getFirst().certificates())
          .extracting(DoorReport.CertificateDoor::state)
          .containsExactly(DoorReport.State.EXPIRED, DoorReport.State.GOOD);
    }
  }

  @Test
  void theAuthorityAndTheServerAreWatchedToo() throws Exception {
    try (GateHome home = new GateHome(temp)) {
      assertThat(home.gate.doors().server()).isNotEmpty();
      home.clock.advance(Duration.ofDays(7_305 - 30));
      assertThat(home.gate.doors().warnings())
          .extracting(DoorReport.Warning::subject)
          .contains("authority", "server");
    }
  }
}

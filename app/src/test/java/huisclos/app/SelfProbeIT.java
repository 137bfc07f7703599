package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running archive looks at its own doors as a stranger does, and doesn't take itself for one. */
class SelfProbeIT {
  @TempDir private Path folder = Path.of(".");

  SelfProbeIT() {}

  @Test
  void a_running_archive_finds_its_own_doors_closed_and_says_so() throws Exception {
    try (RunningArchive archive = RunningArchive.start(folder)) {
      String home = archive.home.toString();
      String doors = Processes.here("doors", "--probe", "--home", home).ok().out();
      assertThat(doors).contains("a stranger gets no answer at any of the").contains("listening");
      assertThat(doors).doesNotContain("answered a stranger");
      assertThat(Processes.here("health", "--home", home).ok().status()).isZero();

      String refusals = Processes.here("trail", "refusals", "--home", home).ok().out();
      assertThat(refusals).as("its own look is no attack").doesNotContain("127.0.0.1");
      assertThat(Processes.run("trail", "verify", "--home", home).ok().out()).contains("whole");
    }
  }
}

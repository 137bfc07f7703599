package huisclos.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.bench.BenchServer.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench still runs: a few objects in, out by C-GET, and on to a sink by C-MOVE. */
final class BenchIT {
  @TempDir Path folder;

  BenchIT() {}

  @Test
  void aStudyGoesInAndComesOut() throws Exception {
    Assumptions.assumeTrue(
        Bench.installed("storescu") && Bench.installed("storescp"),
        "skipped: DCMTK is not installed");
    Path app = Path.of("").toAbsolutePath();
    try (BenchGround ground = BenchGround.make(app, folder, List.of())) {
      Figures figures = new Retrieve(ground).run(List.of(Kind.OURS), 1, 3);
      assertThat(figures.median(Kind.OURS.label, Retrieve.GET)).isPositive();
      assertThat(figures.median(Kind.OURS.label, Retrieve.MOVE)).isPositive();
      assertThat(figures.table("x", Kind.SINK_TLS.label)).contains(Kind.OURS.label);
    }
  }
}

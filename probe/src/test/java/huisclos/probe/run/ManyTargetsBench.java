package huisclos.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.dimse.DicomLook;
import huisclos.probe.finding.Finding;
import huisclos.probe.look.Visit;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.RunHead;
import huisclos.probe.results.RunTail;
import huisclos.probe.results.RunWriter;
import huisclos.probe.results.Sweep;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Patience;
import huisclos.trail.Sealer;
import huisclos.trail.Trail;
import huisclos.vault.ColumnSealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run over very many simulated targets with the real store and the real trail: its rate, its
 * memory, its files. By `./dev bench probe`; one host in a thousand takes an association, one in
 * ten is silent for 20 ms.
 */
class ManyTargetsBench {
  private static final long TARGETS = Long.getLong("bench.targets", 100_000);

  @Test
  void many_targets(@TempDir Path folder) throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(1000, 10, Duration.ofMillis(20));
    ProbeRunTest.TenNet hosts = new ProbeRunTest.TenNet(TARGETS);
    long most = 0;
    long began = System.nanoTime();
    try (ResultStore store = ResultStore.open(folder, Clock.systemUTC());
        Trail trail =
            Trail.open(
                folder.resolve("trail"),
                new ColumnsSealer(store.sealer("trail")),
                Clock.systemUTC());
        RunWriter writer =
            store.begin(
                new RunHead(
                    RunHead.newId(Instant.now(), new SecureRandom()),
                    "bench",
                    "00".repeat(32),
                    "bench",
                    "bench",
                    Instant.now(),
                    1,
                    1,
                    TARGETS,
                    42))) {
      ProbeRun run =
          new ProbeRun(
              hosts,
              List.of(new DicomLook()),
              new ProbeRun.Means(
                  new ProbeRunTest.Everything(),
                  new TrailJournal(trail, "bench", "bench", Clock.systemUTC()),
                  network,
                  new KillSwitch(),
                  Clock.systemUTC(),
                  Visit.HONEST_TITLE),
              new Pace(1e6, 1e6, 2000, Patience.usual()),
              new Into(writer),
              0,
              new Sweep(0, 0, 0, 0, 0));
      Thread going =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  assertThat(run.go()).isEmpty();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      while (going.isAlive()) {
        going.join(500);
        System.gc();
        most =
            Math.max(most, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
      Sweep sweep = run.progress().sweep();
      writer.end(new RunTail(Instant.now(), true, "", sweep));
      assertThat(sweep.addresses()).isEqualTo(TARGETS);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long bytes;
    long files;
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> regular = all.filter(Files::isRegularFile).toList();
      files = regular.size();
      bytes = regular.stream().mapToLong(file -> file.toFile().length()).sum();
    }
    System.out.printf(
        Locale.ROOT,
        "%,d simulated targets: %.1f s, %,.0f a second, %.0f MB of live heap at most, %d files of"
            + " %.1f MB together%n",
        TARGETS,
        seconds,
        TARGETS / seconds,
        most / 1e6,
        files,
        bytes / 1e6);
    assertThat(most).isLessThan(300_000_000);
  }

  private record Into(RunWriter writer) implements FindingSink {
    @Override
    public void found(Finding finding) {
      try {
        writer.add(finding);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void reached(long doneUpTo, Sweep soFar) {
      try {
        writer.progress(doneUpTo, soFar);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record ColumnsSealer(ColumnSealer key) implements Sealer {
    @Override
    public byte[] seal(byte[] plain, byte[] context) {
      return key.seal(plain, context);
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
      return key.open(sealed, context);
    }
  }
}

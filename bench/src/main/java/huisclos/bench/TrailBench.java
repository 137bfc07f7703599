package huisclos.bench;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Outcome;
import huisclos.trail.Sealer;
import huisclos.trail.Trail;
import huisclos.trail.TrailRecord;
import huisclos.vault.ColumnSealer;
import huisclos.vault.SiteKey;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Putting records on the trail: sealed, hashed into the log and synced when the call returns. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrailBench {
  private static final int GROUP = 64;

  private final BenchHome home;
  private final SiteKey key;
  private final Vault vault;
  private final Trail trail;

  /** Made by JMH. */
  public TrailBench() {
    try {
      home = BenchHome.make();
      Path folder = home.folder().resolve("home");
      key = SiteKey.generate();
      vault = Vault.open(folder, key);
      trail =
          Trail.open(
              folder.resolve("trail"),
              new TrailCipher(vault.columnSealer("trail")),
              Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One record. */
  @Benchmark
  public long appendOne() throws IOException {
    return trail.append(record());
  }

  /** 64 records with one sync. */
  @Benchmark
  public long appendGroupOf64() throws IOException {
    return trail.append(Collections.nCopies(GROUP, record()));
  }

  /** Leaves nothing behind. */
  @TearDown
  public void close() throws IOException {
    trail.close();
    vault.close();
    key.close();
    home.close();
  }

  private static TrailRecord record() {
    return TrailRecord.of(Clock.systemUTC().instant(), Action.STORE, Outcome.DONE, Actor.system())
        .studies(List.of(SyntheticCt.STUDY))
        .count(1)
        .build();
  }

  /** The vault's sealer, as the trail asks for one. */
  private record TrailCipher(ColumnSealer vault) implements Sealer {
    @Override
    public byte[] seal(byte[] plain, byte[] context) {
      return vault.seal(plain, context);
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
      return vault.open(sealed, context);
    }
  }
}

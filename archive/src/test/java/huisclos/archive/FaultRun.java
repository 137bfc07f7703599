package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SimulatedDisk;
import huisclos.testkit.SimulatedDisk.Fault;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteKeyMismatchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The same short working life each time, with one step or one read of the disk that fails. What was
 * refused may be there or not; what was acknowledged is there once the fault is over: when the
 * process starts again with whatever the machine still has in memory, and after a power cut has
 * taken that away.
 */
final class FaultRun {
  private static final long STORY = 4;
  private static final Duration NEVER = Duration.ofDays(1_000);

  private final SimulatedIndex index;
  private final SimulatedDisk disk;
  private final SimulatedClock clock = new SimulatedClock();
  private final CrashOracle oracle = new CrashOracle();
  private final List<byte[]> siteKeys = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(STORY);

  FaultRun(Path folder) throws IOException {
    index = new SimulatedIndex(folder, false);
    disk = new SimulatedDisk(index::stopping, SimulatedSite.HOME);
    siteKeys.add(CrashRun.rawKey());
  }

  /** How many steps and reads there are in a life without a fault. */
  record Extent(long steps, long reads) {}

  Extent measure() throws IOException {
    life();
    Extent extent = new Extent(disk.steps(), disk.reads());
    afterwards();
    return extent;
  }

  /** The steps of a life without a fault that are called like this. */
  List<Long> stepsLike(String name) throws IOException {
    life();
    List<String> all = disk.lastSteps(Integer.MAX_VALUE);
    return LongStream.range(0, all.size())
        .filter(i -> all.get((int) i).matches(name))
        .boxed()
        .toList();
  }

  void step(long step, Fault fault) throws IOException {
    disk.failStep(step, fault);
    life();
    assertThat(disk.failedAt()).isNotEmpty();
    afterwards();
  }

  void read(long read) throws IOException {
    disk.failRead(read);
    life();
    afterwards();
  }

  private void life() throws IOException {
    SimulatedSite site;
    try {
      site = open();
    } catch (IOException | RuntimeException e) {
      // A start that stops clearly. It takes nothing back: the next one is of use.
      assertThat(disk.failedAt()).as("failed though nothing was wrong: %s", e).isNotEmpty();
      site = open();
    }
    try {
      turns(site).eachKind();
    } finally {
      site.release();
      disk.stop();
    }
  }

  private CrashTurns turns(SimulatedSite site) {
    return new CrashTurns(
        site, disk, index, clock, oracle, siteKeys, random.split(), _ -> {}, true);
  }

  private SimulatedSite open() throws IOException {
    IOException last = new IOException("no key");
    for (byte[] raw : List.copyOf(siteKeys)) {
      try {
        SimulatedSite site =
            new SimulatedSite(
                disk, index.home(), SiteKey.dangerouslyImport(raw.clone()), clock, NEVER);
        siteKeys.clear();
        siteKeys.add(raw);
        return site;
      } catch (SiteKeyMismatchException e) {
        last = e;
      }
    }
    throw last;
  }

  private void afterwards() throws IOException {
    disk.kill();
    index.kill();
    try (SimulatedSite site = open()) {
      new CrashCheck(site, disk, oracle).run();
    }
    disk.stop();
    disk.powerCut(random.split());
    index.powerCut(random.split());
    try (SimulatedSite site = open()) {
      new CrashCheck(site, disk, oracle).run();
      new CrashTurns(site, disk, index, clock, oracle, siteKeys, random.split(), _ -> {}, false)
          .store(1);
      new CrashCheck(site, disk, oracle).run();
    }
  }
}

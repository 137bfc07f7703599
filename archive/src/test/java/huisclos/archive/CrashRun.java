package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SimulatedDisk;
import huisclos.testkit.SimulatedDisk.MachineStopped;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteKeyMismatchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One archive from its first start on, through several lives that each end between two steps of
 * vault, key ring, trail or index: by a power cut that takes what was not synced, or by a kill. A
 * life may end while it is still recovering from the one before.
 *
 * <p>Of four seeds three run step by step, one sender's turn after the other (several stores still
 * go down in one group), so that the seed alone decides what happens. The fourth lets senders run
 * free, with tiles being made meanwhile: it meets more, and repeats most of the time only.
 */
final class CrashRun {
  /** An interval that nothing waits for: tiles are made in a turn of their own. */
  private static final Duration NEVER = Duration.ofDays(1_000);

  private static final Duration OFTEN = Duration.ofMillis(2);

  private static final int STEPS_OF_A_START = 60;
  private static final int STEPS_OF_A_LIFE = 420;
  private static final int MOST_TURNS = 45;

  private final long seed;
  private final SplittableRandom random;
  private final boolean threads;
  private final SimulatedIndex index;
  private final SimulatedDisk disk;
  private final SimulatedClock clock = new SimulatedClock();
  private final CrashOracle oracle = new CrashOracle();
  private final List<byte[]> siteKeys = new ArrayList<>();
  private final List<String> story = new ArrayList<>();

  CrashRun(long seed, Path folder) throws IOException {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.threads = seed % 4 == 3;
    this.index = new SimulatedIndex(folder, threads);
    this.disk = new SimulatedDisk(index::stopping, SimulatedSite.HOME);
    siteKeys.add(rawKey());
  }

  static byte[] rawKey() {
    try (SiteKey key = SiteKey.generate()) {
      return key.dangerouslyExport();
    }
  }

  /** What happened, for a report. */
  List<String> story() {
    return List.copyOf(story);
  }

  void run() throws IOException {
    int lives = 2 + random.nextInt(3);
    for (int life = 0; life < lives; life++) {
      live();
      crash();
      if (random.nextInt(3) == 0) {
        checkLife();
      }
    }
    checkLife();
    // And it goes on as if nothing had been.
    try (SimulatedSite site = open(NEVER)) {
      assertThat(site.archive.opening().clean()).as("the last start had nothing to do").isTrue();
      turns(site).store(1);
      check(site);
    }
  }

  private SimulatedSite open(Duration tiles) throws IOException {
    IOException last = new IOException("no key");
    for (byte[] raw : List.copyOf(siteKeys)) {
      try {
        SimulatedSite site =
            new SimulatedSite(
                disk, index.home(), SiteKey.dangerouslyImport(raw.clone()), clock, tiles);
        siteKeys.clear();
        siteKeys.add(raw);
        return site;
      } catch (SiteKeyMismatchException e) {
        last = e;
      }
    }
    throw last;
  }

  private CrashTurns turns(SimulatedSite site) {
    return new CrashTurns(
        site, disk, index, clock, oracle, siteKeys, random.split(), story::add, false);
  }

  private void live() throws IOException {
    disk.stopAfter(
        random.nextInt(3) == 0
            ? random.nextInt(STEPS_OF_A_START)
            : random.nextInt(STEPS_OF_A_LIFE));
    story.add("start");
    SimulatedSite site;
    try {
      site = open(threads ? OFTEN : NEVER);
    } catch (IOException | RuntimeException | MachineStopped e) {
      unlessStopped(e);
      return;
    }
    try {
      if (threads) {
        turns(site).together();
      } else {
        turns(site).oneByOne(random.nextInt(MOST_TURNS));
      }
      if (random.nextInt(4) == 0) {
        story.add("stop in order");
        site.close();
      }
    } catch (IOException | RuntimeException | MachineStopped e) {
      unlessStopped(e);
    } finally {
      disk.stop();
      site.release();
    }
  }

  private void unlessStopped(Throwable e) {
    if (!disk.isStopped()) {
      throw new AssertionError("failed though nothing was wrong", e);
    }
  }

  private void crash() throws IOException {
    disk.stop();
    List<String> last = disk.lastSteps(3);
    boolean kill = random.nextInt(4) == 0;
    story.add((kill ? "kill after " : "power cut after ") + last);
    if (kill) {
      disk.kill();
      index.kill();
    } else {
      // Each by draws of its own: how long the index's log is hangs on keys, which are no seed's.
      disk.powerCut(random.split());
      index.powerCut(random.split());
    }
  }

  /** A life that nothing interrupts, to look at everything. */
  private void checkLife() throws IOException {
    story.add("check");
    try (SimulatedSite site = open(NEVER)) {
      assertThat(site.archive.opening().rebuilt()).as("the index was made anew").isFalse();
      check(site);
    }
    disk.stop();
    disk.kill();
    index.kill();
  }

  private void check(SimulatedSite site) throws IOException {
    new CrashCheck(site, disk, oracle).run();
  }

  @Override
  public String toString() {
    return "seed " + seed + (threads ? " (senders run free)" : "");
  }
}

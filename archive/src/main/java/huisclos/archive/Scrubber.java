package huisclos.archive;

import huisclos.gate.AlertKind;
import huisclos.gate.Gate;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailLimits;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether everything stored is still as it was left: objects, key ring, index, trail. At once
 * for an operator, and in the background at a set rate, round after round; where a round had come
 * to survives a restart. Changes nothing of what it looks at. Thread-safe.
 */
public final class Scrubber implements AutoCloseable {
  /** Most damage that is kept and shown one by one; the rest is counted. */
  public static final int MAX_OPEN = 10_000;

  /** How long the background rests between two rounds, at least. */
  static final Duration REST = Duration.ofHours(6);

  /** How long after the start it begins, so that it is out of the way of what starts. */
  static final Duration FIRST = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

  private final ScrubRound.Parts parts;
  private final ScrubLedger ledger;
  private final Gate gate;
  private final Clock clock;
  private final Losses losses;

  /** One round at a time. */
  private final ReentrantLock running = new ReentrantLock();

  /** What the background waits by between rounds. */
  private final ScrubPace rest = new ScrubPace(0, () -> false);

  private volatile Optional<ScrubRound> now = Optional.empty();
  private volatile boolean closed;
  private @Nullable Thread background;

  Scrubber(ScrubRound.Parts parts, Gate gate, Clock clock) throws IOException {
    this.parts = parts;
    this.gate = gate;
    this.clock = clock;
    this.losses = new Losses(parts.index());
    this.ledger = new ScrubLedger(parts.index(), clock);
  }

  /**
   * Looks at everything now. Ends a round of the background's; that begins again where it was.
   *
   * @param bytesPerSecond how fast objects are read; 0 for as fast as it goes
   * @param actor for whom, for the trail
   * @throws CancellationException if the archive is closed meanwhile, or {@link #stop} is called
   */
  public ScrubReport run(long bytesPerSecond, Actor actor) throws IOException {
    now.ifPresent(ScrubRound::end);
    running.lock();
    try {
      ScrubReport report = round(bytesPerSecond, actor, 0);
      ledger.remember(ScrubLedger.POSITION, "0");
      return report;
    } finally {
      running.unlock();
    }
  }

  /** Ends the round that goes on now, if one does. */
  public void stop() {
    now.ifPresent(ScrubRound::end);
  }

  private ScrubReport round(long bytesPerSecond, Actor actor, long from) throws IOException {
    Instant began = clock.instant();
    long number = ledger.number(ScrubLedger.ROUND).orElse(0) + 1;
    ledger.remember(ScrubLedger.ROUND, Long.toString(number));
    ledger.began();
    List<Damage> fresh = new ArrayList<>();
    ScrubRound round =
        new ScrubRound(
            parts,
            new ScrubPace(bytesPerSecond, parts.committer()::hasWork),
            clock,
            damage -> {
              if (ledger.met(damage, number)) {
                alert(damage, fresh);
              }
            },
            position -> ledger.remember(ScrubLedger.POSITION, Long.toString(position)));
    now = Optional.of(round);
    try {
      if (closed) {
        throw new CancellationException("the archive is closed");
      }
      losses.forgetReturned();
      boolean whole = round.run(from);
      if (whole) {
        ledger.ended(from == 0 ? number : 0);
      }
      ScrubReport report = report(round, Duration.between(began, clock.instant()));
      record(report, fresh.size(), actor);
      return report;
    } finally {
      now = Optional.empty();
    }
  }

  /** Each new finding is in the log and alerts at once; a round's record has all together. */
  private void alert(Damage damage, List<Damage> fresh) {
    if (fresh.size() < MAX_OPEN) {
      fresh.add(damage);
      LOG.warn(
          "scrub: {} damaged at {} ({}): {}",
          damage.kind().word(),
          damage.place(),
          damage.detail(),
          damage.kind().fix());
      gate.alerts()
          .raise(
              AlertKind.SCRUB_DAMAGE,
              damage.kind().word(),
              "damaged: " + damage.place() + "; see `huisclos scrub --list`");
    }
  }

  private ScrubReport report(ScrubRound round, Duration duration) throws IOException {
    ScrubTally tally = round.tally();
    List<Damage> damage = new ArrayList<>(ledger.open());
    damage.addAll(losses.byStudy(clock.instant()));
    return new ScrubReport(
        tally.objects.get(),
        tally.bytes.get(),
        tally.rows.get(),
        tally.records.get(),
        tally.destroyed.get(),
        tally.leftovers.get(),
        duration,
        damage.subList(0, Math.min(damage.size(), MAX_OPEN)),
        ledger.count() + losses.count());
  }

  private void record(ScrubReport report, int fresh, Actor actor) throws IOException {
    gate.record(
        List.of(
            TrailRecord.of(
                    clock.instant(),
                    Action.SCRUB,
                    report.clean() ? Outcome.DONE : Outcome.FAILED,
                    actor)
                .count(report.objects())
                .studies(studies(report.damage()))
                .fact(Fact.FAILED, report.openDamage())
                .fact(Fact.WARNED, fresh)
                .fact(Fact.BYTES, report.bytes())
                .fact(Fact.DURATION_MS, report.duration().toMillis())
                .build()));
  }

  private static Set<String> studies(List<Damage> damage) {
    Set<String> studies = new LinkedHashSet<>();
    for (Damage one : damage) {
      if (!one.study().isEmpty() && studies.size() < TrailLimits.MAX_IDS) {
        studies.add(one.study());
      }
    }
    return studies;
  }

  /**
   * Checks in the background from now on, until this is closed.
   *
   * @param bytesPerSecond how fast; 0 turns it off
   */
  public void start(long bytesPerSecond) {
    start(bytesPerSecond, FIRST);
  }

  synchronized void start(long bytesPerSecond, Duration first) {
    if (bytesPerSecond > 0 && background == null && !closed) {
      background =
          Thread.ofVirtual()
              .name("archive-scrub")
              .start(() -> roundAfterRound(bytesPerSecond, first));
    }
  }

  private void roundAfterRound(long bytesPerSecond, Duration first) {
    try {
      Duration pause = first;
      while (true) {
        rest.sleep(pause.toNanos());
        pause = oneInBackground(bytesPerSecond) ? REST : first;
      }
    } catch (CancellationException e) {
      LOG.debug("the scrub has ended", e);
    }
  }

  /** Whether a round came to its end. */
  private boolean oneInBackground(long bytesPerSecond) {
    running.lock();
    try {
      var _ = round(bytesPerSecond, Actor.system(), ledger.number(ScrubLedger.POSITION).orElse(0));
      return true;
    } catch (CancellationException e) {
      return false; // An operator asked for a round, or the archive closes.
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.warn("a scrub could not go on: {}", e.getClass().getName());
      }
      return true;
    } finally {
      running.unlock();
    }
  }

  /** Whether the index's file is sound in its form, so that it can be made anew where it lies. */
  public boolean indexIsSound() {
    return ScrubRound.problems(parts.index()).isEmpty();
  }

  /** How it stands. */
  public ScrubStatus status() {
    Optional<ScrubRound> round = now;
    return new ScrubStatus(
        ledger.lastRound(),
        ledger.count(),
        losses.count(),
        round.map(ScrubRound::phase).orElse(""),
        round.map(r -> r.tally().objects.get()).orElse(0L),
        round.map(r -> r.tally().bytes.get()).orElse(0L));
  }

  /** The damage that is known and not found mended; what is missing, by study. */
  public List<Damage> open() throws IOException {
    List<Damage> damage = new ArrayList<>(ledger.open());
    damage.addAll(losses.byStudy(clock.instant()));
    return List.copyOf(damage.subList(0, Math.min(damage.size(), MAX_OPEN)));
  }

  /** Takes what is missing as lost; it is named no longer. How many instances that were. */
  public long acceptMissing(Actor actor) throws IOException {
    List<Damage> named = losses.byStudy(clock.instant());
    long accepted = losses.count();
    if (accepted > 0) {
      gate.record(
          List.of(
              TrailRecord.of(clock.instant(), Action.SCRUB, Outcome.DONE, actor)
                  .count(accepted)
                  .studies(studies(named))
                  .fact(Fact.REASON, "accepted-as-lost")
                  .build()));
      losses.accept();
    }
    return accepted;
  }

  @Override
  public void close() {
    closed = true;
    rest.end();
    now.ifPresent(ScrubRound::end);
    Thread thread;
    synchronized (this) {
      thread = background;
    }
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    running.lock();
    try {
      // An operator's round has ended, too, before the index is closed under it.
      LOG.debug("no scrub goes on");
    } finally {
      running.unlock();
    }
  }
}

package huisclos.probe.run;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.results.Sweep;
import huisclos.probe.software.Honeypots;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Dialer;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.Throttle;
import huisclos.probe.wire.UnrecordedException;
import huisclos.probe.wire.Wire;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Visits hosts: a virtual thread each, so many at once as the pace allows, its doors one after
 * another. Used once.
 */
public final class ProbeRun {
  /** How many hosts are put on record before the first of them is dialled. */
  static final int STRETCH = 1024;

  private static final Duration CHECKPOINT = Duration.ofSeconds(2);
  private static final String UNRECORDED =
      "the probe's trail can't be written: nothing more may be sent";
  private static final int LOCAL_RETRIES = 40;
  private static final Duration LOCAL_WAIT = Duration.ofMillis(250);

  /**
   * What a run needs from outside.
   *
   * @param journal also told of each stretch of hosts before they are dialled
   * @param callingTitle the AE title that we call ourselves
   */
  public record Means(
      Mandate mandate,
      SweepJournal journal,
      Wire.Network network,
      KillSwitch killSwitch,
      InstantSource clock,
      String callingTitle) {}

  private final Hosts hosts;
  private final Map<DoorKind, Look> looks = new EnumMap<>(DoorKind.class);
  private final Means means;
  private final Pace pace;
  private final FindingSink sink;
  private final Throttle overall;
  private final Semaphore places;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentSkipListSet<Long> visiting = new ConcurrentSkipListSet<>();
  private final AtomicLong begun;
  private final Tally tally;
  private final Speedometer speed;
  private long recorded;

  /**
   * @param from the first host to visit: 0, or where a run that is resumed had got to
   * @param before what was counted until then
   */
  public ProbeRun(
      Hosts hosts,
      List<Look> looks,
      Means means,
      Pace pace,
      FindingSink sink,
      long from,
      Sweep before) {
    this.hosts = hosts;
    looks.forEach(look -> look.kinds().forEach(kind -> this.looks.put(kind, look)));
    this.means = means;
    this.pace = pace;
    this.sink = sink;
    this.overall = Throttle.perSecond(pace.totalPerSecond());
    this.places = new Semaphore(pace.hostsAtOnce());
    this.begun = new AtomicLong(from);
    this.tally = new Tally(before);
    this.speed = new Speedometer(from, hosts.size());
    this.recorded = from;
  }

  /**
   * Visits them all.
   *
   * @return empty if all were visited, else why not
   */
  public Optional<String> go() throws InterruptedException {
    Thread checkpoints = Thread.ofVirtual().start(this::checkpoints);
    try {
      for (long index = begun.get(); index < hosts.size() && recorded(index); index++) {
        places.acquire();
        visiting.add(index);
        begun.set(index + 1);
        long place = index;
        Thread.ofVirtual().start(() -> visit(place));
      }
      places.acquire(pace.hostsAtOnce());
    } finally {
      checkpoints.interrupt();
      checkpoints.join();
    }
    sink.reached(doneUpTo(), tally.sweep());
    if (stopped()) {
      return Optional.of(means.killSwitch().why());
    }
    long skipped = tally.skipped.sum();
    return skipped == 0
        ? Optional.empty()
        : Optional.of(skipped + " doors could not be visited from this machine, or not any more");
  }

  /** How far it is. From any thread. */
  public Progress progress() {
    return speed.progress(tally);
  }

  private boolean stopped() {
    return means.killSwitch().pulled();
  }

  /**
   * Puts the next stretch of hosts on record before the first of them is dialled; whether the run
   * goes on.
   */
  private boolean recorded(long index) {
    if (stopped()) {
      return false;
    }
    if (index >= recorded) {
      long until = Math.min(hosts.size(), index + STRETCH);
      try {
        means.journal().sweep(index, until);
      } catch (UnrecordedException e) {
        means.killSwitch().pull(UNRECORDED);
        return false;
      }
      recorded = until;
    }
    return true;
  }

  /** The first host that isn't through: all before it are. */
  private long doneUpTo() {
    // In this order: a host is entered among those visited before the next one counts as begun.
    long next = begun.get();
    Long first = visiting.ceiling(0L);
    return first == null ? next : Math.min(first, next);
  }

  private void checkpoints() {
    try {
      while (true) {
        Thread.sleep(CHECKPOINT);
        speed.tick(tally);
        sink.reached(doneUpTo(), tally.sweep());
      }
    } catch (InterruptedException e) {
      // The run is over.
    }
  }

  private void visit(long index) {
    boolean through = false;
    try {
      Host host = hosts.at(index);
      Dialer dialer =
          new Dialer(
              means.mandate(),
              means.journal(),
              means.network(),
              means.killSwitch(),
              pace.patience(),
              overall,
              Throttle.perSecond(pace.perHostPerSecond()));
      List<Finding> found = new ArrayList<>();
      for (Door door : host.doors()) {
        if (stopped()) {
          break;
        }
        List<Finding> seen = look(door, dialer);
        // A line that we cut ourselves looks like one that the door closed.
        found.addAll(stopped() ? wroteTo(seen) : seen);
      }
      // What a host's doors say together is more than each says alone.
      Honeypots.together(found).forEach(this::keep);
      through = !stopped();
      tally.addresses.increment();
    } catch (UnrecordedException e) {
      means.killSwitch().pull(UNRECORDED);
    } catch (UncheckedIOException e) {
      means.killSwitch().pull("the results can't be written: see to the disk, then resume");
    } catch (RuntimeException | Error e) {
      // Its text may be anybody's, and is told to nobody. Not visited means not complete.
      tally.skipped.increment();
    } finally {
      // A host that was cut short stays entered, so that a resumed run visits it again.
      if (through) {
        visiting.remove(index);
      }
      places.release();
    }
  }

  /** Of findings that were cut short those that tell of a canary that has to be deleted. */
  private static List<Finding> wroteTo(List<Finding> cut) {
    return cut.stream().filter(Finding::mayHaveStored).toList();
  }

  private void keep(Finding finding) {
    if (finding.verdict().open()) {
      tally.readable.increment();
    }
    sink.found(finding);
  }

  private List<Finding> look(Door door, Dialer dialer) {
    Look look = looks.get(door.kind());
    if (look == null) {
      return List.of();
    }
    Visit visit = new Visit(door, dialer, means.clock(), random, means.callingTitle());
    for (int attempt = 0; ; attempt++) {
      try {
        List<Finding> findings = look.at(visit);
        tally.ports.increment();
        tally.open.increment();
        return findings;
      } catch (DialException e) {
        if (e.kind() == DialException.Kind.LOCAL && attempt < LOCAL_RETRIES && pause()) {
          continue;
        }
        ended(door, e);
        return List.of();
      } catch (UnrecordedException | UncheckedIOException e) {
        throw e;
      } catch (RuntimeException e) {
        // One strange door must not end the run of all the others.
        tally.ports.increment();
        return List.of(failed(door, e));
      }
    }
  }

  private Finding failed(Door door, RuntimeException fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    String place =
        trace.length == 0 ? "" : " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
    return Finding.at(door, Service.UNKNOWN, means.clock().instant())
        .rung(Rung.REACHABLE, Evidence.yes("TCP connection"))
        .note("the probe itself failed here: " + fault.getClass().getSimpleName() + place)
        .build();
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOCAL_WAIT);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void ended(Door door, DialException e) {
    switch (e.kind()) {
      case REFUSED -> {
        tally.ports.increment();
        tally.refused.increment();
      }
      case SILENT, UNREACHABLE -> {
        tally.ports.increment();
        tally.silent.increment();
      }
      case NOT_ALLOWED -> objected(door);
      case LOCAL -> tally.skipped.increment();
      case STOPPED -> {}
    }
  }

  /** Whoever may not even connect any more has run out of time: so have all the others. */
  private void objected(Door door) {
    means
        .mandate()
        .objection(
            door.socketAddress().getAddress(),
            door.port(),
            Purpose.of(Rung.REACHABLE, "TCP connection"))
        .ifPresent(means.killSwitch()::pull);
    tally.skipped.increment();
  }
}

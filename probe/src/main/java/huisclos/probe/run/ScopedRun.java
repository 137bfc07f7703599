package huisclos.probe.run;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.results.Progress;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.RunHead;
import huisclos.probe.results.RunTail;
import huisclos.probe.results.RunWriter;
import huisclos.probe.results.Sweep;
import huisclos.probe.scope.Scope;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.Wire;
import huisclos.trail.Trail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run of a signed scope: what is found goes into the store, what is sent onto the trail, and a
 * file {@value #STOP} in the store's folder ends it.
 *
 * <p>Opened, gone through once, closed. {@link #progress()} and {@link #killSwitch()} are for any
 * thread.
 */
public final class ScopedRun implements AutoCloseable {
  /** Where this file lies nothing is sent; a run ends within half a second of its appearing. */
  public static final String STOP = "STOP";

  private static final long LOOK_MILLIS = 300;

  private final Scope scope;
  private final Path stop;
  private final RunWriter writer;
  private final Trail trail;
  private final TrailJournal journal;
  private final RunHead head;
  private final ProbeRun run;
  private final KillSwitch killSwitch = new KillSwitch();
  private final InstantSource clock;

  /** What a run needs beside its scope. */
  public record Means(
      ResultStore store,
      Trail trail,
      List<Look> looks,
      Wire.Network network,
      InstantSource clock,
      String account) {}

  private ScopedRun(
      Scope scope, Hosts hosts, Means means, RunHead head, RunWriter writer, boolean names) {
    this.scope = scope;
    this.stop = means.store().folder().resolve(STOP);
    this.writer = writer;
    this.trail = means.trail();
    this.clock = means.clock();
    this.head = head;
    this.journal =
        new TrailJournal(trail, head.id(), means.account(), clock, !(hosts instanceof ScopeHosts));
    Mandate mandate = scope.mandate(clock);
    Progress before = writer.resumedFrom();
    this.run =
        new ProbeRun(
            hosts,
            means.looks(),
            new ProbeRun.Means(
                names ? mandate : new WithoutNames(mandate),
                journal,
                means.network(),
                killSwitch,
                clock,
                Visit.HONEST_TITLE),
            new Pace(
                scope.rates().perHostPerSecond(),
                scope.rates().totalPerSecond(),
                Math.min(scope.rates().hostsAtOnce(), Pace.MAX_HOSTS_AT_ONCE),
                scope.patience()),
            new Sink(),
            before.doneUpTo(),
            before.sweep());
  }

  /**
   * Begins a run of the whole scope, or of a shard of it: then no route that shows names is taken,
   * whatever was signed, for distinct patients can't be told across shards.
   *
   * @param shard 1 to {@code shards}
   */
  public static ScopedRun begin(Scope scope, int shard, int shards, Means means)
      throws IOException {
    Hosts hosts = new ScopeHosts(scope, shard, shards);
    RunHead head = head(scope, shard, shards, scope.targets().size(), means);
    return new ScopedRun(
        scope, hosts, means, head, means.store().begin(head, ScopeNotes.of(scope)), shards == 1);
  }

  /** Takes up a run of the same scope that was cut short. */
  public static ScopedRun resume(Scope scope, RunHead head, Means means) throws IOException {
    if (!head.scopeSha256().equals(scope.sha256())) {
      throw new IllegalArgumentException("the run is of another scope, or the scope was changed");
    }
    return new ScopedRun(
        scope,
        new ScopeHosts(scope, head.shard(), head.shards()),
        means,
        head,
        means.store().resume(head.id()),
        head.shards() == 1);
  }

  /** Looks again at single doors of the scope; those that it doesn't allow are left out. */
  public static ScopedRun again(Scope scope, List<Door> doors, Means means) throws IOException {
    List<Door> allowed = allowed(scope, doors, means.clock());
    Hosts hosts = new DoorHosts(allowed);
    RunHead head = head(scope, 1, 1, hosts.size(), means);
    return new ScopedRun(
        scope, hosts, means, head, means.store().begin(head, ScopeNotes.of(scope, allowed)), true);
  }

  /** Those of these doors that the scope allows to be connected to now. */
  public static List<Door> allowed(Scope scope, List<Door> doors, InstantSource clock) {
    Mandate mandate = scope.mandate(clock);
    Purpose connection = Purpose.of(Rung.REACHABLE, "TCP connection");
    return doors.stream()
        .filter(door ->
            mandate.objection(door.socketAddress().getAddress(), door.port(), connection).isEmpty())
        .toList();
  }

  private static RunHead head(Scope scope, int shard, int shards, long targets, Means means) {
    Instant now = means.clock().instant();
    return new RunHead(
        RunHead.newId(now, new SecureRandom()),
        scope.name(),
        scope.sha256(),
        scope.operator(),
        scope.contact(),
        now,
        shard,
        shards,
        targets,
        ScopeHosts.seed(scope));
  }

  /** Whether the kill switch lies in this store's folder. */
  public static boolean stopped(Path folder) {
    return Files.exists(folder.resolve(STOP));
  }

  /** What it set out to do. */
  public RunHead head() {
    return head;
  }

  /** Ends it early. */
  public KillSwitch killSwitch() {
    return killSwitch;
  }

  /** How far it is. */
  public huisclos.probe.run.Progress progress() {
    return run.progress();
  }

  /**
   * Goes through with it.
   *
   * @return how it ended; a run that isn't complete can be resumed
   */
  public RunTail go() throws IOException, InterruptedException {
    journal.begin(scope.sha256(), head.shard(), head.shards(), head.targets());
    Thread watch = watch(stop, killSwitch);
    Optional<String> why;
    try {
      why = run.go();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      watch.interrupt();
      watch.join();
    }
    Sweep sweep = run.progress().sweep();
    RunTail tail = new RunTail(clock.instant(), why.isEmpty(), why.orElse(""), sweep);
    writer.end(tail);
    journal.end(why.orElse("complete"), sweep.addresses());
    return tail;
  }

  /**
   * Pulls a kill switch once this file is there.
   *
   * @return the thread that looks; an interrupt ends it
   */
  public static Thread watch(Path stop, KillSwitch killSwitch) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            while (!Files.exists(stop)) {
              Thread.sleep(LOOK_MILLIS);
            }
            killSwitch.pull("the file " + STOP + " appeared: remove it, then resume the run");
          } catch (InterruptedException e) {
            // The run is over.
          }
        });
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** Into the store. */
  private final class Sink implements FindingSink {
    @Override
    public void found(Finding finding) {
      InetAddress address = finding.door().socketAddress().getAddress();
      Finding marked = scope.intendedPublic(address).map(finding::intendedPublic).orElse(finding);
      try {
        writer.add(marked);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void reached(long doneUpTo, Sweep soFar) {
      try {
        writer.progress(doneUpTo, soFar);
      } catch (IOException e) {
        killSwitch.pull("the results can't be written: see to the disk, then resume the run");
      }
    }
  }

  /** The same without any route that shows names. */
  private record WithoutNames(Mandate mandate) implements Mandate {
    @Override
    public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
      return purpose.namesCross()
          ? Optional.of("names never cross the wire in a run of shards")
          : mandate.objection(address, port, purpose);
    }

    @Override
    public Set<Rung> rungs(InetAddress address) {
      return mandate.rungs(address);
    }

    @Override
    public boolean namesMayCross(InetAddress address) {
      return false;
    }

    @Override
    public Optional<String> deletionPlan(InetAddress address) {
      return mandate.deletionPlan(address);
    }

    @Override
    public Optional<String> contact() {
      return mandate.contact();
    }
  }
}

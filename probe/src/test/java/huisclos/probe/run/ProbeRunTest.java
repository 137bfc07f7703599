package huisclos.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.dimse.DicomLook;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.results.Sweep;
import huisclos.probe.scope.Permutation;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Patience;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.UnrecordedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProbeRunTest {
  private static final Sweep NOTHING = new Sweep(0, 0, 0, 0, 0);

  private final KillSwitch killSwitch = new KillSwitch();

  @Test
  void visits_every_host_once_and_counts_what_they_did() throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(50, 10, Duration.ofMillis(2));
    Kept kept = new Kept();
    Journaled journal = new Journaled();
    TenNet hosts = new TenNet(20_000);
    ProbeRun run = run(hosts, network, kept, journal, 500, 0);

    assertThat(run.go()).isEmpty();

    long open = 0;
    for (long i = 0; i < hosts.size(); i++) {
      open += network.open(hosts.at(i).address()) ? 1 : 0;
    }
    assertThat(open).isPositive();
    assertThat(kept.addresses).hasSize((int) open);
    assertThat(kept.findings).allMatch(f -> f.verdict() == Verdict.ASSOCIATES);
    Sweep sweep = run.progress().sweep();
    assertThat(sweep.addresses()).isEqualTo(20_000);
    assertThat(sweep.open()).isEqualTo(open);
    assertThat(sweep.open() + sweep.refused() + sweep.silent()).isEqualTo(20_000);
    assertThat(kept.reached.get()).isEqualTo(20_000);
    assertThat(network.most.get()).isLessThanOrEqualTo(500);
    assertThat(journal.hosts.get()).isEqualTo(20_000);
  }

  @Test
  void what_a_stopped_run_left_a_resumed_one_visits() throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(20, 5, Duration.ofMillis(5));
    TenNet hosts = new TenNet(5_000);
    Kept kept = new Kept();
    kept.onFinding =
        () -> {
          if (kept.findings.size() >= 100) {
            killSwitch.pull("enough");
          }
        };
    Optional<String> why = run(hosts, network, kept, new Journaled(), 50, 0).go();
    assertThat(why).contains("enough");
    long reached = kept.reached.get();
    assertThat(reached).isBetween(1L, 4_999L);
    for (long i = 0; i < reached; i++) {
      Host host = hosts.at(i);
      if (network.open(host.address())) {
        assertThat(kept.addresses).contains(host.address().getHostAddress());
      }
    }

    Kept rest = new Kept();
    ProbeRun resumed =
        new ProbeRun(
            hosts,
            List.of(new DicomLook()),
            new ProbeRun.Means(
                new Everything(),
                new Journaled(),
                network,
                new KillSwitch(),
                InstantSource.system(),
                Visit.HONEST_TITLE),
            pace(50),
            rest,
            reached,
            NOTHING);
    assertThat(resumed.go()).isEmpty();
    Set<String> all = new TreeSet<>(kept.addresses);
    all.addAll(rest.addresses);
    Set<String> truth = new TreeSet<>();
    for (long i = 0; i < hosts.size(); i++) {
      if (network.open(hosts.at(i).address())) {
        truth.add(hosts.at(i).address().getHostAddress());
      }
    }
    assertThat(all).isEqualTo(truth);
  }

  @Test
  void a_door_at_which_the_probe_itself_fails_ends_nobody_elses_visit() throws Exception {
    Kept kept = new Kept();
    Look broken =
        new Look() {
          @Override
          public Set<DoorKind> kinds() {
            return Set.of(DoorKind.DICOM);
          }

          @Override
          public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
            return List.of();
          }

          @Override
          public List<Finding> at(Visit visit) {
            throw new IllegalArgumentException("DOE^JANE");
          }
        };
    ProbeRun run =
        new ProbeRun(
            new TenNet(100),
            List.of(broken),
            means(new SimulatedNetwork(1, 1, Duration.ZERO), new Journaled()),
            pace(10),
            kept,
            0,
            NOTHING);
    assertThat(run.go()).isEmpty();
    assertThat(kept.findings).hasSize(100);
    assertThat(kept.findings.toString()).contains("IllegalArgumentException").doesNotContain("DOE");
  }

  /** Stands for a look whose line the kill switch cuts. */
  private Look cut(Rung rung, Evidence evidence) {
    return new Look() {
      @Override
      public Set<DoorKind> kinds() {
        return Set.of(DoorKind.DICOM);
      }

      @Override
      public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
        return List.of();
      }

      @Override
      public List<Finding> at(Visit visit) {
        killSwitch.pull("enough");
        return List.of(
            Finding.at(visit.door(), Service.DICOM, visit.now())
                .rung(Rung.ASSOCIATES, Evidence.yes("it did"))
                .rung(rung, evidence)
                .build());
      }
    };
  }

  private Kept cutShort(Rung rung, Evidence evidence) throws InterruptedException {
    Kept kept = new Kept();
    ProbeRun run =
        new ProbeRun(
            new TenNet(1),
            List.of(cut(rung, evidence)),
            means(new SimulatedNetwork(1, 1, Duration.ZERO), new Journaled()),
            pace(1),
            kept,
            0,
            NOTHING);
    assertThat(run.go()).contains("enough");
    assertThat(kept.reached.get()).as("a resumed run visits it").isZero();
    return kept;
  }

  @Test
  void what_a_stop_cut_short_is_no_finding() throws Exception {
    assertThat(cutShort(Rung.QUERYABLE, Evidence.no("the connection was closed")).findings)
        .isEmpty();
  }

  @Test
  void a_canary_that_was_stored_is_told_of_though_the_run_was_stopped() throws Exception {
    assertThat(cutShort(Rung.WRITABLE, Evidence.yes("our canary")).findings).hasSize(1);
  }

  @Test
  void a_finding_that_cannot_be_kept_leaves_the_run_incomplete() throws Exception {
    Kept kept = new Kept();
    kept.onFinding =
        () -> {
          throw new IllegalArgumentException("DOE^JANE");
        };
    Optional<String> why =
        run(new TenNet(10), new SimulatedNetwork(1, 1, Duration.ZERO), kept, new Journaled(), 4, 0)
            .go();
    assertThat(why.orElseThrow()).contains("could not be visited").doesNotContain("DOE");
  }

  @Test
  void nothing_is_sent_any_more_when_the_record_cannot_be_kept() throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(1, 1, Duration.ZERO);
    Journaled journal = new Journaled();
    journal.fails = true;
    Optional<String> why = run(new TenNet(1_000), network, new Kept(), journal, 4, 0).go();
    assertThat(why.orElseThrow()).contains("trail");
    assertThat(network.connections.sum()).isLessThanOrEqualTo(8);
  }

  @Test
  void no_further_stretch_of_hosts_is_dialled_when_it_cannot_be_put_on_record() throws Exception {
    SimulatedNetwork network = new SimulatedNetwork(1_000, 1_000, Duration.ZERO);
    Journaled journal = new Journaled();
    journal.sweepsUntil = ProbeRun.STRETCH;
    Optional<String> why = run(new TenNet(5_000), network, new Kept(), journal, 50, 0).go();
    assertThat(why.orElseThrow()).contains("trail");
    assertThat(network.connections.sum()).isLessThanOrEqualTo(ProbeRun.STRETCH);
  }

  @Test
  void a_window_that_closes_ends_the_run() throws Exception {
    AtomicLong asked = new AtomicLong();
    Everything closing =
        new Everything() {
          @Override
          public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
            return asked.incrementAndGet() > 500
                ? Optional.of("outside its hours")
                : Optional.empty();
          }
        };
    ProbeRun run =
        new ProbeRun(
            new TenNet(10_000),
            List.of(new DicomLook()),
            new ProbeRun.Means(
                closing,
                new Journaled(),
                new SimulatedNetwork(1_000, 1_000, Duration.ZERO),
                killSwitch,
                InstantSource.system(),
                Visit.HONEST_TITLE),
            pace(10),
            new Kept(),
            0,
            NOTHING);
    assertThat(run.go()).contains("outside its hours");
  }

  private ProbeRun run(
      Hosts hosts, SimulatedNetwork network, Kept kept, Journaled journal, int atOnce, long from) {
    return new ProbeRun(
        hosts,
        List.of(new DicomLook()),
        means(network, journal),
        pace(atOnce),
        kept,
        from,
        NOTHING);
  }

  private ProbeRun.Means means(SimulatedNetwork network, Journaled journal) {
    return new ProbeRun.Means(
        new Everything(), journal, network, killSwitch, InstantSource.system(), Visit.HONEST_TITLE);
  }

  private static Pace pace(int atOnce) {
    return new Pace(1e6, 1e6, atOnce, Patience.usual());
  }

  /** 10.0.0.0 and on, in permuted order, a DICOM door each. */
  record TenNet(long size, Permutation order) implements Hosts {
    TenNet(long size) {
      this(size, Permutation.of(size, 42));
    }

    @Override
    public Host at(long index) {
      int bits = 10 << 24 | (int) order.at(index);
      byte[] four = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
      try {
        InetAddress address = InetAddress.getByAddress(four);
        return new Host(address, List.of(Door.of(address, 104, DoorKind.DICOM)));
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
  }

  static final class Journaled implements SweepJournal {
    final AtomicLong hosts = new AtomicLong();
    volatile boolean fails;
    volatile long sweepsUntil = Long.MAX_VALUE;

    @Override
    public void sweep(long from, long until) {
      if (from >= sweepsUntil) {
        throw new UnrecordedException(new IllegalStateException("disk full"));
      }
      hosts.addAndGet(until - from);
    }

    @Override
    public void intend(Door door, Purpose purpose) {
      if (fails) {
        throw new UnrecordedException(new IllegalStateException("disk full"));
      }
    }
  }

  static final class Kept implements FindingSink {
    final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    final Set<String> addresses = new ConcurrentSkipListSet<>();
    final AtomicLong reached = new AtomicLong();
    Runnable onFinding = () -> {};

    @Override
    public void found(Finding finding) {
      findings.add(finding);
      addresses.add(finding.door().address());
      onFinding.run();
    }

    @Override
    public void reached(long doneUpTo, Sweep soFar) {
      reached.set(doneUpTo);
    }
  }

  /** Allows what an association needs, anywhere. */
  static class Everything implements Mandate {
    @Override
    public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
      return Optional.empty();
    }

    @Override
    public Set<Rung> rungs(InetAddress address) {
      return Set.of(Rung.REACHABLE, Rung.ASSOCIATES);
    }

    @Override
    public boolean namesMayCross(InetAddress address) {
      return false;
    }

    @Override
    public Optional<String> deletionPlan(InetAddress address) {
      return Optional.empty();
    }
  }
}

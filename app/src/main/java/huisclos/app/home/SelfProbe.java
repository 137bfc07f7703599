package huisclos.app.home;

import huisclos.probe.dimse.DicomLook;
import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Look;
import huisclos.probe.results.Sweep;
import huisclos.probe.run.DoorHosts;
import huisclos.probe.run.FindingSink;
import huisclos.probe.run.Pace;
import huisclos.probe.run.ProbeRun;
import huisclos.probe.run.SweepJournal;
import huisclos.probe.web.WebLook;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Patience;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.TcpNetwork;
import huisclos.probe.wire.Wire;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at this machine's own doors as a stranger does, with the probe's engine: by the looks at
 * DICOM and web doors that need no name to cross the wire.
 *
 * <p>Each round calls itself by an AE title that nobody can guess. Where an association by that
 * title came before this process's own admission, the door that took it is ours, and is closed; a
 * door that answered a stranger without our having seen the title is another program's, and is only
 * reported. Thread-safe; one round at a time.
 */
public final class SelfProbe {
  /** How long after the start it looks for the first time. */
  static final Duration FIRST = Duration.ofSeconds(3);

  /** How often it looks then. */
  static final Duration EVERY = Duration.ofHours(1);

  /** After how long another program's door that is still open is told of again. */
  static final Duration AGAIN = Duration.ofDays(1);

  /** Ports that other DICOM programs of this machine are usually found at. */
  static final List<Integer> USUAL_PORTS = List.of(104, 11112, 4242);

  private static final Pace PACE =
      new Pace(
          10,
          100,
          4,
          new Patience(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(20)));
  private static final int NONCE_LETTERS = 14;
  private static final int MAX_PORTS_KEPT = 4096;

  /**
   * What a round saw at a door that answered a stranger.
   *
   * @param ours whether it is a door of this process
   * @param leadsToUs whether it is another program's, and what came to it came to this process
   */
  public record Open(Door door, boolean ours, boolean leadsToUs, Rung rung, String because) {
    /** In words, for {@code doors}, health and the alert. */
    public String words() {
      if (ours) {
        return "the door at " + door + " answered a stranger (" + because + "): it was closed";
      }
      return leadsToUs
          ? "another program at " + door + " lets strangers through to this archive: close it"
          : "another program at " + door + " answers strangers (" + because + "): close it";
    }
  }

  /** One round. */
  public record Round(Instant when, int doors, List<Open> open) {
    public Round {
      open = List.copyOf(open);
    }
  }

  /** What it needs of the site. */
  interface House {
    /** The doors of this process, as bound. */
    List<InetSocketAddress> own();

    /** The web doors of this process, as bound. */
    List<InetSocketAddress> ownWeb();

    /** Closes the door of this process at a port. */
    void shut(int port);

    /** Tells people. */
    void alert(Open open);

    /** Puts a round on record. */
    void record(Round round);
  }

  private final House house;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock one = new ReentrantLock();
  private final Set<String> expected = ConcurrentHashMap.newKeySet();
  private final Set<String> witnessed = ConcurrentHashMap.newKeySet();
  private final OwnPorts ports = new OwnPorts();
  private final List<Open> shut = new ArrayList<>();

  /** When a door was last told of; used by the one round at a time. */
  private final Map<String, Instant> told = new HashMap<>();

  private volatile Optional<Round> last = Optional.empty();

  SelfProbe(House house, InstantSource clock) {
    this.house = house;
    this.clock = clock;
  }

  /** Told of every association that is asked for at a door of this process. */
  void witness(String callingTitle) {
    if (expected.contains(callingTitle)) {
      witnessed.add(callingTitle);
    }
  }

  /** Whether a connection to a door of ours comes from this. */
  boolean isMine(InetSocketAddress from) {
    return ports.has(from.getPort()) && OwnAddresses.has(from.getAddress());
  }

  /** The last round; empty before the first. */
  public Optional<Round> last() {
    return last;
  }

  /** Doors of ours that were closed because they answered a stranger, since the start. */
  public List<Open> shut() {
    synchronized (shut) {
      return List.copyOf(shut);
    }
  }

  /** Looks at every door, closes ours that are open, and tells. */
  public Round look() throws InterruptedException {
    one.lock();
    try {
      // Those of earlier rounds may be anybody's by now.
      ports.forget();
      List<Open> open = new ArrayList<>();
      List<Door> doors = doors();
      for (Door door : doors) {
        look(door).ifPresent(open::add);
      }
      Round round = new Round(clock.instant(), doors.size(), open);
      for (Open door : open) {
        if (door.ours()) {
          house.shut(door.door().port());
          synchronized (shut) {
            shut.add(door);
          }
        }
        if (isNews(door, round.when())) {
          house.alert(door);
        }
      }
      told.keySet().retainAll(open.stream().map(SelfProbe::place).toList());
      house.record(round);
      last = Optional.of(round);
      return round;
    } finally {
      one.unlock();
    }
  }

  /** Somebody else's door may stay open for years, and people who are told hourly don't listen. */
  private boolean isNews(Open open, Instant now) {
    Instant before = told.get(place(open));
    if (!open.ours() && before != null && now.isBefore(before.plus(AGAIN))) {
      return false;
    }
    told.put(place(open), now);
    return true;
  }

  private static String place(Open open) {
    return open.door() + " " + open.leadsToUs();
  }

  /** A door at a time, so that the title tells which one took it. */
  private Optional<Open> look(Door door) throws InterruptedException {
    if (door.kind() == DoorKind.HTTPS) {
      // Its sign-in is for strangers; what answers a question is not.
      return findings(door, new WebLook(), title()).stream()
          .filter(finding -> finding.rung(Rung.QUERYABLE).answer() == Answer.YES)
          .map(finding ->
              new Open(door, true, false, Rung.QUERYABLE, finding.rung(Rung.QUERYABLE).because()))
          .findFirst();
    }
    String title = title();
    expected.add(title);
    List<Finding> findings;
    try {
      findings = findings(door, new DicomLook(), title);
    } finally {
      expected.remove(title);
    }
    boolean cameToUs = witnessed.remove(title);
    return findings.stream().flatMap(f -> answered(f, cameToUs).stream()).findFirst();
  }

  private List<Finding> findings(Door door, Look look, String title) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    var _ =
        new ProbeRun(
                new DoorHosts(List.of(door)),
                List.of(look),
                new ProbeRun.Means(
                    new OwnDoorsMandate(door), new Silent(), ports, new KillSwitch(), clock, title),
                PACE,
                new Collector(findings),
                0,
                new Sweep(0, 0, 0, 0, 0))
            .go();
    return findings;
  }

  private Optional<Open> answered(Finding finding, boolean cameToUs) {
    // A gateway of this machine may have passed it on: then its door isn't ours to close.
    boolean ours =
        cameToUs && house.own().stream().anyMatch(own -> own.getPort() == finding.door().port());
    Optional<Rung> highest =
        EnumSet.range(Rung.ASSOCIATES, Rung.WRITABLE).stream()
            .filter(rung -> finding.rung(rung).answer() == Answer.YES)
            .reduce((lower, higher) -> higher);
    return highest.map(rung ->
        new Open(finding.door(), ours, cameToUs && !ours, rung, finding.rung(rung).because()));
  }

  private List<Door> doors() {
    List<Door> doors = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (InetSocketAddress own : house.own()) {
      for (var address : OwnAddresses.behind(own.getAddress())) {
        add(doors, seen, Door.of(address, own.getPort(), DoorKind.DICOM));
        add(doors, seen, Door.of(address, own.getPort(), DoorKind.DICOM_TLS));
        for (int port : USUAL_PORTS) {
          add(doors, seen, Door.of(address, port, DoorKind.DICOM));
        }
      }
    }
    for (InetSocketAddress web : house.ownWeb()) {
      for (var address : OwnAddresses.behind(web.getAddress())) {
        add(doors, seen, Door.of(address, web.getPort(), DoorKind.HTTPS));
      }
    }
    return doors;
  }

  private static void add(List<Door> doors, Set<String> seen, Door door) {
    if (seen.add(door + " " + door.kind())) {
      doors.add(door);
    }
  }

  private String title() {
    StringBuilder title = new StringBuilder("HC");
    for (int i = 0; i < NONCE_LETTERS; i++) {
      title.append(Character.forDigit(random.nextInt(36), 36));
    }
    return title.toString().toUpperCase(Locale.ROOT);
  }

  /** The archive's own trail has one record a round instead. */
  private static final class Silent implements SweepJournal {
    @Override
    public void sweep(long from, long until) {}

    @Override
    public void intend(Door door, Purpose purpose) {}
  }

  private record Collector(List<Finding> findings) implements FindingSink {
    @Override
    public void found(Finding finding) {
      synchronized (findings) {
        findings.add(finding);
      }
    }

    @Override
    public void reached(long doneUpTo, Sweep soFar) {}
  }

  /** The real network, remembering the ports that it dialled from: refusals of ours are no news. */
  private static final class OwnPorts implements Wire.Network {
    private final TcpNetwork network = new TcpNetwork();
    private final Set<Integer> used = ConcurrentHashMap.newKeySet();

    void forget() {
      used.clear();
    }

    boolean has(int port) {
      return used.contains(port);
    }

    @Override
    public Wire connect(InetSocketAddress to, Duration within) throws DialException {
      Wire wire = network.connect(to, within);
      if (used.size() > MAX_PORTS_KEPT) {
        used.clear();
      }
      used.add(wire.local().getPort());
      return wire;
    }
  }
}

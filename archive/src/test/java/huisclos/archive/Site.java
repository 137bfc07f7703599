package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Decision;
import huisclos.gate.DestinationRegistry;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.KeyProtector;
import huisclos.gate.MemoryAlertRegistry;
import huisclos.gate.MemoryBrakeRegistry;
import huisclos.gate.MemoryRecordStore;
import huisclos.gate.Pass;
import huisclos.gate.Registries;
import huisclos.gate.Request;
import huisclos.trail.Trail;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import huisclos.vault.Disk;
import huisclos.vault.SiteKey;
import huisclos.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A home with a real vault, trail, gate and archive; what tests stand on. */
final class Site implements AutoCloseable {
  /** The gate's own keys: RSA keys cost a second each, so that all sites of a run share them. */
  private static final Path GATE_KEYS = gateKeys();

  private static final int SERVER_KEYS = 2;
  private static final long KEY_MILLIS = 20;

  final Path home;
  private final byte[] siteKey;
  private final Set<String> privateSopClasses;
  private final Optional<String> issuer;
  final Vault vault;
  final Trail trail;
  final SqliteDeviceRegistry registry;
  final SqliteBrakeRegistry brakes;
  final SqliteAlertRegistry alerts;
  final SqliteRecordStore records;
  final Gate gate;
  final Archive archive;
  final Identity operator;
  private boolean trailClosed;

  Site(Path home) throws IOException {
    this(home, rawKey(), _ -> {}, Optional.empty(), Set.of(), Disk.real());
  }

  private Site(
      Path home,
      byte[] siteKey,
      Committer.Probe probe,
      Optional<String> issuer,
      Set<String> privateSopClasses,
      Disk disk)
      throws IOException {
    this.home = Files.createDirectories(home);
    this.siteKey = siteKey;
    this.issuer = issuer;
    this.privateSopClasses = privateSopClasses;
    copyGateKeys(home);
    Deque<Closeable> open = new ArrayDeque<>();
    boolean done = false;
    try {
      vault = Vault.open(home, SiteKey.dangerouslyImport(siteKey.clone()), disk);
      open.push(vault::close);
      trail =
          Trail.open(
              home.resolve("trail"),
              new TrailSealer(vault.columnSealer("trail")),
              Clock.systemUTC());
      open.push(trail::close);
      registry = SqliteDeviceRegistry.open(home);
      open.push(registry::close);
      brakes = SqliteBrakeRegistry.open(home);
      open.push(brakes::close);
      alerts = SqliteAlertRegistry.open(home);
      open.push(alerts::close);
      records = SqliteRecordStore.open(home);
      open.push(records::close);
      gate =
          Gate.open(
              new Gate.Settings("HUISCLOS", List.of()),
              home.resolve("keys"),
              new PlainKeys(),
              new Registries(registry, DestinationRegistry.none(), brakes, alerts, records),
              trail,
              Clock.systemUTC());
      open.push(gate::close);
      archive =
          Archive.open(
              new ArchiveConfig(home, issuer, privateSopClasses),
              vault,
              gate,
              Clock.systemUTC(),
              probe);
      operator = gate.operator("tester");
      done = true;
    } finally {
      while (!done && !open.isEmpty()) {
        // A home that can't be opened is let go of, so that it can be mended.
        open.pop().close();
      }
    }
  }

  static Site with(Path home, Optional<String> issuer, Set<String> privateSopClasses)
      throws IOException {
    return new Site(home, rawKey(), _ -> {}, issuer, privateSopClasses, Disk.real());
  }

  static Site probed(Path home, Committer.Probe probe) throws IOException {
    return new Site(home, rawKey(), probe, Optional.empty(), Set.of(), Disk.real());
  }

  static Site on(Path home, Disk disk) throws IOException {
    return new Site(home, rawKey(), _ -> {}, Optional.empty(), Set.of(), disk);
  }

  /** The same home opened again; close this first. */
  Site again() throws IOException {
    return again(home);
  }

  /** The same home opened with the site key that a rotation left; close this first. */
  Site againWith(SiteKey key) throws IOException {
    return new Site(home, key.dangerouslyExport(), _ -> {}, issuer, privateSopClasses, Disk.real());
  }

  /** The same home opened again, told of the steps of a group or an act. */
  Site againProbed(Committer.Probe probe) throws IOException {
    return new Site(home, siteKey, probe, issuer, privateSopClasses, Disk.real());
  }

  /** A copy of this home opened. */
  Site again(Path copy) throws IOException {
    return new Site(copy, siteKey, _ -> {}, issuer, privateSopClasses, Disk.real());
  }

  private static byte[] rawKey() {
    try (SiteKey key = SiteKey.generate()) {
      return key.dangerouslyExport();
    }
  }

  private static Path gateKeys() {
    try {
      Path folder = Files.createTempDirectory("archive-gate-keys");
      Path scratch = Files.createTempDirectory("archive-gate-scratch");
      try (SiteKey key = SiteKey.generate();
          Vault vault = Vault.open(scratch, key);
          Trail trail =
              Trail.open(
                  scratch.resolve("trail"),
                  new TrailSealer(vault.columnSealer("trail")),
                  Clock.systemUTC());
          Gate gate =
              Gate.open(
                  new Gate.Settings("HUISCLOS", List.of()),
                  folder,
                  new PlainKeys(),
                  new Registries(
                      new NoDevices(),
                      DestinationRegistry.none(),
                      new MemoryBrakeRegistry(),
                      new MemoryAlertRegistry(),
                      new MemoryRecordStore()),
                  trail,
                  Clock.systemUTC())) {
        // A gate that closes before gives its keys up, and each site would make them again.
        while (gate.doors().server().size() < SERVER_KEYS) {
          Thread.sleep(KEY_MILLIS);
        }
      }
      return folder;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copyGateKeys(Path home) throws IOException {
    Path keys = Files.createDirectories(home.resolve("keys"));
    try (Stream<Path> files = Files.list(GATE_KEYS)) {
      for (Path file : files.toList()) {
        if (!Files.exists(keys.resolve(file.getFileName()))) {
          Files.copy(file, keys.resolve(file.getFileName()));
        }
      }
    }
  }

  /** Keeps keys as they are: how they are sealed is not this room's matter. */
  record PlainKeys() implements KeyProtector {
    @Override
    public byte[] seal(byte[] plain, byte[] context) {
      return plain.clone();
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
      return sealed.clone();
    }
  }

  Pass pass(Request request) {
    return pass(operator, request);
  }

  Pass pass(Identity who, Request request) {
    return switch (gate.decide(who, request)) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied denied -> throw new AssertionError("denied: " + denied.reason());
    };
  }

  StoreOutcome store(DataSet set) throws IOException {
    return store(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  StoreOutcome store(DataSet set, TransferSyntax syntax) throws IOException {
    return store(
        new StoreHeader(
            set.string(Tag.SOP_CLASS_UID, ""), set.string(Tag.SOP_INSTANCE_UID, ""), syntax.uid()),
        bytes(set, syntax));
  }

  StoreOutcome store(StoreHeader header, byte[] bytes) throws IOException {
    return archive.store(pass(new Request.Store()), header, new ByteArrayInputStream(bytes));
  }

  static byte[] bytes(DataSet set, TransferSyntax syntax) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(set, out, syntax);
    return out.toByteArray();
  }

  FindOutcome find(Level level, Root root, DataSet keys) throws IOException {
    Query query = new Query(level, root, keys);
    return archive.find(pass(new Request.Find(Selectivity.isSelective(query))), query);
  }

  /** The rows of a query that must be answered. */
  List<DataSet> rows(Level level, Root root, DataSet keys) throws IOException {
    return switch (find(level, root, keys)) {
      case FindOutcome.Found(List<DataSet> rows, boolean _) -> rows;
      case FindOutcome.TooMany _, FindOutcome.Denied _, FindOutcome.Invalid _ ->
          throw new AssertionError("not found");
    };
  }

  List<StoredInstance> select(Pass pass, Level level, String... uids) throws IOException {
    DataSet keys = new DataSet();
    keys.putString(level.uniqueKey(), uids);
    return switch (archive.select(pass, level, keys)) {
      case FetchOutcome.Selected(List<StoredInstance> instances) -> instances;
      case FetchOutcome.TooMany _, FetchOutcome.Denied _, FetchOutcome.Invalid _ ->
          throw new AssertionError("not selected");
    };
  }

  /** The bytes kept under a SOP instance UID. */
  byte[] fetch(String sopInstance) throws IOException {
    Pass pass = pass(new Request.Get());
    List<StoredInstance> found = select(pass, Level.IMAGE, sopInstance);
    try (InputStream in = archive.open(pass, found.getFirst())) {
      return in.readAllBytes();
    }
  }

  List<TrailRecord> records() throws IOException {
    try (Stream<TrailEntry> entries = TrailReader.records(home.resolve("trail"))) {
      return entries.map(TrailEntry::record).toList();
    }
  }

  /** Takes the trail away, as a full disk would. */
  void closeTrail() throws IOException {
    trailClosed = true;
    trail.close();
  }

  @Override
  public void close() throws IOException {
    archive.close();
    gate.close();
    alerts.close();
    brakes.close();
    records.close();
    registry.close();
    if (!trailClosed) {
      trail.close();
    }
    vault.close();
  }
}

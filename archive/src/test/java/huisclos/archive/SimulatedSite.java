package huisclos.archive;

import huisclos.gate.Decision;
import huisclos.gate.DestinationRegistry;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.MemoryAlertRegistry;
import huisclos.gate.MemoryBrakeRegistry;
import huisclos.gate.MemoryRecordStore;
import huisclos.gate.Pass;
import huisclos.gate.Registries;
import huisclos.gate.Request;
import huisclos.testkit.SimulatedDisk;
import huisclos.trail.SimulatedTrail;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.vault.SimulatedVault;
import huisclos.vault.SiteKey;
import huisclos.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * One running archive whose vault, key ring and trail lie on a simulated disk and whose index lies
 * in a real folder. However far it came when the machine stopped, it can be closed: that lets go of
 * threads and connections.
 */
final class SimulatedSite implements AutoCloseable {
  static final Path HOME = Path.of("/home");
  static final Path TRAIL = HOME.resolve("trail");

  private interface Part {
    void close() throws IOException;
  }

  private final SimulatedDisk disk;
  private final Deque<Part> parts = new ArrayDeque<>();
  final Vault vault;
  final Trail trail;
  final SqliteDeviceRegistry registry;
  final Gate gate;
  final Archive archive;
  private final Identity operator;

  /**
   * Opens, as a start does.
   *
   * @param index the folder of the index
   * @param tiles after which time durable records are made tiles of
   */
  SimulatedSite(SimulatedDisk disk, Path index, SiteKey key, Clock clock, Duration tiles)
      throws IOException {
    this.disk = disk;
    boolean done = false;
    try {
      vault = SimulatedVault.open(disk, HOME, key);
      parts.push(vault::close);
      trail =
          SimulatedTrail.open(
              disk, TRAIL, new TrailSealer(vault.columnSealer("trail")), clock, tiles);
      parts.push(trail::close);
      registry = SqliteDeviceRegistry.open(index);
      parts.push(registry::close);
      gate =
          Gate.open(
              new Gate.Settings("HUISCLOS", List.of()),
              index.resolve("keys"),
              new Site.PlainKeys(),
              new Registries(
                  registry,
                  DestinationRegistry.none(),
                  new MemoryBrakeRegistry(),
                  new MemoryAlertRegistry(),
                  new MemoryRecordStore()),
              trail,
              // Certificates are not what is simulated: one that ran out costs seconds to renew.
              Clock.systemUTC());
      parts.push(gate::close);
      archive =
          Archive.open(
              new ArchiveConfig(index, java.util.Optional.empty(), Set.of()),
              vault,
              gate,
              clock,
              step -> disk.mark("archive: " + step));
      parts.push(archive::close);
      operator = gate.operator("tester");
      done = true;
    } finally {
      if (!done) {
        release();
      }
    }
  }

  Pass pass(Request request) {
    return switch (gate.decide(operator, request)) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied denied -> throw new AssertionError("denied: " + denied.reason());
    };
  }

  StoreOutcome store(StoreHeader header, byte[] bytes) throws IOException {
    return archive.store(pass(new Request.Store()), header, new ByteArrayInputStream(bytes));
  }

  byte[] read(Pass pass, StoredInstance instance) throws IOException {
    try (InputStream in = archive.open(pass, instance)) {
      return in.readAllBytes();
    }
  }

  /** Ends in order, as a stop of the service does. */
  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  /** Lets go of everything, whatever state it is in. */
  void release() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (IOException | RuntimeException | SimulatedDisk.MachineStopped e) {
        // After a stop or a fault nothing else can be expected; the disk says what counts.
        if (!disk.isStopped() && !(e instanceof TrailException)) {
          System.err.println("while letting go: " + e);
        }
      }
    }
  }
}

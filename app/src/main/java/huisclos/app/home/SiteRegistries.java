package huisclos.app.home;

import huisclos.archive.SqliteAlertRegistry;
import huisclos.archive.SqliteBrakeRegistry;
import huisclos.archive.SqliteDestinationRegistry;
import huisclos.archive.SqliteDeviceRegistry;
import huisclos.archive.SqliteRecordStore;
import huisclos.gate.Registries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The registries that lie in a home's index. */
final class SiteRegistries {
  private SiteRegistries() {}

  /**
   * Opens them.
   *
   * @param keep told of each at once, to close it
   */
  static Registries open(Path home, Consumer<AutoCloseable> keep) throws IOException {
    SqliteDeviceRegistry devices = SqliteDeviceRegistry.open(home);
    keep.accept(devices);
    SqliteDestinationRegistry peers = SqliteDestinationRegistry.open(home);
    keep.accept(peers);
    SqliteBrakeRegistry brakes = SqliteBrakeRegistry.open(home);
    keep.accept(brakes);
    SqliteAlertRegistry alerts = SqliteAlertRegistry.open(home);
    keep.accept(alerts);
    SqliteRecordStore records = SqliteRecordStore.open(home);
    keep.accept(records);
    return new Registries(devices, peers, brakes, alerts, records);
  }
}

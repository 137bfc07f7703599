package huisclos.archive;

import huisclos.gate.DeviceRegistry;
import huisclos.gate.DeviceRegistryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest extends DeviceRegistryContract {
  @TempDir Path folder;

  @Override
  protected DeviceRegistry registry() {
    try {
      return SqliteDeviceRegistry.open(Files.createTempDirectory(folder, "home"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

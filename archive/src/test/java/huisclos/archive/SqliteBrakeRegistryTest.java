package huisclos.archive;

import huisclos.gate.BrakeRegistry;
import huisclos.gate.BrakeRegistryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteBrakeRegistryTest extends BrakeRegistryContract {
  @TempDir Path folder;
  private final List<SqliteBrakeRegistry> opened = new ArrayList<>();

  @Override
  protected BrakeRegistry registry() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home" + opened.size()));
    SqliteBrakeRegistry registry = SqliteBrakeRegistry.open(home);
    opened.add(registry);
    return registry;
  }

  @AfterEach
  void close() throws IOException {
    for (SqliteBrakeRegistry registry : opened) {
      registry.close();
    }
  }
}

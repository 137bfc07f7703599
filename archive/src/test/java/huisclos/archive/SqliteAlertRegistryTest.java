package huisclos.archive;

import huisclos.gate.AlertRegistry;
import huisclos.gate.AlertRegistryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAlertRegistryTest extends AlertRegistryContract {
  @TempDir Path folder;
  private final List<SqliteAlertRegistry> opened = new ArrayList<>();

  @Override
  protected AlertRegistry registry() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home" + opened.size()));
    SqliteAlertRegistry registry = SqliteAlertRegistry.open(home);
    opened.add(registry);
    return registry;
  }

  @AfterEach
  void close() throws IOException {
    for (SqliteAlertRegistry registry : opened) {
      registry.close();
    }
  }
}

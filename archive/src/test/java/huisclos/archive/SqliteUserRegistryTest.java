package huisclos.archive;

import huisclos.gate.UserRegistry;
import huisclos.gate.UserRegistryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteUserRegistryTest extends UserRegistryContract {
  @TempDir Path folder;
  private final List<SqliteUserRegistry> opened = new ArrayList<>();

  @Override
  protected UserRegistry registry() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home" + opened.size()));
    SqliteUserRegistry registry = SqliteUserRegistry.open(home);
    opened.add(registry);
    return registry;
  }

  @AfterEach
  void close() throws IOException {
    for (SqliteUserRegistry registry : opened) {
      registry.close();
    }
  }
}

package huisclos.archive;

import huisclos.gate.RecordStore;
import huisclos.gate.RecordStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecordStoreTest extends RecordStoreContract {
  @TempDir Path folder;
  private final List<SqliteRecordStore> opened = new ArrayList<>();

  @Override
  protected RecordStore store() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home" + opened.size()));
    SqliteRecordStore store = SqliteRecordStore.open(home);
    opened.add(store);
    return store;
  }

  @AfterEach
  void close() throws IOException {
    for (SqliteRecordStore store : opened) {
      store.close();
    }
  }
}

package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
  @TempDir Path temp = Path.of("");

  @Override
  Disk disk() {
    return Disk.real();
  }

  @Override
  Path root() {
    return temp;
  }

  @Test
  void whatItMakesIsTheOwnersAlone() throws IOException {
    Path folder = temp.resolve("x").resolve("y");
    disk().createFolder(folder);
    disk().create(folder.resolve("f")).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("x"))))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("f"))))
        .isEqualTo("rw-------");
  }
}

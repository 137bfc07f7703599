package huisclos.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FakeDiskTest extends DiskContract {
  private final FakeDisk disk = new FakeDisk();

  @Override
  Disk disk() {
    return disk;
  }

  @Override
  Path root() {
    return Path.of("/fake");
  }

  @Test
  void aCrashKeepsWhatWasForcedAndNamed() throws IOException {
    Path folder = root().resolve("a").resolve("b");
    SplittableRandom random = new SplittableRandom(1);
    for (int seed = 0; seed < 50; seed++) {
      Path file = folder.resolve("f" + seed);
      try (DiskFile out = disk.create(file)) {
        out.write(ByteBuffer.wrap(new byte[3000]), 0);
        out.force();
        disk.syncDirectory(folder);
        out.write(ByteBuffer.wrap(new byte[] {1}), 0);
      }
      disk.crash(random);
      assertThat(disk.content(file)).hasSize(3000);
    }
  }

  @Test
  void aCrashMayLoseTheRest() throws IOException {
    Path folder = root().resolve("a").resolve("b");
    boolean lostName = false;
    boolean lostBytes = false;
    boolean tore = false;
    SplittableRandom random = new SplittableRandom(2);
    for (int seed = 0; seed < 100; seed++) {
      Path file = folder.resolve("f" + seed);
      byte[] bytes = new byte[4096];
      random.nextBytes(bytes);
      try (DiskFile out = disk.create(file)) {
        out.write(ByteBuffer.wrap(bytes), 0);
      }
      disk.crash(random);
      if (!disk.exists(file)) {
        lostName = true;
      } else if (disk.content(file).length == 0) {
        lostBytes = true;
      } else if (!java.util.Arrays.equals(disk.content(file), bytes)) {
        tore = true;
      }
    }
    assertThat(lostName && lostBytes && tore).isTrue();
  }

  @Test
  void itStopsAndStaysStopped() throws IOException {
    disk.stopAfter(1);
    Path file = root().resolve("a").resolve("b").resolve("f");
    try (DiskFile out = disk.create(file)) {
      assertThatThrownBy(out::force).isInstanceOf(FakeDisk.MachineStopped.class);
      assertThatThrownBy(() -> disk.delete(file)).isInstanceOf(FakeDisk.MachineStopped.class);
    }
  }
}

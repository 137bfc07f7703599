package huisclos.trail;

import java.io.IOException;
import java.nio.file.Path;

/** A simulated disk with an empty home on it. */
final class SimDiskHome {
  static final Path DIR = Path.of("/home/trail");

  private final SimDisk disk = new SimDisk();

  SimDiskHome() throws IOException {
    disk.createDirectory(Path.of("/home"));
    disk.syncDirectory(Path.of("/"));
  }

  SimDisk disk() {
    return disk;
  }
}

package huisclos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder on the disk that is measured, gone when it is closed.
 *
 * @param folder new and empty
 */
record BenchHome(Path folder) implements AutoCloseable {
  static BenchHome make() throws IOException {
    return new BenchHome(Files.createTempDirectory("bench"));
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}

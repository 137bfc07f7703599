package huisclos.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A home as a first start leaves it, made once for all tests of this JVM: the server's RSA key
 * alone takes seconds of processor time, which most tests aren't about.
 */
final class FurnishedHome {
  private static Optional<Path> made = Optional.empty();

  private FurnishedHome() {}

  /** Copies it, modes and all; the target must not exist. */
  static synchronized void copyTo(Path home) throws IOException, InterruptedException {
    if (made.isEmpty()) {
      made = Optional.of(make());
    }
    Path source = made.orElseThrow();
    Files.createDirectories(home.getParent());
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : all.toList()) {
        Files.copy(
            path,
            home.resolve(source.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static Path make() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("furnished");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    try (RunningArchive archive = RunningArchive.startFirst(folder)) {
      Path keys = archive.home.resolve("keys");
      // A busy machine may take a minute or two over the RSA key.
      for (String kind : List.of("server-ec.key", "server-rsa.key")) {
        Peers.eventually(240, kind + " is made", () -> Files.exists(keys.resolve(kind)));
      }
    }
    return folder.resolve("home");
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package huisclos.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The real DICOM files that lie beside the project, outside of it, in {@code ../shared/data}.
 *
 * <p>A test that needs them calls {@link #require()}: where they are absent it is skipped with a
 * line that says so.
 */
public final class SharedData {
  private SharedData() {}

  /** One row of {@code MANIFEST.tsv}. */
  public record Entry(
      Path file, String status, String transferSyntax, String sopClass, String name) {
    public boolean wellFormed() {
      return status.equals("well-formed");
    }

    public boolean malformed() {
      return status.equals("malformed");
    }
  }

  /** The folder {@code shared/data}, skipping the calling test when it is not there. */
  public static Path require() {
    Optional<Path> found = find();
    Assumptions.assumeTrue(found.isPresent(), "skipped: ../shared/data is absent");
    return found.orElseThrow();
  }

  /**
   * The folder {@code shared/data} beside the project, looked for upwards from the working
   * directory.
   */
  public static Optional<Path> find() {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      Path candidate = p.resolve("shared/data");
      if (Files.isRegularFile(candidate.resolve("dicom/MANIFEST.tsv"))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Every file of the manifest that exists, in its order. */
  public static List<Entry> entries() {
    Path data = require();
    try (var lines = Files.lines(data.resolve("dicom/MANIFEST.tsv"))) {
      return lines
          .skip(1)
          .map(line -> line.split("\t", -1))
          .map(f ->
              new Entry(
                  data.resolve(f[0].substring("shared/data/".length())),
                  f[5],
                  f[7],
                  f[9],
                  f[0].substring("shared/data/dicom/".length())))
          .filter(e -> Files.isRegularFile(e.file()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

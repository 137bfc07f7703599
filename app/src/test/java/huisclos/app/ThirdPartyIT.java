package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build ships is what {@code docs/third-party.md} names, with a licence each. */
class ThirdPartyIT {
  @Test
  void everyJarIsListedWithItsLicence() throws IOException {
    Path root = GoldenFilesTest.projectRoot();
    Set<String> shipped = new TreeSet<>();
    try (Stream<Path> jars = Files.list(root.resolve("app/target/lib"))) {
      jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.startsWith("huisclos-"))
          .map(name -> name.replaceFirst("-\\d.*\\.jar$", ""))
          .forEach(shipped::add);
    }
    Set<String> listed = new TreeSet<>();
    for (String line : Files.readAllLines(root.resolve("docs/third-party.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && cells[1].strip().matches("[a-z0-9_.-]*[a-z][a-z0-9_.-]*")) {
        assertThat(cells[2].strip()).as("licence of %s", cells[1].strip()).isNotEmpty();
        listed.add(cells[1].strip());
      }
    }
    listed.remove("library");
    assertThat(listed).isEqualTo(shipped);
  }
}

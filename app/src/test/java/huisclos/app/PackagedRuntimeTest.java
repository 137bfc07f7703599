package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runtime in the Debian package has the JDK's modules that the rooms say they need. */
final class PackagedRuntimeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PACKAGED = Pattern.compile("(?m)^modules=(.*)$");
  private static final Pattern REQUIRED =
      Pattern.compile("requires (?:static |transitive )*((?:java|jdk)\\.[a-z.]+);");

  PackagedRuntimeTest() {}

  @Test
  void everyModuleThatARoomRequiresIsPackaged() throws IOException {
    String script = Files.readString(ROOT.resolve("packaging/build-deb"));
    Set<String> packaged =
        PACKAGED
            .matcher(script)
            .results()
            .flatMap(line -> Stream.of(line.group(1).split(",", -1)))
            .collect(Collectors.toSet());
    Set<String> required = new TreeSet<>();
    try (Stream<Path> rooms = Files.list(ROOT)) {
      for (Path room : rooms.toList()) {
        Path module = room.resolve("src/main/java/module-info.java");
        if (Files.exists(module)) {
          REQUIRED
              .matcher(Files.readString(module))
              .results()
              .map((MatchResult line) -> line.group(1))
              .forEach(required::add);
        }
      }
    }
    assertThat(required).contains("java.net.http");
    assertThat(packaged).containsAll(required);
  }
}

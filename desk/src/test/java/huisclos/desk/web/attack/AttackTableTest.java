package huisclos.desk.web.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of attacks in docs/web.md names tests, and those tests are there. */
class AttackTableTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern TEST = Pattern.compile("@Test\\s+void (\\w+)\\(");

  @Test
  void everyAttackOfTheTableIsATestAndEveryTestIsInTheTable() throws IOException {
    Path root = root();
    String page = Files.readString(root.resolve("docs/web.md"));
    String table = page.substring(page.indexOf("## Attacks it was tested against"));
    Map<String, String> sources = new HashMap<>();
    for (String room : List.of("archive", "desk", "gate", "pixels", "web")) {
      try (Stream<Path> files = Files.walk(root.resolve(room).resolve("src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString();
          sources.put(name.substring(0, name.length() - 5), Files.readString(file));
        }
      }
    }
    List<MatchResult> named = NAMED.matcher(table).results().toList();
    assertThat(named).hasSizeGreaterThan(20);
    for (MatchResult one : named) {
      String source = sources.getOrDefault(one.group(1), "");
      assertThat(source).as(one.group()).isNotEmpty();
      assertThat(one.group(2) == null || source.contains("void " + one.group(2) + "("))
          .as(one.group())
          .isTrue();
    }
    for (String attacks :
        List.of(
            "ScriptInValuesTest",
            "ForgedRequestsTest",
            "CrookedPathsTest",
            "HostileBodiesTest",
            "LyingPixelsTest",
            "SmugglingTest",
            "TakenBackTest",
            "GuessingTest")) {
      TEST.matcher(sources.getOrDefault(attacks, ""))
          .results()
          .forEach(test -> assertThat(table).contains(attacks + "." + test.group(1)));
    }
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (int up = 0; up <= here.getNameCount(); up++) {
      Path folder = here.resolve("../".repeat(up)).normalize();
      if (Files.exists(folder.resolve("docs/web.md"))) {
        return folder;
      }
    }
    throw new AssertionError("no docs above the working directory");
  }
}

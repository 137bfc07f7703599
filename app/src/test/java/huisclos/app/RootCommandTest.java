package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class RootCommandTest {
  RootCommandTest() {}

  @Test
  void eachVerbIsFoundByItsWordAlone() {
    Map<String, CommandLine> all = RootCommand.of("--help").getSubcommands();
    assertThat(all).hasSizeGreaterThan(20);
    all.forEach((word, verb) -> {
      Map<String, CommandLine> alone = RootCommand.of(word).getSubcommands();
      assertThat(alone).as("a verb's class is called after its word").containsOnlyKeys(word);
      CommandLine same = Objects.requireNonNull(alone.get(word));
      assertThat(same.getUsageMessage()).isEqualTo(verb.getUsageMessage());
    });
  }

  @Test
  void whatIsNoVerbMeetsThemAll() {
    assertThat(RootCommand.of("serv").getSubcommands()).containsKey("serve");
    assertThat(RootCommand.of().getSubcommands()).containsKey("serve");
  }
}

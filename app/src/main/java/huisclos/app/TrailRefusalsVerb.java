package huisclos.app;

import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code huisclos trail refusals}: who was turned away, and why. Names no patient; needs no key.
 */
@Command(
    name = "refusals",
    description = "Who was turned away at the door or refused a verb: when, from where, why.",
    mixinStandardHelpOptions = true)
final class TrailRefusalsVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    home.home().requireOwner();
    Path trail = home.home().trail();
    if (!Files.isDirectory(trail)) {
      throw UserError.refused("there is no trail in " + home.home().root(), "name a --home");
    }
    List<List<String>> rows = new ArrayList<>();
    try (Stream<TrailEntry> entries = TrailReader.records(trail)) {
      entries
          .map(TrailEntry::record)
          .filter(record -> record.outcome() == Outcome.REFUSED)
          .forEach(record -> rows.add(row(record)));
    }
    if (json) {
      ArrayNode all = new JsonMapper().createArrayNode();
      for (List<String> row : rows) {
        all.addObject()
            .put("time", row.get(0))
            .put("who", row.get(1))
            .put("from", row.get(2))
            .put("action", row.get(3))
            .put("reason", row.get(4))
            .put("times", row.get(5));
      }
      Output.json(all);
    } else if (rows.isEmpty()) {
      System.err.println("nobody was refused");
    } else {
      Output.table(System.out, List.of("TIME", "WHO", "FROM", "ACTION", "REASON", "TIMES"), rows);
    }
    return 0;
  }

  private static List<String> row(TrailRecord record) {
    return List.of(
        record.time().toString(),
        record.actor().id().isEmpty() ? "-" : record.actor().id(),
        record.remote().isEmpty() ? "-" : record.remote(),
        record.action().name(),
        record.facts().getOrDefault(Fact.REASON, "-"),
        record.facts().getOrDefault(Fact.REPEATED, "1"));
  }
}

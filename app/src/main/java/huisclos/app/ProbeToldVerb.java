package huisclos.app;

import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import huisclos.probe.results.RunHead;
import huisclos.probe.results.Told;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos probe told}: who was told when. */
@Command(
    name = "told",
    description = {
      "Record that an owner was told, or list who was told when. Reports show how many days ago",
      "that was while the door is open. The record is sealed, only added to, and kept when runs go."
    },
    mixinStandardHelpOptions = true)
final class ProbeToldVerb implements Callable<Integer> {
  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Whom it concerns: an owner by the scope's name, or an address.")
  private @Nullable String owner;

  @Option(
      names = "--how",
      paramLabel = "WAY",
      description = "letter (default), mail, phone or portal.")
  private String how = "letter";

  @Option(names = "--to", paramLabel = "WHOM", description = "A name, an address, a number.")
  private String to = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "What was agreed.")
  private String note = "";

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (ResultStore store = folders.open()) {
      if (owner == null) {
        list(store);
      } else {
        store.told().add(told(store, owner));
        System.err.println("recorded");
      }
      return 0;
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    }
  }

  private Told told(ResultStore store, String whom) throws IOException {
    Told.How way;
    try {
      way = Told.How.valueOf(how.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw UserError.usage("nobody is told by " + how, "--how letter, mail, phone or portal");
    }
    List<RunHead> runs = store.runs();
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      return new Told(now, whom, way, to, runs.isEmpty() ? "" : runs.getLast().id(), note);
    } catch (IllegalArgumentException _) {
      throw UserError.usage(
          "--owner, --to or --note is empty or too long", "at most " + Told.MAX_CHARS + " letters");
    }
  }

  private void list(ResultStore store) throws IOException {
    ObjectNode answer = new JsonMapper().createObjectNode();
    ArrayNode all = answer.putArray("told");
    for (Told told : store.told().all()) {
      all.addObject()
          .put("when", told.when().toString())
          .put("owner", told.owner())
          .put("how", told.how().name().toLowerCase(Locale.ROOT))
          .put("to", told.to())
          .put("run", told.run())
          .put("note", told.note());
    }
    Output.listing(
        json,
        answer,
        "told",
        List.of("WHEN", "OWNER", "HOW", "TO", "NOTE"),
        "nobody is on record as told",
        row ->
            List.of(
                row.path("when").asString(),
                row.path("owner").asString(),
                row.path("how").asString(),
                row.path("to").asString(),
                row.path("note").asString()));
  }
}

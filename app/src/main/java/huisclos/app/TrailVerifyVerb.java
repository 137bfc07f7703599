package huisclos.app;

import huisclos.trail.TrailVerifier;
import huisclos.trail.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos trail verify}: offline, without lock or keys, also beside a running server. */
@Command(
    name = "verify",
    description = {
      "Check the whole record: every hash, every signature, nothing missing.",
      "With --against, also that nothing was rewritten since a checkpoint was saved elsewhere."
    },
    mixinStandardHelpOptions = true)
final class TrailVerifyVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--against", paramLabel = "FILE", description = "A checkpoint saved earlier.")
  private @Nullable Path against;

  @Option(names = "--save", paramLabel = "FILE", description = "Save the newest checkpoint here.")
  private @Nullable Path save;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Path trail = home.home().trail();
    if (!Files.isDirectory(trail)) {
      throw UserError.refused("there is no trail in " + home.home().root(), "name a --home");
    }
    Verification found = TrailVerifier.verify(trail, Optional.ofNullable(against));
    if (json) {
      showJson(found);
    } else {
      show(found);
    }
    boolean sound = found.problems().isEmpty();
    if (sound && save != null) {
      save(found, trail, save);
    }
    return sound ? 0 : UserError.REFUSED;
  }

  private static void show(Verification found) {
    for (Verification.Log log : found.logs()) {
      System.out.println(
          "log %s: %d records, %d under a signed checkpoint, root %s"
              .formatted(log.id(), log.size(), log.signedSize(), log.root()));
    }
    found.warnings().forEach(w -> System.out.println("note     " + w.line()));
    found.problems().forEach(p -> System.out.println("PROBLEM  " + p.line()));
    System.out.println(
        found.problems().isEmpty()
            ? "the record is whole"
            : "the record was altered, cut or damaged: keep this disk as it is and call for help");
  }

  private static void showJson(Verification found) {
    ObjectNode node = new JsonMapper().createObjectNode();
    node.put("whole", found.problems().isEmpty());
    ArrayNode logs = node.putArray("logs");
    found
        .logs()
        .forEach(log ->
            logs.addObject()
                .put("id", log.id())
                .put("size", log.size())
                .put("signed", log.signedSize())
                .put("root", log.root()));
    ArrayNode problems = node.putArray("problems");
    found.problems().forEach(p -> problems.add(p.line()));
    ArrayNode warnings = node.putArray("warnings");
    found.warnings().forEach(w -> warnings.add(w.line()));
    Output.json(node);
  }

  /** A checkpoint is only worth what it proves where the machine's owner can't rewrite it. */
  private static void save(Verification found, Path trail, Path file) throws IOException {
    if (found.logs().size() != 1) {
      throw UserError.refused(
          "this home has " + found.logs().size() + " logs, and a saved checkpoint is of one",
          "copy each trail/<log id>/checkpoint");
    }
    Path checkpoint = trail.resolve(found.logs().getFirst().id()).resolve("checkpoint");
    if (!Files.exists(checkpoint)) {
      throw UserError.refused("nothing is under a checkpoint yet", "try again in ten seconds");
    }
    Files.copy(checkpoint, file, StandardCopyOption.REPLACE_EXISTING);
    System.err.println("saved " + file + ": keep it away from this machine");
  }
}

package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.backup.BackupOrder;
import huisclos.app.backup.BackupProgress;
import huisclos.app.backup.BackupSet;
import huisclos.app.backup.Inspection;
import huisclos.app.client.Progress;
import huisclos.app.home.Backups;
import huisclos.app.home.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos backup TO}: a copy of the home, of a running one, too. */
@Command(
    name = "backup",
    description = {
      "Copy the archive to a folder on another disk, beside a running server or at rest; only what"
          + " is new is written. All of it is sealed: the folder and the recovery phrase together"
          + " are the archive, neither alone.",
      "What broke off is gone on with when it is run again.",
      "Exit status: 0 done, 1 refused or failed, or --verify found something, 2 used wrongly."
    },
    mixinStandardHelpOptions = true)
final class BackupVerb implements Callable<Integer> {
  @Mixin private final HomeOption option = new HomeOption();

  @Parameters(paramLabel = "TO", description = "The folder; made if it is missing.")
  private @Nullable Path to;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "How many backups can be restored (default: backup.keep, 7).")
  private @Nullable Integer keep;

  @Option(
      names = "--without-phrase",
      description =
          "Although no recovery phrase was taken: then nothing opens the backup but the site key,"
              + " which you keep apart.")
  private boolean withoutPhrase;

  @Option(
      names = "--new",
      description = "Begin anew in TO, although the backups that were there are not.")
  private boolean begin;

  @Option(names = "--list", description = "List the backups in TO and make none. Needs no key.")
  private boolean list;

  @Option(
      names = "--verify",
      description =
          "Read every file in TO again and compare it with what was written; make none. Needs no"
              + " key; `huisclos restore TO --rehearse` proves more.")
  private boolean verify;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Path folder = java.util.Objects.requireNonNull(to).toAbsolutePath().normalize();
    if (list) {
      return list(new BackupSet(folder));
    }
    if (verify) {
      return verify(new BackupSet(folder));
    }
    Home home = option.home();
    ObjectNode arguments = Admin.arguments().put("to", folder.toString());
    if (keep != null) {
      arguments.put("keep", new BackupOrder(folder, keep, false, false).keep());
    }
    arguments.put("withoutPhrase", withoutPhrase).put("begin", begin);
    JsonNode made;
    try (BackupWatch _ = new BackupWatch(home)) {
      made = Admin.call(home, "backup", arguments);
    }
    if (json) {
      Output.json(made);
    } else {
      show(made);
    }
    return made.path("damaged").isEmpty() ? 0 : UserError.REFUSED;
  }

  private static void show(JsonNode made) {
    System.out.println(
        "backup %d of %s: %d instances, %.1f MB written; %d can be restored"
            .formatted(
                made.path("number").asInt(),
                made.path("at").asString(),
                made.path("instances").asLong(),
                made.path("written").asLong() / 1e6,
                made.path("kept").asInt()));
    if (made.path("earlierEnded").asBoolean()) {
      System.out.println(
          "earlier backups have ended: they held what was destroyed since they were made");
    }
    if (!made.path("phrase").asBoolean()) {
      System.out.println("without a recovery phrase: only the site key opens it; keep it apart");
    }
    for (JsonNode damaged : made.path("damaged")) {
      System.out.println(
          "DAMAGED  "
              + damaged.asString()
              + " in the home; the backup keeps what it had of it: run `huisclos scrub`");
    }
  }

  private int list(BackupSet set) throws IOException {
    set.requireExists();
    ObjectNode answer = new JsonMapper().createObjectNode();
    ArrayNode backups = answer.putArray("backups");
    for (BackupSet.Entry entry : set.entries()) {
      backups.addObject().put("number", entry.number()).put("at", entry.at().toString());
    }
    Output.listing(
        json,
        answer,
        "backups",
        List.of("number", "made", "age"),
        "no backup was finished in " + set.root(),
        row ->
            List.of(
                row.path("number").asString(),
                row.path("at").asString(),
                Backups.words(
                    Duration.between(Instant.parse(row.path("at").asString()), Instant.now()))));
    return 0;
  }

  private int verify(BackupSet set) throws IOException {
    BackupProgress progress = new BackupProgress();
    List<String> wrong;
    try (ProgressLine _ = new ProgressLine(Progress.onTerminal("files"), progress)) {
      wrong = Inspection.verify(set, progress);
    }
    if (json) {
      ObjectNode answer = new JsonMapper().createObjectNode().put("whole", wrong.isEmpty());
      ArrayNode problems = answer.putArray("problems");
      wrong.forEach(problems::add);
      answer.setAll(progress.show());
      Output.json(answer);
    } else {
      wrong.forEach(System.out::println);
      System.out.println(
          wrong.isEmpty()
              ? "%d files are as they were written".formatted(progress.show().path("files").asInt())
              : "the backup is damaged: make another on another disk, with --new if need be");
    }
    return wrong.isEmpty() ? 0 : UserError.REFUSED;
  }
}

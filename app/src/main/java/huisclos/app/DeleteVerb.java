package huisclos.app;

import huisclos.app.admin.Admin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos delete}: hides at once, restores for a set time, then destroys by key. */
@Command(
    name = "delete",
    description = {
      "Delete a study, series or instance: it shows no more, can be restored for the days of",
      "delete.keep_days, and is then destroyed by its key.",
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      DeleteVerb.ListVerb.class,
      DeleteVerb.RestoreVerb.class,
      DeleteVerb.PurgeVerb.class,
      DeleteVerb.WaitingVerb.class,
      DeleteVerb.WithdrawVerb.class,
    })
final class DeleteVerb implements Callable<Integer> {
  /** What is meant. */
  static final class Target {
    @Option(names = "--study", paramLabel = "UID", description = "All of a study.")
    private @Nullable String study;

    @Option(names = "--series", paramLabel = "UID", description = "All of a series.")
    private @Nullable String series;

    @Option(names = "--instance", paramLabel = "UID", description = "One instance.")
    private @Nullable String instance;

    String level() {
      return study != null ? "STUDY" : series != null ? "SERIES" : "IMAGE";
    }

    String uid() {
      return study != null ? study : series != null ? series : instance == null ? "" : instance;
    }
  }

  @Mixin private final HomeOption home = new HomeOption();

  @ArgGroup(exclusive = true)
  private @Nullable Target target;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "quality, safety, wrong-worklist-entry, retention-expired or patient-request. Sent"
              + " again, what was deleted for quality is taken as known and stays hidden; for any"
              + " other reason its sender is refused (0xA770).")
  private String reason = "";

  @Option(names = "--comment", paramLabel = "TEXT", description = "Sealed with the act.")
  private String comment = "";

  @Option(
      names = "--note",
      paramLabel = "FILE",
      description =
          "Make a rejection note (IHE IOCM), store it in the study, and write its data set, in"
              + " explicit little endian without a file header, to this new file.")
  private @Nullable Path note;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (target == null || reason.isEmpty()) {
      throw UserError.usage(
          "delete needs what and why",
          "huisclos delete --study|--series|--instance UID --reason REASON");
    }
    if (note != null && Files.exists(note)) {
      throw UserError.usage(note + " exists", "name a new file");
    }
    ObjectNode arguments =
        Admin.arguments()
            .put("level", target.level())
            .put("uid", target.uid())
            .put("reason", reason)
            .put("comment", comment)
            .put("note", note != null);
    JsonNode result = Admin.call(home.home(), "delete", arguments);
    if (note != null && result.has("note")) {
      write(note, Base64.getDecoder().decode(result.path("note").asString()));
    }
    if (json) {
      Output.json(result);
    } else {
      System.err.println(
          "deleted; `huisclos delete restore %s` brings it back within %d days"
              .formatted(target.uid(), result.path("days").asInt()));
    }
    return 0;
  }

  private static void write(Path file, byte[] bytes) {
    try (OutputStream out =
        java.nio.channels.Channels.newOutputStream(
            Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      out.write(bytes);
    } catch (IOException e) {
      throw UserError.refused(
          "it is deleted, but the note could not be written to " + file, "the study holds it");
    }
  }

  @Command(
      name = "list",
      description = "What can still be restored, the next to be destroyed first.",
      mixinStandardHelpOptions = true)
  static final class ListVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      Output.listing(
          json,
          Admin.call(home.home(), "delete.list", Admin.arguments()),
          "deletions",
          List.of("STUDY", "INSTANCES", "REASON", "BY", "DESTROYED FROM"),
          "nothing is deleted",
          row ->
              List.of(
                  row.path("study").asString(),
                  row.path("instances").asString()
                      + (row.path("wholeStudy").asBoolean() ? " (all)" : ""),
                  row.path("reason").asString(),
                  row.path("by").asString(),
                  row.path("held").asBoolean() ? "held" : row.path("destroyedFrom").asString()));
      return 0;
    }
  }

  @Command(
      name = "restore",
      description = "Show a deleted study, series or instance again.",
      mixinStandardHelpOptions = true)
  static final class RestoreVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "UID", description = "Of the study, series or instance.")
    private String uid = "";

    @Option(names = "--comment", paramLabel = "TEXT", description = "Sealed with the act.")
    private String comment = "";

    @Override
    public Integer call() {
      Admin.call(
          home.home(), "delete.restore", Admin.arguments().put("uid", uid).put("comment", comment));
      System.err.println("restored");
      return 0;
    }
  }

  @Command(
      name = "waiting",
      description = "Deletions and rejections at the web door that wait for a second person.",
      mixinStandardHelpOptions = true)
  static final class WaitingVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      Output.listing(
          json,
          Admin.call(home.home(), "delete.waiting", Admin.arguments()),
          "waiting",
          List.of("ASKED FOR", "LEVEL", "UID", "BY", "UNTIL"),
          "nothing waits for a second person",
          row ->
              List.of(
                  row.path("verb").asString(),
                  row.path("level").asString().toLowerCase(Locale.ROOT),
                  row.path("uid").asString(),
                  row.path("by").asString(),
                  row.path("until").asString()));
      return 0;
    }
  }

  @Command(
      name = "withdraw",
      description = "Take back a deletion that waits for a second person.",
      mixinStandardHelpOptions = true)
  static final class WithdrawVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "UID", description = "Of the study, series or instance.")
    private String uid = "";

    @Override
    public Integer call() {
      Admin.call(home.home(), "delete.withdraw", Admin.arguments().put("uid", uid));
      System.err.println("withdrawn");
      return 0;
    }
  }

  @Command(
      name = "purge",
      description = {
        "Destroy what was deleted and is due. The server does so by itself, once a day.",
        "Whole studies go by their key: the site key is rotated and its recovery phrase is to be",
        "taken anew. Of single instances the wrapped key is overwritten, which a snapshot or a",
        "backup of the disk outlives.",
      },
      mixinStandardHelpOptions = true)
  static final class PurgeVerb implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--now", description = "Also what could still be restored.")
    private boolean now;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "delete.purge", Admin.arguments().put("now", now));
      if (json) {
        Output.json(result);
        return 0;
      }
      System.err.println(
          "destroyed: %d studies, %d patients, %d single instances; held: %d"
              .formatted(
                  result.path("studies").asInt(),
                  result.path("patients").asInt(),
                  result.path("instances").asInt(),
                  result.path("held").asInt()));
      if (result.path("phraseToBeTaken").asBoolean()) {
        System.err.println(
            "the site key was rotated: take its recovery phrase, `huisclos key phrase`");
      }
      return 0;
    }
  }
}

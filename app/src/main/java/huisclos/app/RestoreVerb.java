package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.backup.BackupProgress;
import huisclos.app.backup.BackupSet;
import huisclos.app.backup.OpenedSet;
import huisclos.app.backup.Rehearsal;
import huisclos.app.backup.Restore;
import huisclos.app.backup.RestoreReport;
import huisclos.app.client.Progress;
import huisclos.app.home.Backups;
import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.app.home.Settings;
import huisclos.app.home.SettingsEditor;
import huisclos.app.home.Site;
import huisclos.archive.ArchiveStatistics;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import huisclos.vault.CorruptKeyFileException;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

/** {@code huisclos restore FROM}: an archive again, from a backup and the recovery phrase. */
@Command(
    name = "restore",
    description = {
      "Build an archive on an empty machine from a backup and the recovery phrase, or try that out"
          + " with --rehearse.",
      "The phrase is asked for on a terminal, else read from standard input. What broke off is gone"
          + " on with when it is run again.",
      "Exit status: 0 all came back, 1 refused or something is wrong, 2 used wrongly."
    },
    mixinStandardHelpOptions = true)
final class RestoreVerb implements Callable<Integer> {
  @Mixin private final HomeOption option = new HomeOption();

  @Parameters(paramLabel = "FROM", description = "The folder that `huisclos backup` was given.")
  private @Nullable Path from;

  @Option(
      names = "--rehearse",
      description =
          "Restore into a temporary folder, read every image, verify the record, report, and remove"
              + " it again.")
  private boolean rehearse;

  @Option(
      names = "--temp",
      paramLabel = "DIR",
      description =
          "Where a rehearsal puts its temporary folder; it needs room for the index and the record"
              + " (default: the system's).")
  private @Nullable Path temp;

  @Option(
      names = "--backup",
      paramLabel = "N",
      description = "Which one, see `huisclos backup FROM --list` (default: the newest).")
  private @Nullable Integer number;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The site key, where it was kept apart; then no phrase is asked for.")
  private @Nullable Path keyFile;

  @Option(
      names = "--key-in-home",
      description =
          "Put the site key in the new home, whatever the settings in the backup say (say, a token"
              + " that is gone).")
  private boolean keyInHome;

  @Option(
      names = "--accept-damage",
      description = "Take containers that are damaged in the backup: what else they hold is whole.")
  private boolean acceptDamage;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    BackupSet set =
        new BackupSet(java.util.Objects.requireNonNull(from).toAbsolutePath().normalize());
    set.requireExists();
    if (!rehearse && temp != null) {
      throw UserError.usage("--temp is for --rehearse", "");
    }
    if (rehearse && option.named()) {
      throw UserError.usage("a rehearsal makes no home", "leave out --home; see --temp");
    }
    try (SiteKey key = key(set);
        OpenedSet opened = OpenedSet.open(set, key, Optional.ofNullable(number))) {
      return rehearse ? rehearse(opened) : restore(opened, key);
    } catch (CorruptKeyFileException e) {
      throw UserError.refused(String.valueOf(e.getMessage()), "");
    } catch (IOException e) {
      throw UserError.refused(
          "the restore failed: " + e.getMessage(),
          "see to the disk (is it there? is there room?), then run it again: it goes on where it"
              + " was");
    }
  }

  private SiteKey key(BackupSet set) throws IOException {
    if (keyFile != null) {
      if (!Files.exists(keyFile)) {
        throw UserError.usage("there is no " + keyFile, "name the file of the site key");
      }
      return SiteKey.load(keyFile);
    }
    try (RecoveryPhrase phrase = PhraseInput.ask()) {
      return OpenedSet.key(set, phrase);
    }
  }

  private int rehearse(OpenedSet opened) throws IOException {
    Path in = temp == null ? Path.of(System.getProperty("java.io.tmpdir")) : temp;
    BackupProgress progress = new BackupProgress();
    Rehearsal.Result result;
    try (ProgressLine _ = new ProgressLine(Progress.onTerminal("files and images"), progress)) {
      result = Rehearsal.run(opened, in.toAbsolutePath(), acceptDamage, progress);
    }
    ObjectNode answer = answer(result.restored());
    answer.put("instances", result.reading().instances()).put("failed", result.reading().failed());
    answer.put("good", result.good());
    ArrayNode named = answer.putArray("unreadable");
    result.reading().named().forEach(named::add);
    ArrayNode problems = answer.putArray("trailProblems");
    result.problems().forEach(problems::add);
    if (json) {
      Output.json(answer);
    } else {
      System.out.println(made(result.restored()));
      System.out.println(
          "%d images were read, %d of them are not as they came; the record is %s"
              .formatted(
                  result.reading().instances(),
                  result.reading().failed(),
                  result.problems().isEmpty() ? "whole" : "NOT whole"));
      result.restored().damaged().forEach(name -> System.out.println("DAMAGED  " + name));
      result.reading().named().forEach(uid -> System.out.println("UNREADABLE  " + uid));
      result.problems().forEach(line -> System.out.println("PROBLEM  " + line));
      System.out.println(
          result.good() ? "this backup gives everything back" : "this backup is NOT whole");
    }
    return result.good() ? 0 : UserError.REFUSED;
  }

  private int restore(OpenedSet opened, SiteKey key) throws IOException {
    Home home = option.home();
    BackupProgress progress = new BackupProgress();
    Restore restore = new Restore(opened, home, acceptDamage, false, progress);
    RestoreReport report;
    try (ProgressLine _ = new ProgressLine(Progress.onTerminal("containers"), progress)) {
      report = restore.run();
    }
    place(home, key);
    restore.finish();
    ArchiveStatistics statistics;
    try (HomeLock lock = HomeLock.take(home);
        Site site = Site.open(home, lock)) {
      site.gate()
          .record(
              List.of(
                  TrailRecord.of(
                          Instant.now(),
                          Action.RESTORE,
                          Outcome.DONE,
                          Actor.operator(Site.account()))
                      .fact(Fact.COMMAND, "restore")
                      .fact(Fact.VERSION, report.number())
                      .fact(Fact.SINCE, report.at().toString())
                      .build()));
      statistics = site.archive().statistics();
    }
    JsonNode devices = Admin.call(home, "device.list", Admin.arguments());
    show(home, report, statistics, devices);
    return report.damaged().isEmpty() ? 0 : UserError.REFUSED;
  }

  /** Puts the site key where the settings keep it. */
  private void place(Home home, SiteKey key) throws IOException {
    if (keyInHome) {
      SettingsEditor.siteKey(home, "");
    }
    try {
      Site.keyFiles(home, Settings.read(home)).put(key);
    } catch (IOException e) {
      throw UserError.refused(
          "the site key can't be put where the settings keep it: " + e.getMessage(),
          "see to that, or say --key-in-home; then run it again: it goes on where it was");
    }
  }

  private void show(
      Home home, RestoreReport report, ArchiveStatistics statistics, JsonNode devices) {
    if (json) {
      ObjectNode answer = answer(report);
      answer.put("home", home.root().toString()).put("instances", statistics.instances());
      answer.set("devices", devices.path("devices"));
      Output.json(answer);
      return;
    }
    System.out.println(made(report));
    report.damaged().forEach(name -> System.out.println("DAMAGED  " + name));
    System.out.println(
        "restored to %s: %d studies, %d instances"
            .formatted(home.root(), statistics.studies(), statistics.instances()));
    System.out.println("these may enter, with the certificates they have:");
    Output.table(
        System.out,
        List.of("device", "can"),
        devices
            .path("devices")
            .valueStream()
            .map(d -> List.of(d.path("aet").asString(), Output.joined(d.path("can"))))
            .toList());
    System.out.println(
        "revoke again who was revoked since: huisclos device revoke AET; if the old machine was"
            + " stolen: huisclos key rotate, then key phrase");
  }

  private static String made(RestoreReport report) {
    return "backup %d of %s (%s ago): %d files, %.1f MB checked"
        .formatted(
            report.number(),
            report.at(),
            Backups.words(Duration.between(report.at(), Instant.now())),
            report.files(),
            report.bytes() / 1e6);
  }

  private static ObjectNode answer(RestoreReport report) {
    ObjectNode answer = new JsonMapper().createObjectNode();
    answer.put("backup", report.number()).put("at", report.at().toString());
    answer.put("ageSeconds", Duration.between(report.at(), Instant.now()).toSeconds());
    answer.put("files", report.files()).put("bytes", report.bytes());
    ArrayNode damaged = answer.putArray("damaged");
    report.damaged().forEach(damaged::add);
    return answer;
  }
}

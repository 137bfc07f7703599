package huisclos.app;

import huisclos.probe.finding.Finding;
import huisclos.probe.notice.Case;
import huisclos.probe.notice.Cases;
import huisclos.probe.notice.ContactLadder;
import huisclos.probe.notice.Letter;
import huisclos.probe.notice.SavedContacts;
import huisclos.probe.report.OwnerRow;
import huisclos.probe.report.Report;
import huisclos.probe.report.ReportException;
import huisclos.probe.report.Reports;
import huisclos.probe.report.Texts;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code huisclos probe notice}: letters to those whose doors are open. */
@Command(
    name = "notice",
    description = {
      "Draft a letter to each owner of an open door: what was seen, what to do today, how to close",
      "it, what the law may ask, how to reply. Beside each lies whom to tell, in which order.",
      "Nothing is sent. Record what you send with `huisclos probe told`."
    },
    mixinStandardHelpOptions = true)
final class ProbeNoticeVerb implements Callable<Integer> {
  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "A run's id, `latest`, or `all` (default): each door as it was last seen.")
  private String run = Reports.ALL;

  @Option(names = "--owner", paramLabel = "NAME", description = "An owner by the scope's name.")
  private @Nullable String owner;

  @Option(names = "--address", paramLabel = "ADDRESS", description = "The owner of an address.")
  private @Nullable String address;

  @Option(names = "--all", description = "Every owner of an open door.")
  private boolean all;

  @Option(names = "--lang", paramLabel = "LANG", description = "en (default), fr or de.")
  private String language = "en";

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Where the letters go; made 0700 if it isn't there.")
  private @Nullable Path to;

  @Option(
      names = "--ranges",
      paramLabel = "TABLE",
      description = "Tables of countries, as `probe report` takes them.")
  private List<Path> ranges = List.of();

  @Option(
      names = "--contacts",
      paramLabel = "DIR",
      description = {
        "Saved answers about addresses: rdap-ADDRESS.json and security-ADDRESS.txt, colons of",
        "IPv6 as _."
      })
  private @Nullable Path contacts;

  @Override
  public Integer call() throws IOException {
    if (!Texts.LETTER_LANGUAGES.contains(language)) {
      throw UserError.usage("no letter in " + language, "--lang en, fr or de");
    }
    Predicate<OwnerRow> chosen = chosen();
    Path folder = to == null ? Path.of(".") : to;
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    try (ResultStore store = folders.open()) {
      Instant now = InstantSource.system().instant();
      Report report =
          Reports.gather(
              store, run, ProbeReportVerb.table(ranges), true, "en", InstantSource.fixed(now));
      List<Case> cases = Cases.of(report, chosen);
      if (cases.isEmpty()) {
        System.err.println("nobody to be told: no such owner has an open door");
        return UserError.REFUSED;
      }
      Texts texts = Letter.texts(language);
      for (int i = 0; i < cases.size(); i++) {
        Case about = cases.get(i);
        Letter letter = Letter.about(about, report, texts, now);
        String name = String.format(Locale.ROOT, "%04d-%s", i + 1, slug(about.row().owner()));
        write(folder.resolve(name + ".txt"), letter.text());
        write(folder.resolve(name + ".html"), letter.html(language));
        write(folder.resolve(name + ".contacts.txt"), ladder(about, texts, now));
        System.out.println(folder.resolve(name + ".txt"));
      }
      return 0;
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    } catch (ReportException e) {
      throw UserError.refused(Output.printable(e.getMessage()), e.fix());
    }
  }

  private Predicate<OwnerRow> chosen() {
    int ways = (owner != null ? 1 : 0) + (address != null ? 1 : 0) + (all ? 1 : 0);
    if (ways != 1) {
      throw UserError.usage("say whom to tell", "--owner NAME, --address ADDRESS or --all");
    }
    if (owner != null) {
      String name = owner;
      return row -> row.owner().equalsIgnoreCase(name);
    }
    if (address != null) {
      String one = address;
      return row -> row.hosts().stream().anyMatch(host -> host.address().equals(one));
    }
    return _ -> true;
  }

  private static String slug(String owner) {
    String slug = owner.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.substring(0, Math.min(slug.length(), 40)).replaceAll("^-|-$", "");
  }

  private static void write(Path file, String text) throws IOException {
    try (OutputStream out = PrivateFiles.create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String ladder(Case about, Texts texts, Instant now) throws IOException {
    Finding first = about.doors().getFirst();
    String host = first.door().address();
    Optional<SavedContacts> saved = Optional.ofNullable(contacts).map(SavedContacts::new);
    boolean named = !about.row().owner().equals(host);
    List<ContactLadder.Contact> ladder =
        ContactLadder.of(
            named ? Optional.of(about.row().owner()) : Optional.empty(),
            saved.isPresent() ? saved.orElseThrow().securityTxt(host) : Optional.empty(),
            saved.isPresent() ? saved.orElseThrow().rdap(host) : Optional.empty(),
            about.country(),
            now);
    StringBuilder out = new StringBuilder(texts.get("ladder.title")).append("\n\n");
    for (int i = 0; i < ladder.size(); i++) {
      String line = ContactLadder.words(ladder.get(i), texts);
      out.append(i + 1).append(". ").append(Output.printable(line)).append('\n');
    }
    return out.append('\n').append(texts.get("ladder.lookup")).append('\n').toString();
  }
}

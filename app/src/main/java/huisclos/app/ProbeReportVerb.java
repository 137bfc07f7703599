package huisclos.app;

import huisclos.probe.report.RangeLoader;
import huisclos.probe.report.RangeTable;
import huisclos.probe.report.Report;
import huisclos.probe.report.ReportException;
import huisclos.probe.report.ReportFormat;
import huisclos.probe.report.Reports;
import huisclos.probe.report.Texts;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code huisclos probe report}: what was found, for people and programs. */
@Command(
    name = "report",
    description = {
      "Report what was found. Addresses and owners are shown by pseudonyms unless",
      "--with-addresses is given."
    },
    mixinStandardHelpOptions = true)
final class ProbeReportVerb implements Callable<Integer> {
  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "A run's id, `latest` (default), or `all`: each door as it was last seen.")
  private String run = Reports.LATEST;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "html, pdf, json, csv, sarif or text (default).")
  private String format = "text";

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Where it goes, made 0600; - (default) is standard output.")
  private String to = "-";

  @Option(names = "--with-addresses", description = "Show addresses, names and owners.")
  private boolean withAddresses;

  @Option(
      names = "--ranges",
      paramLabel = "TABLE",
      description = {
        "A table of countries and networks: start,end,CC or CIDR,CC or ip2location's or MaxMind's",
        "CSV. May be given several times."
      })
  private List<Path> ranges = List.of();

  @Option(names = "--lang", paramLabel = "LANG", description = "en (default) or fr.")
  private String language = "en";

  @Override
  public Integer call() throws IOException {
    ReportFormat form = form();
    if (!Texts.REPORT_LANGUAGES.contains(language)) {
      throw UserError.usage("no report in " + language, "--lang en or fr");
    }
    try (ResultStore store = folders.open()) {
      Report report =
          Reports.gather(
              store, run, table(ranges), withAddresses, language, InstantSource.system());
      if (to.equals("-")) {
        Reports.write(report, form, System.out);
      } else {
        Path file = Path.of(to);
        try (OutputStream out = PrivateFiles.create(file)) {
          Reports.write(report, form, out);
        }
        System.err.println("written: " + file);
      }
      return 0;
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    } catch (ReportException e) {
      throw UserError.refused(Output.printable(e.getMessage()), e.fix());
    }
  }

  static RangeTable table(List<Path> ranges) throws IOException {
    try {
      return RangeLoader.load(ranges);
    } catch (NoSuchFileException e) {
      throw UserError.usage("there is no file " + e.getFile(), "name a range table by --ranges");
    }
  }

  private ReportFormat form() {
    try {
      return ReportFormat.valueOf(format.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw UserError.usage(
          "no report of the form " + format, "html, pdf, json, csv, sarif or text");
    }
  }
}

package huisclos.probe.report;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Verdict;
import huisclos.probe.results.DoorHistory;
import huisclos.probe.results.History;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.Run;
import huisclos.probe.results.RunHead;
import huisclos.probe.results.RunTail;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes reports of a store. */
public final class Reports {
  /** The newest run. */
  public static final String LATEST = "latest";

  /** Every door as it was last seen, over all runs. */
  public static final String ALL = "all";

  private Reports() {}

  /**
   * Gathers a report.
   *
   * @param which a run's id, {@link #LATEST} or {@link #ALL}
   * @param withAddresses whether addresses, names and owners are shown
   * @param language {@link Texts#REPORT_LANGUAGES}
   * @throws ReportException when there is no such run
   */
  public static Report gather(
      ResultStore store,
      String which,
      RangeTable ranges,
      boolean withAddresses,
      String language,
      InstantSource clock)
      throws IOException {
    List<RunHead> heads = store.runs();
    if (heads.isEmpty()) {
      throw new ReportException(
          "there is no run in " + store.folder(), "run the probe first, or name its --out");
    }
    boolean all = which.equals(ALL);
    Run run = store.read(all || which.equals(LATEST) ? heads.getLast().id() : which);
    History history = History.of(store);
    List<RunPoint> points = points(store, heads);
    Findings findings = all ? latestOfEach(store, heads, history.byDoor()) : run::forEach;
    return new Report(
        run.head(),
        run.scope(),
        run.tail(),
        run.sweep(),
        findings,
        Summary.of(findings, ranges, run.scope()),
        points,
        CountryClasses.of(history, ranges, firstLook(store, heads), heads.size() > 1),
        history.byDoor(),
        store.told().all(),
        new Names(store, (all ? ALL : run.head().id()), withAddresses),
        Texts.of(language, "report", "words", "remedies"),
        clock.instant());
  }

  private static List<RunPoint> points(ResultStore store, List<RunHead> heads) throws IOException {
    List<RunPoint> points = new ArrayList<>();
    for (RunHead head : heads) {
      Run run = store.read(head.id());
      Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
      run.forEach(finding -> verdicts.merge(finding.verdict(), 1L, Long::sum));
      points.add(new RunPoint(head.id(), head.begun(), run.complete(), verdicts));
    }
    return List.copyOf(points);
  }

  private static Instant firstLook(ResultStore store, List<RunHead> heads) throws IOException {
    for (RunHead head : heads) {
      Run run = store.read(head.id());
      if (run.complete()) {
        return run.tail().map(RunTail::ended).orElse(head.begun());
      }
    }
    return store.read(heads.getFirst().id()).tail().map(RunTail::ended).orElse(Instant.MAX);
  }

  /** Newest run first, each door once; those that a later run found gone are left out. */
  private static Findings latestOfEach(
      ResultStore store, List<RunHead> heads, Map<String, DoorHistory> history) {
    return each -> {
      LongSet seen = new LongSet();
      for (RunHead head : heads.reversed()) {
        LongSet here = new LongSet();
        store
            .read(head.id())
            .forEach(finding -> {
              long place = place(finding);
              if (seen.contains(place) || gone(finding, history)) {
                return;
              }
              here.add(place);
              each.finding(finding);
            });
        seen.addAll(here);
      }
    };
  }

  private static boolean gone(Finding finding, Map<String, DoorHistory> history) {
    DoorHistory door = history.get(finding.door().toString());
    return door != null
        && door.state() == DoorHistory.State.GONE
        && finding.seen().isBefore(door.since());
  }

  private static long place(Finding finding) {
    Door door = finding.door();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(door.toString().getBytes(StandardCharsets.US_ASCII));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Writes a report; the stream stays open. */
  public static void write(Report report, ReportFormat format, OutputStream to) throws IOException {
    switch (format) {
      case HTML -> to.write(HtmlReport.of(report).getBytes(StandardCharsets.UTF_8));
      case TEXT -> to.write(TextReport.of(report).getBytes(StandardCharsets.UTF_8));
      case PDF -> PdfReport.write(report, to);
      case JSON -> JsonReport.write(report, new Unclosed(to));
      case SARIF -> SarifReport.write(report, new Unclosed(to));
      case CSV -> {
        Writer out = new OutputStreamWriter(new Unclosed(to), StandardCharsets.UTF_8);
        CsvReport.write(report, out);
        out.flush();
      }
    }
    to.flush();
  }

  /** Stays open when what writes to it closes. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream to) {
      super(to);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

package huisclos.app;

import huisclos.app.home.Site;
import huisclos.app.home.VaultSealer;
import huisclos.probe.dimse.DicomLook;
import huisclos.probe.finding.Verdict;
import huisclos.probe.look.Look;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.ResultsException;
import huisclos.probe.results.RunTail;
import huisclos.probe.run.ScopedRun;
import huisclos.probe.share.FtpLook;
import huisclos.probe.share.MllpLook;
import huisclos.probe.share.SmbLook;
import huisclos.probe.web.WebLook;
import huisclos.probe.wire.TcpNetwork;
import huisclos.probe.wire.UnrecordedException;
import huisclos.trail.Trail;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Goes through with a run and says what came of it: what {@code probe} and its recheck share. */
final class ProbeJob {
  /** Every way to look at a door. */
  static final List<Look> LOOKS =
      List.of(new DicomLook(), new WebLook(), new MllpLook(), new FtpLook(), new SmbLook());

  private ProbeJob() {}

  /** Begins a run with the means it is given. */
  interface Begin {
    ScopedRun with(ScopedRun.Means means) throws IOException;
  }

  /** Runs it; the exit status: 1 where a door is open to strangers or the run isn't complete. */
  static int go(ProbeFolders folders, Begin begin, boolean json)
      throws IOException, InterruptedException {
    try (ResultStore store = folders.open()) {
      if (ScopedRun.stopped(store.folder())) {
        throw UserError.refused(
            "nothing is sent while " + store.folder().resolve(ScopedRun.STOP) + " is there",
            "remove it when the probe may go on");
      }
      try (Trail trail =
              Trail.open(
                  store.folder().resolve("trail"),
                  new VaultSealer(store.sealer("probe trail v1")),
                  Clock.systemUTC());
          ScopedRun run =
              begin.with(
                  new ScopedRun.Means(
                      store,
                      trail,
                      LOOKS,
                      new TcpNetwork(),
                      InstantSource.system(),
                      Site.account()))) {
        RunTail tail;
        try (ProbeWatch _ = new ProbeWatch(run)) {
          tail = run.go();
        }
        Map<Verdict, Long> verdicts = verdicts(store, run.head().id());
        show(run, tail, verdicts, json);
        return tail.complete() && verdicts.keySet().stream().noneMatch(Verdict::open)
            ? 0
            : UserError.REFUSED;
      }
    } catch (ResultsException e) {
      throw ProbeFolders.refused(e);
    } catch (UnrecordedException e) {
      throw UserError.refused(
          "the probe's trail can't be written, so nothing is sent",
          "see to the disk (space, health, rights), then run it again");
    }
  }

  private static Map<Verdict, Long> verdicts(ResultStore store, String run) throws IOException {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    var _ = store.read(run).forEach(found -> verdicts.merge(found.verdict(), 1L, Long::sum));
    return verdicts;
  }

  private static void show(ScopedRun run, RunTail tail, Map<Verdict, Long> verdicts, boolean json) {
    if (json) {
      ObjectNode node = new JsonMapper().createObjectNode();
      node.put("run", run.head().id());
      node.put("complete", tail.complete());
      node.put("why", tail.why());
      node.put("hosts", tail.sweep().addresses());
      node.put("ports", tail.sweep().ports());
      node.put("refused", tail.sweep().refused());
      node.put("silent", tail.sweep().silent());
      node.put("answering", tail.sweep().open());
      ObjectNode counts = node.putObject("verdicts");
      verdicts.forEach((verdict, count) -> counts.put(verdict.word(), count));
      Output.json(node);
      return;
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "run %s: %,d hosts, %,d ports: %,d answer, %,d refuse, %,d are silent",
            run.head().id(),
            tail.sweep().addresses(),
            tail.sweep().ports(),
            tail.sweep().open(),
            tail.sweep().refused(),
            tail.sweep().silent()));
    verdicts.forEach((verdict, count) ->
        System.out.println(String.format(Locale.ROOT, "  %-16s %,d", verdict.word(), count)));
    if (!tail.complete()) {
      System.out.println("not complete: " + tail.why());
      System.out.println("go on with: huisclos probe SCOPE.toml --resume " + run.head().id());
    }
    System.out.println(
        "see it with: huisclos probe report --run " + run.head().id() + " --format html --to FILE");
  }
}

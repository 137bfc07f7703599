package huisclos.app.movein;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.trail.Action;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings in what lies in files: several at once, each under the rules of C-STORE. Idempotent, since
 * storing is; an interrupted import goes on where it was.
 */
public final class Import implements Sources.Sink {
  private static final int MAX_WORKERS = 8;

  private final Running running;
  private final Intake intake;
  private final Journal journal;
  private final int workers = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 8);
  private final Semaphore places = new Semaphore(MAX_WORKERS);
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();

  private Import(Running running, Intake intake, Journal journal) {
    this.running = running;
    this.intake = intake;
    this.journal = journal;
    places.acquireUninterruptibly(MAX_WORKERS - workers);
  }

  /** What {@link Running} knows the import of these sources by. */
  public static String name(List<Path> sources) {
    List<String> paths =
        sources.stream().map(s -> s.toAbsolutePath().normalize().toString()).sorted().toList();
    return "import-" + Journal.hash(String.join("\n", paths));
  }

  /**
   * Imports all of them and reconciles; on record as the operator's.
   *
   * @throws UserError if there is no room any more, or it was stopped: the next run goes on
   */
  public static ObjectNode run(Site site, List<Path> sources) throws IOException {
    String name = name(sources);
    Running running = Running.begin(name);
    try {
      site.recordOperator(Action.IMPORT, "import begins");
      try (Journal journal = Journal.open(site.home(), "import", name)) {
        Import run = new Import(running, new Intake(site), journal);
        run.all(sources);
        journal.finish();
      } finally {
        Reconciliation counts = running.counts();
        site.recordOperator(
            Action.IMPORT,
            "import ends: seen %d, stored %d, duplicate %d, conflict %d, refused %d"
                .formatted(
                    counts.seen(),
                    counts.count(Fate.STORED),
                    counts.count(Fate.DUPLICATE),
                    counts.count(Fate.CONFLICT),
                    counts.count(Fate.REFUSED)));
      }
      ObjectNode result = new JsonMapper().createObjectNode();
      running.counts().write(result);
      return result;
    } finally {
      Running.end(name);
    }
  }

  private void all(List<Path> sources) throws IOException {
    try (pool) {
      Sources walk = new Sources(this);
      for (Path source : sources) {
        walk.visit(source);
      }
    } catch (Stopped e) {
      // What broke it is told below.
    }
    switch (broken.get()) {
      case null -> {}
      case RuntimeException known -> throw known;
      case Error known -> throw known;
      case IOException known -> throw known;
      case Throwable other -> throw new IllegalStateException(other);
    }
    running.check();
  }

  /** Ends the walk. */
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void candidate(Candidate candidate) throws IOException {
    places.acquireUninterruptibly();
    try {
      running.check();
      if (broken.get() != null) {
        throw new Stopped();
      }
      pool.execute(() -> {
        try {
          take(candidate);
        } catch (Throwable e) {
          broken.compareAndSet(null, e);
        } finally {
          places.release();
        }
      });
    } catch (IOException | RuntimeException e) {
      places.release();
      throw e;
    }
  }

  @Override
  public void settled() {
    places.acquireUninterruptibly(workers);
    places.release(workers);
  }

  @Override
  public void refused(String name, String reason) {
    running.counts().note(Fate.REFUSED, name, "", reason, 0);
  }

  private void take(Candidate candidate) throws IOException {
    Reconciliation counts = running.counts();
    String name = candidate.name();
    String key = Journal.hash(candidate.stamp());
    Optional<String> before = journal.done(key);
    if (before.isPresent()) {
      counts.note(Fate.EARLIER, name, before.get(), "", 0);
      return;
    }
    Header header;
    try {
      header = Header.read(candidate);
    } catch (IOException e) {
      refused(name, "can't be read");
      return;
    }
    switch (header) {
      case Header.Directory _ -> counts.note(Fate.DIRECTORY, name, "", "", 0);
      case Header.Foreign _ -> counts.note(Fate.NOT_DICOM, name, "", "no DICOM file", 0);
      case Header.Unfit(String reason) -> refused(name, reason);
      case Header.Instance instance -> store(candidate, key, instance);
    }
  }

  private void store(Candidate candidate, String key, Header.Instance instance) throws IOException {
    Intake.Taken taken;
    long size;
    try (InputStream in = candidate.opener().open()) {
      in.skipNBytes(instance.offset());
      Counting counting = new Counting(in);
      taken = intake.store(instance.store(), counting);
      size = counting.count;
    } catch (IOException e) {
      running.counts().note(Fate.REFUSED, candidate.name(), instance.study(), "can't be read", 0);
      return;
    }
    if (taken.fate().in()) {
      journal.note(key, instance.study());
    }
    running.counts().note(taken.fate(), candidate.name(), instance.study(), taken.reason(), size);
  }

  /** Counts what is read. */
  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}

package huisclos.app.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of each file; with a journal, also on disk, so that an interrupted run resumes where
 * it was. Thread-safe.
 *
 * <p>The journal holds SOP instance UIDs, one a line, each written once the archive acknowledged
 * it.
 */
public final class SendReport implements AutoCloseable {
  /**
   * One file that didn't make it.
   *
   * @param reason static text or a status, never a value of the file
   */
  public record Failure(Path file, String reason) {}

  private final List<Failure> failures = new ArrayList<>();
  private final Optional<Writer> journal;
  private final Set<String> before;
  private final Progress progress;
  private int sent;
  private int skipped;
  private long bytes;

  private SendReport(Optional<Writer> journal, Set<String> before, Progress progress) {
    this.journal = journal;
    this.before = before;
    this.progress = progress;
  }

  /** A report, resuming from the journal where one is named. */
  public static SendReport open(Optional<Path> journal, Progress progress) throws IOException {
    Set<String> before = new HashSet<>();
    if (journal.isEmpty()) {
      return new SendReport(Optional.empty(), before, progress);
    }
    if (Files.exists(journal.get())) {
      before.addAll(Files.readAllLines(journal.get()));
    }
    Writer writer =
        Files.newBufferedWriter(
            journal.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new SendReport(Optional.of(writer), before, progress);
  }

  /** Whether an earlier run has sent it. */
  boolean alreadySent(Outgoing file) {
    return before.contains(file.sopInstance());
  }

  synchronized void skip() {
    skipped++;
  }

  synchronized void sent(Outgoing file) {
    sent++;
    bytes += file.length();
    if (journal.isPresent()) {
      try {
        journal.get().write(file.sopInstance() + "\n");
        journal.get().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    progress.done(sent + failures.size(), bytes);
  }

  synchronized void failed(Outgoing file, String reason) {
    failed(file.file(), reason);
  }

  synchronized void failed(Path file, String reason) {
    failures.add(new Failure(file, reason));
    progress.done(sent + failures.size(), bytes);
  }

  synchronized int settled() {
    return sent + failures.size();
  }

  /** Files acknowledged in this run. */
  public synchronized int sent() {
    return sent;
  }

  /** Files that the journal says were acknowledged before. */
  public synchronized int skipped() {
    return skipped;
  }

  /** Bytes of data sets acknowledged in this run. */
  public synchronized long bytes() {
    return bytes;
  }

  /** What didn't make it. */
  public synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws IOException {
    progress.end();
    if (journal.isPresent()) {
      journal.get().close();
    }
  }
}

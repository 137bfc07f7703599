package huisclos.probe.results;

import huisclos.probe.finding.Finding;
import java.io.IOException;
import java.util.Optional;

/**
 * A run in the store, as it stood when it was asked for. Findings are read from the disk each time,
 * one by one: memory doesn't grow with their number. Thread-safe.
 */
public final class Run {
  /** What is done with each finding. */
  @FunctionalInterface
  public interface Each {
    void finding(Finding finding) throws IOException;
  }

  private final RunFiles files;
  private final RunHead head;
  private final ScopeNote scope;
  private final Optional<RunTail> tail;
  private final Progress progress;

  Run(RunFiles files) throws IOException {
    this.files = files;
    this.head = files.readHead();
    this.scope = files.readScope();
    this.tail = files.readEnd().map(RunFiles.End::tail);
    this.progress = files.readMark().progress();
  }

  /** What it set out to do. */
  public RunHead head() {
    return head;
  }

  /** What is kept of its scope. */
  public ScopeNote scope() {
    return scope;
  }

  /** How it ended; empty where it didn't, or is still going on. */
  public Optional<RunTail> tail() {
    return tail;
  }

  /** Its last checkpoint. */
  public Progress progress() {
    return progress;
  }

  /** Whether every target of its shard was visited. */
  public boolean complete() {
    return tail.map(RunTail::complete).orElse(false);
  }

  /** What was dialled, as far as it is known. */
  public Sweep sweep() {
    return tail.map(RunTail::sweep).orElse(progress.sweep());
  }

  /**
   * Gives every finding, in the order in which they were made.
   *
   * @return how many
   * @throws ResultsException when one that a checkpoint or the tail vouches for is missing, damaged
   *     or not in its place
   */
  public long forEach(Each each) throws IOException {
    try (FrameReader reader = new FrameReader(files)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        each.finding(next.get());
      }
      return reader.number();
    }
  }
}

package huisclos.app.backup;

import huisclos.app.UserError;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How far the backup is that this process makes; there is one at a time. Thread-safe. */
public final class BackupProgress {
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private volatile boolean stopped;

  /** Nothing done yet. */
  public BackupProgress() {}

  void expect(long number) {
    total.set(number);
  }

  void file() {
    files.incrementAndGet();
  }

  void read(long bytes) {
    read.addAndGet(bytes);
  }

  void wrote(long bytes) {
    written.addAndGet(bytes);
  }

  /** Bytes that went to the backup set. */
  long written() {
    return written.get();
  }

  /** Ends the backup at its next step; it can be gone on with. */
  public void stop() {
    stopped = true;
  }

  /**
   * Whether to go on.
   *
   * @throws UserError if it was stopped
   */
  void check() {
    if (stopped) {
      throw UserError.refused("the backup was stopped", "run it again: it goes on where it was");
    }
  }

  /** For whoever looks on. */
  public ObjectNode show() {
    return new JsonMapper()
        .createObjectNode()
        .put("files", files.get())
        .put("total", total.get())
        .put("bytes", read.get());
  }
}

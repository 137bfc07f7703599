package huisclos.app;

import huisclos.app.backup.BackupProgress;
import huisclos.app.client.Progress;
import tools.jackson.databind.node.ObjectNode;

/** Shows how far work in this process is, on a terminal, until it is closed. */
final class ProgressLine implements AutoCloseable {
  private static final long EVERY_MILLIS = 200;

  private final Progress line;
  private final BackupProgress work;
  private final Thread shower;

  ProgressLine(Progress line, BackupProgress work) {
    this.line = line;
    this.work = work;
    this.shower = Thread.ofVirtual().start(this::show);
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        ObjectNode now = work.show();
        line.total(now.path("total").asInt());
        line.done(now.path("files").asInt(), now.path("bytes").asLong());
      }
    } catch (InterruptedException e) {
      // The work has ended.
    }
  }

  @Override
  public void close() {
    shower.interrupt();
    try {
      shower.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line.end();
  }
}

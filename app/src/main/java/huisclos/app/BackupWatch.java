package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.client.Progress;
import huisclos.app.client.Terminal;
import huisclos.app.home.Home;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * While a running server makes a backup: shows how far it is, where a person looks on, and stops it
 * when this process is asked to end. A home at rest is copied by this process itself.
 */
final class BackupWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;

  private final Home home;
  private final boolean server;
  private final Thread stopper;
  private final Optional<Thread> shower;
  private final Progress progress = Progress.onTerminal("containers");

  BackupWatch(Home home) {
    this.home = home;
    this.server = Admin.serverRuns(home);
    this.stopper = new Thread(this::stop, "stop-backup");
    Runtime.getRuntime().addShutdownHook(stopper);
    this.shower =
        server && Terminal.isOurs()
            ? Optional.of(Thread.ofVirtual().start(this::show))
            : Optional.empty();
  }

  private void stop() {
    if (server) {
      var _ = Admin.call(home, "backup.stop", Admin.arguments());
    }
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        JsonNode now = Admin.call(home, "backup.progress", Admin.arguments());
        progress.total(now.path("total").asInt());
        progress.done(now.path("files").asInt(), now.path("bytes").asLong());
      }
    } catch (InterruptedException | UserError e) {
      // The backup has ended, or the server: what asked for it says so.
    }
  }

  @Override
  public void close() {
    shower.ifPresent(Thread::interrupt);
    progress.end();
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook at work.
    }
  }
}

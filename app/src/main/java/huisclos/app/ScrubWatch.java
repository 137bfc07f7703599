package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.client.Progress;
import huisclos.app.client.Terminal;
import huisclos.app.home.Home;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * While a running server looks through everything for an operator: shows how far it is, where a
 * person looks on, and ends it when this process is asked to end.
 */
final class ScrubWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;

  private final Home home;
  private final Thread stopper;
  private final Optional<Thread> shower;
  private final Progress progress = Progress.onTerminal("scrub");

  private ScrubWatch(Home home) {
    this.home = home;
    boolean server = Admin.serverRuns(home);
    this.stopper = new Thread(server ? this::stop : () -> {}, "stop-scrub");
    Runtime.getRuntime().addShutdownHook(stopper);
    this.shower =
        server && Terminal.isOurs()
            ? Optional.of(Thread.ofVirtual().start(this::show))
            : Optional.empty();
  }

  static ScrubWatch of(Home home) {
    return new ScrubWatch(home);
  }

  private void stop() {
    var _ = Admin.call(home, "scrub.stop", Admin.arguments());
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        JsonNode now = Admin.call(home, "scrub.status", Admin.arguments());
        progress.done(now.path("objects").asInt(), now.path("bytes").asLong());
      }
    } catch (InterruptedException | UserError e) {
      // It has ended, or the server: what asked for it says so.
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

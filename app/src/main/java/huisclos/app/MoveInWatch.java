package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.client.Progress;
import huisclos.app.client.Terminal;
import huisclos.app.home.Home;
import huisclos.app.movein.Running;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * While a move goes on: shows how far it is, where a person looks on, and stops it when this
 * process is asked to end.
 */
final class MoveInWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;

  private final Home home;
  private final String name;
  private final boolean server;
  private final Thread stopper;
  private final Optional<Thread> shower;
  private final Progress progress;

  private MoveInWatch(Home home, String name, String what) {
    this.home = home;
    this.name = name;
    this.server = Admin.serverRuns(home);
    this.progress = Progress.onTerminal(what);
    this.stopper = new Thread(this::stop, "stop-move");
    Runtime.getRuntime().addShutdownHook(stopper);
    this.shower =
        Terminal.isOurs() ? Optional.of(Thread.ofVirtual().start(this::show)) : Optional.empty();
  }

  static MoveInWatch of(Home home, String name, String what) {
    return new MoveInWatch(home, name, what);
  }

  private ObjectNode arguments() {
    return Admin.arguments().put("name", name);
  }

  private void stop() {
    if (server) {
      var _ = Admin.call(home, "movein.stop", arguments());
    } else {
      var _ = Running.stop(name);
    }
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        JsonNode now =
            server ? Admin.call(home, "movein.progress", arguments()) : Running.progress(name);
        progress.done(now.path("seen").asInt(), now.path("bytes").asLong());
      }
    } catch (InterruptedException | UserError e) {
      // The move has ended, or the server: what asked for it says so.
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

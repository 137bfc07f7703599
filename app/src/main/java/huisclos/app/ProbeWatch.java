package huisclos.app;

import huisclos.app.client.Terminal;
import huisclos.probe.run.Progress;
import huisclos.probe.run.ScopedRun;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * While a probe runs: shows how far it is where a person looks on, and ends it in good order when
 * this process is asked to end.
 */
final class ProbeWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;
  private static final int WIDTH = 110;

  private final ScopedRun run;
  private final StopSignal signal = new StopSignal();
  private final Thread stopper;
  private final Optional<Thread> shower;

  ProbeWatch(ScopedRun run) {
    this.run = run;
    this.stopper = Thread.ofVirtual().start(this::stop);
    this.shower =
        Terminal.isOurs() ? Optional.of(Thread.ofVirtual().start(this::show)) : Optional.empty();
  }

  private void stop() {
    try {
      signal.await();
      run.killSwitch().pull("stopped by the operator: resume it with --resume");
    } catch (InterruptedException e) {
      // The run has ended.
    }
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        System.err.print("\r" + line(run.progress()));
        System.err.flush();
      }
    } catch (InterruptedException e) {
      System.err.print("\r" + " ".repeat(WIDTH) + "\r");
    }
  }

  static String line(Progress progress) {
    String left = progress.left().map(duration -> ", " + words(duration) + " left").orElse("");
    String line =
        String.format(
            Locale.ROOT,
            "%,d of %,d hosts, %,.0f/s%s; %,d ports answer, %,d open to strangers",
            progress.hosts(),
            progress.of(),
            progress.perSecond(),
            left,
            progress.sweep().open(),
            progress.readable());
    return line.length() >= WIDTH
        ? line.substring(0, WIDTH)
        : line + " ".repeat(WIDTH - line.length());
  }

  private static String words(Duration duration) {
    return duration.toHours() > 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }

  @Override
  public void close() {
    stopper.interrupt();
    shower.ifPresent(Thread::interrupt);
    try {
      if (shower.isPresent()) {
        shower.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    signal.close();
  }
}

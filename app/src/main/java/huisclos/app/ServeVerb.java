package huisclos.app;

import huisclos.app.admin.AdminServer;
import huisclos.app.client.Terminal;
import huisclos.app.demo.DemoServer;
import huisclos.app.health.MetricsServer;
import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.app.home.Settings;
import huisclos.app.home.Site;
import huisclos.gate.HandshakeWarmUp;
import huisclos.trail.TrailException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code huisclos serve}: the archive. */
@Command(
    name = "serve",
    description = {
      "Run the archive. Once it listens it prints one line: ready aet=… dicom=ADDRESS:PORT"
          + " https=ADDRESS:PORT",
      "With --demo: invented patients in a temporary home, on loopback, gone on exit."
    },
    mixinStandardHelpOptions = true)
final class ServeVerb implements Callable<Integer> {
  private static final int USUAL_PORT = 2762;
  private static final int USUAL_WEB_PORT = 8443;
  private static final int PROBE_MILLIS = 500;

  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--demo", description = "Invented patients; refuses to be anything else.")
  private boolean demo;

  @Option(
      names = "--dicom-port",
      paramLabel = "N",
      description = "Port of the DICOM door; 0: a free one.")
  private @Nullable Integer dicomPort;

  @Option(
      names = "--https-port",
      paramLabel = "N",
      description =
          "Port of the web door; 0: a free one, as also where --dicom-port is 0 and this is left"
              + " out.")
  private @Nullable Integer httpsPort;

  @Override
  public Integer call() throws Exception {
    checkPort(dicomPort, "--dicom-port");
    checkPort(httpsPort, "--https-port");
    if (demo && home.named()) {
      throw UserError.usage(
          "--demo has a temporary home of its own", "leave out --home, or leave out --demo");
    }
    try (StopSignal stop = new StopSignal()) {
      if (demo) {
        runDemo(stop);
      } else {
        serve(home.home(), stop);
      }
    }
    return 0;
  }

  private void runDemo(StopSignal stop) throws IOException, InterruptedException {
    int dicom = dicomPort == null ? freeOrUsual(USUAL_PORT) : dicomPort;
    int https = httpsPort == null ? dicomPort == null ? freeOrUsual(USUAL_WEB_PORT) : 0 : httpsPort;
    try (DemoServer demo = DemoServer.open(dicom, https)) {
      runUntil(
          _ -> stop.await(),
          demo.site(),
          demo.lock(),
          () -> {
            demo.explain(System.out);
            demo.fillInBackground();
          });
    }
  }

  /** The demo's port, when nobody named one: the usual, or a free one where that is taken. */
  private static int freeOrUsual(int usual) {
    try (Socket somebodyIsThere = new Socket()) {
      somebodyIsThere.connect(Settings.loopback(usual), PROBE_MILLIS);
      return 0;
    } catch (IOException e) {
      return usual;
    }
  }

  private void serve(Home place, StopSignal stop) throws IOException, InterruptedException {
    serve(place, this::onPorts, _ -> stop.await());
  }

  /** Serves a lasting home until this returns. */
  static void serve(Home place, UnaryOperator<Settings> commandLine, Until until)
      throws IOException, InterruptedException {
    HandshakeWarmUp.beginBeside();
    AdminServer.requireShort(place.adminSocket());
    place.prepare();
    HomeLock lock = HomeLock.take(place);
    Site site = Site.open(place, lock, commandLine);
    runUntil(until, site, lock, () -> notes(site));
  }

  /** For how long to serve. */
  @FunctionalInterface
  interface Until {
    /** Returns when it is time to stop. */
    void reached(Site serving) throws InterruptedException;
  }

  /** What is said once it listens. */
  @FunctionalInterface
  private interface WhenReady {
    void run() throws IOException;
  }

  private Settings onPorts(Settings settings) {
    int dicom = dicomPort == null ? settings.dicom().getPort() : dicomPort;
    // Whoever takes any port for the one door runs several archives, of which one has the usual.
    int https = dicomPort != null && dicomPort == 0 ? 0 : settings.web().address().getPort();
    return settings
        .withDicom(new InetSocketAddress(settings.dicom().getAddress(), dicom))
        .withHttps(
            new InetSocketAddress(
                settings.web().address().getAddress(), httpsPort == null ? https : httpsPort));
  }

  /** Opens the doors, says so, and returns once it is time to stop and all is closed. */
  private static void runUntil(Until until, Site site, HomeLock lock, WhenReady whenReady)
      throws IOException, InterruptedException {
    try (lock;
        site;
        AdminServer _ = AdminServer.start(site);
        MetricsServer _ = MetricsServer.start(site)) {
      site.listen();
      System.out.println(
          "ready aet=%s dicom=%s%s"
              .formatted(
                  site.settings().aet(),
                  text(site.doors().address()),
                  site.doors().webAddress().map(at -> " https=" + text(at)).orElse("")));
      System.out.flush();
      whenReady.run();
      until.reached(site);
    }
  }

  private static String text(InetSocketAddress at) {
    return at.getAddress().getHostAddress() + ":" + at.getPort();
  }

  private static void notes(Site site) throws TrailException {
    keeperLink(site);
    if (site.gate().devices().list().isEmpty()) {
      System.err.println(
          "nobody may enter yet: huisclos device add AET --can store,find,get --out DIR");
    }
    if (!site.recoveryPhraseTaken()) {
      System.err.println("recovery phrase not taken: run `huisclos key phrase`");
    }
    site.openingNotes().forEach(System.err::println);
  }

  /** As long as nobody keeps the archive: a link by which the first keeper signs in. */
  private static void keeperLink(Site site) throws TrailException {
    if (site.doors().webAddress().isEmpty() || !Terminal.isOurs()) {
      return;
    }
    site.gate()
        .web()
        .invitations()
        .inviteFirstKeeper(Site.account())
        .ifPresent(code ->
            System.err.printf(
                "nobody keeps this archive yet; for one hour, once: %s/invitation/%s%n",
                site.webOrigin(), code));
  }

  private static void checkPort(@Nullable Integer port, String option) {
    if (port != null && (port < 0 || port > 65535)) {
      throw UserError.usage(option + " must be 0 to 65535", "");
    }
  }
}

package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.courier.acme.AcmeRenewal;
import huisclos.desk.web.GateAuthenticator;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebRecorder;
import huisclos.desk.web.WebServer;
import huisclos.desk.web.door.WebDoor;
import huisclos.gate.AlertKind;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The web door of a site: what it shows, whom it asks, what leads where. Thread-safe. */
final class SiteWeb {
  private final Site site;
  private final WebServer server;
  private final SiteProvider provider;

  /**
   * @param ourselves whether a connection comes from the look that this server takes at its own
   *     doors
   */
  SiteWeb(Site site, Predicate<InetSocketAddress> ourselves) {
    this.site = site;
    this.provider = new SiteProvider(site.settings().outside());
    WebDoorSettings settings = site.settings().web();
    this.server =
        new WebServer(
            new WebServer.Setup(
                settings.address(),
                tls(site, settings),
                new GateAuthenticator(site.gate()),
                routes(),
                settings.origins(),
                settings.connections().limits(),
                new WebRecorder(site.gate(), ourselves)));
  }

  private static SSLContext tls(Site site, WebDoorSettings settings) {
    if (settings.pair().isEmpty()) {
      return site.gate().webContext();
    }
    WebDoorSettings.Pair pair = settings.pair().get();
    try {
      return site.gate().webContext(pair.certificate(), pair.key());
    } catch (IOException e) {
      throw UserError.refused(
          String.valueOf(e.getMessage()), "see [https] certificate and key in huisclos.toml");
    }
  }

  /** All that the web door leads to. */
  private List<Route> routes() {
    WebDoor.Rooms rooms =
        new WebDoor.Rooms(
            site.gate(),
            site.archive(),
            site.pixels(),
            Duration.ofDays(site.settings().keeping().keepDays()),
            provider.isThere(),
            provider.smart());
    return Stream.of(WebDoor.routes(rooms), provider.routes(site.gate()))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Begins to listen.
   *
   * @param keep what is to be closed with the site
   * @throws UserError if the address can't be had
   */
  void open(Consumer<AutoCloseable> keep) throws IOException {
    keep.accept(provider);
    keep.accept(server);
    site.gate().onWithdrawal(this::endUnwelcome);
    try {
      server.start();
      site.gate().web().listensAt(server.address().getPort());
      site.settings()
          .outside()
          .authority()
          .ifPresent(authority ->
              keep.accept(
                  AcmeRenewal.start(
                      authority,
                      new AcquiredDoor(site.gate().acquiredKeys()),
                      Clock.systemUTC(),
                      why ->
                          site.gate()
                              .alerts()
                              .raise(
                                  AlertKind.WEB_CERTIFICATE,
                                  authority.directory().getHost(),
                                  why))));
    } catch (BindException e) {
      throw UserError.refused(
          "nothing can listen on " + site.settings().web().address() + ": " + e.getMessage(),
          "another program has the port, or the address is not this machine's: choose another with"
              + " --https-port or [listen] https");
    }
  }

  /** Where it is, once it is open. */
  InetSocketAddress address() {
    return server.address();
  }

  /** How many connections are open now. */
  int connections() {
    return server.connections();
  }

  /** Ends what came in by a certificate that is no longer good. */
  void endUnwelcome() {
    server.endConnectionsOf(certificate -> !site.gate().welcome(certificate));
  }

  /** Lets nobody in any more. */
  void close() {
    server.close();
  }
}

package huisclos.desk.web.door;

import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.Credentials;
import huisclos.desk.web.GateAuthenticator;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebLimits;
import huisclos.desk.web.WebRecorder;
import huisclos.desk.web.WebServer;
import huisclos.desk.web.WebSite;
import huisclos.desk.web.pages.SignedIn;
import huisclos.gate.AccessTokens;
import huisclos.gate.ClientIdentity;
import huisclos.gate.IdentityFiles;
import huisclos.gate.IssuedIdentity;
import huisclos.gate.PatientKey;
import huisclos.gate.Policy;
import huisclos.gate.Role;
import huisclos.gate.Verb;
import huisclos.pixels.sandbox.Launch;
import huisclos.pixels.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A site whose whole web door is open on loopback, by a clock that is moved by hand: refusals of
 * one source are summed up after twenty a minute.
 */
final class DoorSite implements AutoCloseable {
  /** What a referrer's own study names. */
  private static final String PHYSICIAN = "Referrer1^Rita";

  final WebSite site;
  final MovedClock clock = new MovedClock();
  final List<Route> routes;
  private final Sandbox sandbox = new Sandbox(Launch.ofThisJava(1));
  private final WebServer server;
  private final HttpClient stranger;
  private final Path identities;

  DoorSite(Path home) throws Exception {
    site = new WebSite(home.resolve("site"), clock);
    identities = home.resolve("identities");
    site.store(WebSite.ct(1, 1, 1, 1));
    site.store(WebSite.ct(2, 1, 1, 1));
    routes =
        WebDoor.routes(
            new WebDoor.Rooms(
                site.gate,
                site.archive,
                new PixelServices(site.archive, sandbox),
                Duration.ofDays(30),
                false,
                Optional.empty()));
    server =
        new WebServer(
            new WebServer.Setup(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                site.gate.webContext(),
                new GateAuthenticator(site.gate),
                routes,
                List.of(),
                WebLimits.DEFAULT,
                new WebRecorder(site.gate, _ -> false)));
    server.start();
    stranger = HttpClient.newBuilder().sslContext(trusting()).build();
  }

  private SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", site.gate.ca().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  Asker stranger() {
    return new Asker("stranger", Optional.empty(), stranger, Set.of(), false, Asker.Reaches.NONE);
  }

  /** Somebody by their session, just signed in. */
  Asker person(Role role) throws Exception {
    return person(role, role.word());
  }

  Asker person(Role role, String name) throws Exception {
    String[] names = role == Role.REFERRER ? new String[] {PHYSICIAN} : new String[0];
    String session = SignedIn.session(site, clock.instant(), name, role, names);
    return new Asker(
        name,
        Optional.of(new String[] {"Cookie", Credentials.SESSION_COOKIE + "=" + session}),
        stranger,
        Policy.verbs(role),
        true,
        switch (Policy.span(role)) {
          case EVERYTHING -> Asker.Reaches.BOTH;
          case OWN -> Asker.Reaches.OWN;
          case NOTHING -> Asker.Reaches.NONE;
        });
  }

  /** A program with every verb that a token may have. */
  Asker token(String name) throws IOException {
    return token(name, Optional.empty(), Set.of());
  }

  /** The same for the first patient alone. */
  Asker tokenOfPatient(String name) throws IOException {
    return token(name, Optional.of(new PatientKey("PID000001", "")), Set.of());
  }

  /** The same for the first study alone. */
  Asker tokenOfStudy(String name) throws IOException {
    return token(name, Optional.empty(), Set.of(WebSite.study(1, 1)));
  }

  private Asker token(String name, Optional<PatientKey> patient, Set<String> studies)
      throws IOException {
    Set<Verb> verbs =
        Set.of(
            Verb.STORE, Verb.FIND, Verb.FIND_ALL, Verb.GET, Verb.REJECT, Verb.DELETE, Verb.CHANGES);
    AccessTokens.Added added =
        site.gate.web().tokens().add(new AccessTokens.Order(name, verbs, patient, studies, 1), "t");
    String secret = ((AccessTokens.Added.Made) added).secret();
    boolean all = patient.isEmpty() && studies.isEmpty();
    return new Asker(
        name,
        Optional.of(new String[] {"Authorization", "Bearer " + secret}),
        stranger,
        verbs,
        false,
        all ? Asker.Reaches.BOTH : Asker.Reaches.OWN);
  }

  /** A device by its certificate. */
  Asker device(String aet) throws IOException {
    IssuedIdentity issued = site.device(aet, Verb.STORE, Verb.FIND, Verb.GET, Verb.REJECT);
    IdentityFiles.write(identities, issued.files(), false);
    return new Asker(
        "device",
        Optional.empty(),
        HttpClient.newBuilder()
            .sslContext(ClientIdentity.load(identities.resolve(aet)).context())
            .build(),
        Set.of(Verb.STORE, Verb.FIND, Verb.GET, Verb.REJECT),
        false,
        Asker.Reaches.BOTH);
  }

  /** Asks as a program does; a minute later nothing of it counts for what comes then. */
  HttpResponse<byte[]> ask(Asker who, Asked asked) throws Exception {
    clock.advance(Duration.ofSeconds(61));
    String origin = "https://localhost:" + server.address().getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + asked.path()))
            .method(
                asked.method(), BodyPublishers.ofString(asked.body(), StandardCharsets.ISO_8859_1));
    if (!asked.type().isEmpty()) {
      request.header("Content-Type", asked.type());
    }
    if (who.person()) {
      request.header("Origin", origin);
    }
    who.header().ifPresent(header -> request.header(header[0], header[1]));
    return who.client().send(request.build(), BodyHandlers.ofByteArray());
  }

  @Override
  public void close() throws IOException {
    stranger.close();
    server.close();
    sandbox.close();
    site.close();
  }
}

package huisclos.desk.web.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import huisclos.archive.FindMemory;
import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.GateAuthenticator;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebEvents;
import huisclos.desk.web.WebLimits;
import huisclos.desk.web.WebServer;
import huisclos.desk.web.WebSite;
import huisclos.desk.web.door.WebDoor;
import huisclos.desk.web.pages.Pages;
import huisclos.gate.AccessTokens;
import huisclos.gate.Identity;
import huisclos.gate.Role;
import huisclos.gate.UserAdmin;
import huisclos.gate.Verb;
import huisclos.pixels.ForeignCodecs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The whole web door of a site on loopback, and what attackers and others come to it with. */
final class AttackedDoor implements AutoCloseable {
  static final String SESSION = "__Host-session";
  static final String PASSWORD = "correct horse";

  private static final int PATIENCE_MILLIS = 10_000;

  final WebSite site;
  final WebServer server;
  final HttpClient client;

  /** What the server took for its own failure, not the peer's. */
  final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private final SSLContext tls;
  private final String token;

  AttackedDoor(Path folder) throws IOException, GeneralSecurityException {
    this(folder, WebLimits.DEFAULT);
  }

  AttackedDoor(Path folder, WebLimits limits) throws IOException, GeneralSecurityException {
    site = new WebSite(folder.resolve("site"));
    tls = trusting(site);
    server =
        new WebServer(
            new WebServer.Setup(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                site.gate.webContext(),
                new GateAuthenticator(site.gate),
                routes(site),
                List.of(),
                limits,
                new Failures(failures)));
    server.start();
    site.gate.web().listensAt(server.address().getPort());
    client = anotherClient();
    token = token("everything", Verb.STORE, Verb.FIND, Verb.FIND_ALL, Verb.GET, Verb.CHANGES);
  }

  private record Failures(Queue<Throwable> seen) implements WebEvents {
    @Override
    public void failed(Throwable cause) {
      seen.add(cause);
    }

    @Override
    public void handshakeFailed(InetSocketAddress from, Throwable cause) {}

    @Override
    public void limitReached(InetSocketAddress from) {}

    @Override
    public void turnedAway(InetSocketAddress from) {}

    @Override
    public void turnedAway(Identity who) {}
  }

  /** As the program composes them. */
  private static List<Route> routes(WebSite site) {
    return WebDoor.routes(
        new WebDoor.Rooms(
            site.gate,
            site.archive,
            new PixelServices(site.archive, ForeignCodecs.NONE),
            Duration.ofDays(30),
            false,
            Optional.empty()));
  }

  /** All pages of a site without an identity provider. */
  static List<Route> pages(WebSite site) {
    return Pages.routes(site.gate, site.archive, FindMemory.ofHeap(), false);
  }

  private static SSLContext trusting(WebSite site) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", site.gate.ca().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A new token with these grants. */
  String token(String name, Verb... verbs) throws IOException {
    AccessTokens.Added added =
        site.gate
            .web()
            .tokens()
            .add(
                new AccessTokens.Order(name, Set.of(verbs), Optional.empty(), Set.of(), 1), "root");
    return ((AccessTokens.Added.Made) added).secret();
  }

  String origin() {
    return "https://localhost:" + server.address().getPort();
  }

  /** One with connections of its own: for what ends them. */
  HttpClient anotherClient() {
    return HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(10)).build();
  }

  /** A stranger's request. */
  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path)).timeout(Duration.ofSeconds(30));
  }

  /** A request of the program that may do everything. */
  HttpRequest.Builder knownTo(String path) {
    return to(path).header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** A form as a page sends it. */
  HttpRequest.Builder form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return to(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** The token's header line, for requests written by hand. */
  String authorization() {
    return "Authorization: Bearer " + token + "\r\n";
  }

  /** A TLS connection that may say anything, of one protocol. */
  SSLSocket socket(String protocol) throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    return socket;
  }

  int port() {
    return server.address().getPort();
  }

  /** All that comes back for a request written by hand. */
  String raw(String request) throws IOException {
    try (SSLSocket socket = socket("http/1.1")) {
      say(socket, request.getBytes(ISO_8859_1));
      try {
        socket.shutdownOutput();
      } catch (IOException e) {
        // The other side has ended it already.
      }
      return allOf(socket);
    }
  }

  /** Says it, as far as the other side lets it be said. */
  static void say(Socket socket, byte[] words) {
    try {
      socket.getOutputStream().write(words);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // Cut off before all of it was said: what came back counts.
    }
  }

  /** What comes until the connection ends, in whichever way; that it doesn't end is a failure. */
  static String allOf(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] piece = new byte[16 * 1024];
    try {
      for (int n = socket.getInputStream().read(piece);
          n >= 0;
          n = socket.getInputStream().read(piece)) {
        all.append(new String(piece, 0, n, ISO_8859_1));
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Reset: what came before counts.
    }
    return all.toString();
  }

  /** A new person, who has still to be invited. */
  void add(String name, Role... roles) throws IOException {
    UserAdmin.Order order =
        new UserAdmin.Order(name, "", Set.of(), Set.of(roles), Set.of(), Set.of());
    site.gate.users().add(order, Optional.empty(), "root");
  }

  /** Somebody who is settled and signed in. */
  Person settled(String name, Role... roles) throws Exception {
    add(name, roles);
    String code = site.gate.web().invitations().invite(name, "root").orElseThrow();
    HttpResponse<String> accepted =
        ask(form("/invitation/" + code, Map.of("password", PASSWORD, "again", PASSWORD)));
    String ticket = cookie(accepted);
    HttpResponse<String> page = ask(to("/sign-in/enrol").header("Cookie", ticket));
    Matcher secret = Pattern.compile("secret=([A-Z2-7]+)").matcher(page.body());
    if (!secret.find()) {
      throw new AssertionError("no secret is offered");
    }
    HttpResponse<String> done =
        ask(
            form("/sign-in/enrol", Map.of("code", totp(secret.group(1), 0)))
                .header("Cookie", ticket));
    return new Person(name, secret.group(1), cookie(done), done.body());
  }

  /**
   * Somebody signed in.
   *
   * @param secret of the authenticator app
   * @param cookie of the session, with its name
   * @param page that showed the recovery codes
   */
  record Person(String name, String secret, String cookie, String page) {}

  /** The cookie that an answer sets, with its name. */
  static String cookie(HttpResponse<?> answer) {
    String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }

  /** RFC 6238, as many steps ahead; the secret in base 32. */
  static String totp(String secret, int ahead) throws GeneralSecurityException {
    byte[] key = new byte[secret.length() * 5 / 8];
    for (int i = 0; i < key.length * 8; i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i / 5));
      key[i / 8] |= (byte) (((value >> (4 - i % 5)) & 1) << (7 - i % 8));
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "RAW"));
    long step = Instant.now().getEpochSecond() / 30 + ahead;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    site.close();
  }
}

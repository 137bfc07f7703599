package huisclos.desk.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.gate.Admission;
import huisclos.gate.ClientIdentity;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.IdentityFiles;
import huisclos.gate.Reason;
import huisclos.gate.Verb;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The web door over real TLS, with a client that behaves and with sockets that don't. */
class WebServerTest {
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final String GOOD_COOKIE = Credentials.SESSION_COOKIE + "=good";
  private static final int LONG = 3_000_000;
  private static final byte[] PATTERN = pattern();

  /** Answers to malformed requests are waited for no longer. */
  private static final int PATIENCE_MILLIS = 10_000;

  @TempDir static Path home;
  private static WebSite site;
  private static WebServer server;
  private static SSLContext strangers;
  private static HttpClient client;

  @BeforeAll
  static void open() throws Exception {
    site = new WebSite(home.resolve("site"));
    server = start(WebLimits.DEFAULT);
    strangers = trusting(site.gate);
    client = client(strangers);
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
    site.close();
  }

  private static WebServer start(WebLimits limits) throws IOException {
    WebServer started =
        new WebServer(
            new WebServer.Setup(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                site.gate.webContext(),
                new Known(site.gate),
                routes(),
                List.of("https://viewer.example"),
                limits,
                new WebRecorder(site.gate, _ -> false)));
    started.start();
    return started;
  }

  /** Token and cookie {@code good} are the operator's; devices are asked of the gate. */
  private record Known(Gate gate) implements Authenticator {
    @Override
    public Admission bearer(String token, String remote) {
      return known(token);
    }

    @Override
    public Admission session(String cookie, String remote) {
      return known(cookie);
    }

    private Admission known(String secret) {
      return secret.equals("good")
          ? new Admission.Admitted(gate.operator("tester"))
          : new Admission.Refused(Reason.NOT_GRANTED);
    }

    @Override
    public Admission device(X509Certificate certificate, String remote) {
      return new GateAuthenticator(gate).device(certificate, remote);
    }

    @Override
    public boolean isWelcome(X509Certificate certificate) {
      return gate.welcome(certificate);
    }

    @Override
    public Identity stranger(String remote) {
      return gate.stranger(remote);
    }
  }

  private static List<Route> routes() {
    return List.of(
        Route.get("/", Route.Access.PUBLIC, call -> call.respond(200, "text/plain", ascii("root"))),
        Route.get("/sign-in", Route.Access.PUBLIC, WebServerTest::who),
        Route.get("/who", Route.Access.IDENTIFIED, WebServerTest::who),
        Route.get("/page", Route.Access.PERSON, WebServerTest::who),
        Route.get(
            "/things/{thing}",
            Route.Access.IDENTIFIED,
            call ->
                call.respond(
                    200, "text/plain", (call.variable("thing") + call.query()).getBytes(UTF_8))),
        Route.get("/things/special", Route.Access.IDENTIFIED, call -> call.respond(204)),
        Route.get(
            "/long",
            Route.Access.IDENTIFIED,
            call -> {
              try (OutputStream out = call.begin(200, "application/octet-stream", -1)) {
                out.write(PATTERN, 0, 100);
                out.write(PATTERN, 100, LONG - 100);
              }
            }),
        Route.get(
            "/broken",
            Route.Access.IDENTIFIED,
            call -> {
              throw new IllegalStateException("a secret: " + call.path());
            }),
        Route.get(
            "/half",
            Route.Access.IDENTIFIED,
            call -> {
              call.begin(200, "application/octet-stream", -1).write(PATTERN, 0, 100_000);
              throw new IOException("the disk is gone");
            }),
        new Route(
            List.of("POST"),
            "/echo",
            Route.Access.IDENTIFIED,
            100_000,
            call -> call.respond(200, "application/octet-stream", call.body().readAllBytes())));
  }

  private static void who(Call call) throws IOException {
    call.respond(200, "text/plain", ascii(call.who() + " " + call.origin()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] pattern() {
    byte[] bytes = new byte[LONG];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  private static SSLContext trusting(Gate gate) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", gate.ca().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(10)).build();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
            URI.create("https://localhost:" + server.address().getPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpRequest.Builder knownTo(String path) {
    return to(path).header("Authorization", "Bearer good");
  }

  private static HttpResponse<String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void bothVersionsServeWholeBodies(String version) throws Exception {
    HttpClient.Version asked = HttpClient.Version.valueOf(version);
    HttpResponse<byte[]> response =
        client.send(knownTo("/long").version(asked).build(), BodyHandlers.ofByteArray());
    assertThat(response.version()).isEqualTo(asked);
    assertThat(response.body()).isEqualTo(PATTERN);
    HttpResponse<byte[]> echoed =
        client.send(
            knownTo("/echo")
                .version(asked)
                .POST(HttpRequest.BodyPublishers.ofByteArray(PATTERN, 0, 100_000))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(echoed.body()).hasSize(100_000);
    HttpResponse<String> tooLong =
        ask(
            knownTo("/echo")
                .version(asked)
                .POST(HttpRequest.BodyPublishers.ofByteArray(PATTERN, 0, 100_001)));
    assertThat(tooLong.statusCode()).isEqualTo(413);
    HttpResponse<String> ofUnknownLength =
        ask(
            knownTo("/echo")
                .version(asked)
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofByteArray(PATTERN, 0, 200_000))));
    assertThat(ofUnknownLength.statusCode()).isEqualTo(413);
    assertThatThrownBy(
            () -> client.send(knownTo("/half").version(asked).build(), BodyHandlers.ofByteArray()))
        .as("half a body never looks like all of it")
        .isInstanceOf(IOException.class);
    assertThat(ask(knownTo("/who").version(asked)).body())
        .contains("OPERATOR tester")
        .endsWith("https://localhost:" + server.address().getPort());
  }

  @Test
  void aStrangerCannotTellWhatExists() throws Exception {
    HttpResponse<String> there = ask(to("/who"));
    for (String path : List.of("/nowhere", "/things/1", "/who/x", "/dicom-web/studies/1.2.3")) {
      HttpResponse<String> other = ask(to(path));
      assertThat(other.statusCode()).isEqualTo(there.statusCode()).isEqualTo(401);
      assertThat(other.body()).isEqualTo(there.body());
      assertThat(withoutDate(other)).isEqualTo(withoutDate(there));
    }
    assertThat(ask(to("/nowhere").DELETE()).statusCode()).isEqualTo(401);
    assertThat(ask(to("/nowhere").header("Accept", "text/html")).headers().firstValue("Location"))
        .contains("/sign-in");
    assertThat(ask(to("/who").header("Authorization", "Bearer bad")).statusCode()).isEqualTo(401);
    assertThat(
            ask(to("/who").header("Authorization", "Bearer bad").header("Cookie", GOOD_COOKIE))
                .statusCode())
        .as("a wrong token doesn't fall back to a cookie")
        .isEqualTo(401);
  }

  private static Map<String, List<String>> withoutDate(HttpResponse<?> response) {
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void whoIsKnownIsToldWhatThereIs() throws Exception {
    assertThat(ask(knownTo("/nowhere")).statusCode()).isEqualTo(404);
    HttpResponse<String> wrongMethod = ask(knownTo("/who").DELETE());
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(ask(knownTo("/things/special")).statusCode()).isEqualTo(204);
    assertThat(ask(knownTo("/things/%C3%A9?a=b%20c&a=d")).body()).isEqualTo("é[a=b c, a=d]");
    assertThat(ask(knownTo("/page")).statusCode()).as("a token is no person").isEqualTo(403);
    assertThat(ask(to("/page").header("Cookie", GOOD_COOKIE)).statusCode()).isEqualTo(200);
    HttpResponse<String> head = ask(knownTo("/who").HEAD());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void everyAnswerCarriesTheHeadersAndNoName() throws Exception {
    List<HttpResponse<String>> answers = new ArrayList<>();
    answers.add(ask(to("/")));
    answers.add(ask(to("/nowhere")));
    answers.add(ask(to("/nowhere").header("Accept", "text/html")));
    answers.add(ask(knownTo("/nowhere")));
    answers.add(ask(knownTo("/broken")));
    answers.add(ask(knownTo("/who").DELETE()));
    answers.add(ask(knownTo("/things/..%2f")));
    answers.add(
        ask(knownTo("/echo").POST(HttpRequest.BodyPublishers.ofByteArray(PATTERN, 0, 100_001))));
    assertThat(answers)
        .extracting(HttpResponse::statusCode)
        .containsExactly(200, 401, 303, 404, 500, 405, 400, 413);
    for (HttpResponse<String> answer : answers) {
      assertThat(answer.headers().map())
          .as("status %d", answer.statusCode())
          .containsKeys(
              "strict-transport-security",
              "content-security-policy",
              "x-content-type-options",
              "referrer-policy",
              "cross-origin-opener-policy",
              "cross-origin-resource-policy")
          .containsEntry("cache-control", List.of("no-store"))
          .doesNotContainKeys("server", "x-powered-by", "access-control-allow-origin");
      assertNamesNothing(answer.headers().map() + answer.body());
    }
    assertThat(answers.get(0).headers().firstValue("content-security-policy").orElse(""))
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  private static void assertNamesNothing(String answer) {
    assertThat(answer.toLowerCase(Locale.ROOT))
        .doesNotContain("huisclos")
        .doesNotContain("jetty")
        .doesNotContain("java")
        .doesNotContain("secret")
        .doesNotContain("exception");
  }

  @Test
  void anotherSitesPageChangesNothing() throws Exception {
    String own = "https://localhost:" + server.address().getPort();
    HttpRequest.Builder byCookie =
        to("/echo").header("Cookie", GOOD_COOKIE).POST(HttpRequest.BodyPublishers.ofString("x"));
    assertThat(ask(byCookie.copy()).statusCode()).as("no origin").isEqualTo(403);
    assertThat(ask(byCookie.copy().header("Origin", "https://evil.example")).statusCode())
        .isEqualTo(403);
    assertThat(ask(byCookie.copy().header("Origin", "null")).statusCode()).isEqualTo(403);
    assertThat(ask(byCookie.copy().header("Sec-Fetch-Site", "cross-site")).statusCode())
        .isEqualTo(403);
    assertThat(ask(byCookie.copy().header("Origin", own)).statusCode()).isEqualTo(200);
    HttpResponse<String> named = ask(knownTo("/who").header("Origin", "https://viewer.example"));
    assertThat(named.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://viewer.example");
    assertThat(ask(knownTo("/who").header("Origin", own)).headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void aNamedSitesPageMayAskWithATokenAndNobodyElses() throws Exception {
    HttpRequest.Builder asks =
        to("/echo")
            .header("Origin", "https://viewer.example")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    HttpResponse<String> named = ask(asks.copy());
    assertThat(named.statusCode()).isEqualTo(204);
    assertThat(named.headers().firstValue("Access-Control-Allow-Methods")).contains("POST");
    assertThat(named.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("Authorization");
    assertThat(named.headers().map()).doesNotContainKey("access-control-allow-credentials");
    HttpResponse<String> foreign = ask(asks.copy().setHeader("Origin", "https://evil.example"));
    assertThat(foreign.statusCode()).isEqualTo(401);
    assertThat(foreign.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(
            ask(asks.copy()
                    .setHeader("Access-Control-Request-Method", "DELETE")
                    .setHeader("Origin", "https://viewer.example"))
                .statusCode())
        .as("no such method there")
        .isEqualTo(401);
    HttpRequest.Builder post =
        to("/echo")
            .header("Origin", "https://viewer.example")
            .POST(HttpRequest.BodyPublishers.ofString("x"));
    HttpResponse<String> byToken = ask(post.copy().header("Authorization", "Bearer good"));
    assertThat(byToken.statusCode()).isEqualTo(200);
    assertThat(byToken.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("X-Total-Count");
    assertThat(ask(post.copy().header("Cookie", GOOD_COOKIE)).statusCode())
        .as("a browser may add the cookie, the named site not use it")
        .isEqualTo(403);
  }

  static Stream<String> malformed() {
    String host = "Host: localhost\r\n";
    String auth = "Authorization: Bearer good\r\n";
    return Stream.of(
        "GET /who HTTP/1.1\r\n" + auth + "\r\n",
        "GET /who HTTP/1.1\r\n" + host + host + auth + "\r\n",
        "GET /who HTTP/1.1\r\n" + host + auth + "X: a\r\n b\r\n\r\n",
        "GET /who HTTP/1.1\r\n" + host + auth + "X : a\r\n\r\n",
        "GET /who HTTP/1.1\r\n" + host + auth + "X\r\n\r\n",
        bareLineFeeds(),
        "GET /who HTTP/1.1\r\n" + host + auth + "X: a\0b\r\n\r\n",
        "POST /echo HTTP/1.1\r\n"
            + host
            + auth
            + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /echo HTTP/1.1\r\n"
            + host
            + auth
            + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + auth + "Transfer-Encoding: chunked, gzip\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + auth + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + auth + "Content-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" + host + auth + "Content-Length: +1\r\n\r\na",
        "GET /who#f HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/%2e%2e HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/../who HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/./x HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/a%2Fb HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/a%5Cb HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/a\\b HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/a;b=c HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/%00 HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/%C3%28 HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /things/%zz HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET //who HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /who/ HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /who?a=%C3%28 HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET who HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /who HTTP/0.9\r\n" + host + auth + "\r\n",
        "GET /who\r\n\r\n",
        "TRACE /who HTTP/1.1\r\n" + host + auth + "\r\n",
        "CONNECT example.org:443 HTTP/1.1\r\n" + host + auth + "\r\n",
        "get /who HTTP/1.1\r\n" + host + auth + "\r\n",
        "GET /who HTTP/1.1\r\n" + host + auth + "X: " + "a".repeat(40_000) + "\r\n\r\n",
        "GET /who?" + "a".repeat(9_000) + " HTTP/1.1\r\n" + host + auth + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatTwoReadersCouldReadInTwoWaysIsRefused(String request) throws Exception {
    String answer = raw(request + "GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(answer)
        .as(request)
        .matches(text -> text.isEmpty() || text.matches("(?s)HTTP/1.1 (4\\d\\d|505|501) .*"));
    assertThat(answer).doesNotContain("OPERATOR").doesNotContain("HTTP/1.1 200");
    assertNamesNothing(answer);
    if (!answer.isEmpty()) {
      assertThat(answer).containsIgnoringCase("Content-Security-Policy");
    }
  }

  private static String raw(String request) throws IOException {
    try (Socket socket =
        strangers.getSocketFactory().createSocket("localhost", server.address().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      ((SSLSocket) socket).shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** CVE-2023-44487: work that is asked for and taken back as fast as a connection carries it. */
  @Test
  void rapidResetsEndTheConnection() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            strangers.getSocketFactory().createSocket("localhost", server.address().getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      frames.write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
      frames.write(frame(4, 0, 0));
      for (int i = 0; i < 2_000; i++) {
        // GET / of localhost, by HPACK's static table.
        frames.write(
            frame(
                1, 5, 2 * i + 1, 0x82, 0x87, 0x84, 0x41, 9, 'l', 'o', 'c', 'a', 'l', 'h', 'o', 's',
                't'));
        frames.write(frame(3, 0, 2 * i + 1, 0, 0, 0, 8));
      }
      try {
        socket.getOutputStream().write(frames.toByteArray());
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // Cut off before all of it was sent.
      }
      assertThat(endOf(socket.getInputStream())).isTrue();
    }
    assertThat(ask(knownTo("/who")).statusCode()).as("everybody else is served").isEqualTo(200);
  }

  private static byte[] frame(int type, int flags, int stream, int... payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putShort((short) 0).put((byte) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream);
    for (int b : payload) {
      frame.put((byte) b);
    }
    return frame.array();
  }

  @Test
  void plainHttpGetsNothing() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      String answer =
          new String(readWhatComes(socket.getInputStream()), StandardCharsets.ISO_8859_1);
      assertThat(answer).doesNotContain("HTTP");
    }
  }

  /** Whether what is left ends within the time a socket waits. */
  private static boolean endOf(InputStream in) {
    try {
      in.readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static byte[] readWhatComes(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Test
  void aDeviceComesInByItsCertificateUntilItIsRevoked() throws Exception {
    var issued = site.device("PROGRAM", Verb.FIND);
    Path files = home.resolve("PROGRAM");
    IdentityFiles.write(files, issued.files(), false);
    SSLContext tls = ClientIdentity.load(files.resolve("PROGRAM")).context();
    HttpClient device = client(tls);
    assertThat(device.send(to("/who").build(), BodyHandlers.ofString()).body())
        .contains("DEVICE PROGRAM");
    try (Socket held =
        tls.getSocketFactory().createSocket("localhost", server.address().getPort())) {
      held.setSoTimeout(PATIENCE_MILLIS);
      held.getOutputStream().write(ascii("GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      InputStream in = held.getInputStream();
      assertThat(new String(in.readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 200");
      site.gate.devices().revokeDevice("PROGRAM", "tester");
      server.endConnectionsOf(certificate -> !site.gate.welcome(certificate));
      assertThat(endOf(in)).as("the open connection has ended").isTrue();
    }
    assertThatThrownBy(() -> client(tls).send(to("/who").build(), BodyHandlers.ofString()))
        .as("a revoked certificate fails the handshake")
        .isInstanceOf(IOException.class);
    assertThat(site.records())
        .anyMatch(r ->
            r.action() == Action.HANDSHAKE
                && r.outcome() == Outcome.REFUSED
                && issued.serial().equals(r.facts().get(Fact.SERIAL)));
  }

  @Test
  void whoHoldsAPlaceWithoutAskingOrReadingIsEnded() throws Exception {
    WebLimits hasty =
        WebLimits.DEFAULT.withTimes(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2));
    try (WebServer quick = start(hasty)) {
      int port = quick.address().getPort();
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket slowHeader = strangers.getSocketFactory().createSocket("localhost", port);
          Socket slowBody = strangers.getSocketFactory().createSocket("localhost", port);
          Socket slowReader = strangers.getSocketFactory().createSocket("localhost", port)) {
        slowHeader.getOutputStream().write(ascii("GET /who HTTP/1.1\r\nHost: local"));
        slowBody
            .getOutputStream()
            .write(
                request(
                    "POST /echo HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer good",
                    "Content-Length: 50000"));
        slowReader.setReceiveBufferSize(4096);
        for (int i = 0; i < 20; i++) {
          slowReader
              .getOutputStream()
              .write(
                  request("GET /long HTTP/1.1", "Host: localhost", "Authorization: Bearer good"));
        }
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (quick.connections() > 0 && System.nanoTime() < end) {
          trickle(slowHeader);
          trickle(slowBody);
          Thread.sleep(100);
        }
        assertThat(quick.connections()).isZero();
      }
    }
  }

  private static String bareLineFeeds() {
    return """
    GET /who HTTP/1.1
    Host: localhost
    Authorization: Bearer good

    """;
  }

  /** A request's lines, ended as HTTP/1.1 has it. */
  private static byte[] request(String... lines) {
    return ascii(String.join("\r\n", lines) + "\r\n\r\n");
  }

  private static void trickle(Socket socket) {
    try {
      socket.getOutputStream().write('a');
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // It has been ended: what is waited for.
    }
  }

  @Test
  void strangersGiveWayWhenTheDoorIsFull() throws Exception {
    try (WebServer small = start(WebLimits.DEFAULT.withConnections(100, 8))) {
      List<Socket> strangersSockets = new ArrayList<>();
      try {
        for (int i = 0; i < 20; i++) {
          strangersSockets.add(
              new Socket(InetAddress.getLoopbackAddress(), small.address().getPort()));
        }
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create("https://localhost:" + small.address().getPort() + "/who"))
                .header("Authorization", "Bearer good")
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(small.connections()).isLessThanOrEqualTo(9);
      } finally {
        for (Socket one : strangersSockets) {
          one.close();
        }
      }
    }
  }
}

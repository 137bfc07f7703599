package huisclos.desk.web;

import huisclos.gate.Admission;
import huisclos.gate.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One request from its path to its endpoint: can it be read, who asks, is there such a route, may a
 * page have asked it, is there room. A stranger gets the same answer whether a path exists or not.
 * Each request on a virtual thread of its own.
 */
final class WebHandler extends Handler.Abstract {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
  private static final List<String> OF_HTTP_1 =
      List.of("Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade");
  private static final String SIGN_IN = "/sign-in";

  /** How much is read of a body that nobody wants. */
  private static final int MAX_DRAIN = 1 << 20;

  private final Router router;
  private final Authenticator authenticator;
  private final Set<String> origins;
  private final WebLimits limits;
  private final Doorkeeper doorkeeper;
  private final WebEvents events;
  private final Semaphore calls;
  private final Map<String, Integer> perIdentity = new ConcurrentHashMap<>();

  WebHandler(WebServer.Setup setup, Doorkeeper doorkeeper) {
    super(InvocationType.BLOCKING);
    this.router = new Router(setup.routes());
    this.authenticator = setup.authenticator();
    this.origins = Set.copyOf(setup.origins());
    this.limits = setup.limits();
    this.doorkeeper = doorkeeper;
    this.events = setup.events();
    this.calls = new Semaphore(limits.calls());
  }

  /** Who asks, and by what. */
  private record Caller(Identity identity, By by) {
    private enum By {
      TOKEN,
      COOKIE,
      CERTIFICATE
    }
  }

  /** An answer without a call. */
  private record Refusal(int status, Map<String, String> headers) {
    static Refusal of(int status) {
      return new Refusal(status, Map.of());
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<Doorkeeper.Guest> guest =
        doorkeeper.from(request.getConnectionMetaData().getRemoteSocketAddress());
    if (guest.isEmpty()) {
      // Its connection is gone already.
      callback.failed(new IOException("the connection is closed"));
      return true;
    }
    Pace pace = guest.get().callBegins();
    SecurityHeaders.addTo(response.getHeaders());
    try {
      answer(request, response, guest.get(), pace);
      callback.succeeded();
    } catch (IOException e) {
      // The peer is gone, or what it sent can't be answered any more.
      callback.failed(e);
    } catch (RuntimeException | Error e) {
      events.failed(e);
      callback.failed(new IOException("the request failed"));
    } finally {
      guest.get().callEnds(pace);
    }
    return true;
  }

  private void answer(Request request, Response response, Doorkeeper.Guest guest, Pace pace)
      throws IOException {
    if (!calls.tryAcquire()) {
      refuse(request, response, new Refusal(503, Map.of("Retry-After", "2")));
      return;
    }
    try {
      Optional<Refusal> refusal = route(request, response, guest, pace);
      if (refusal.isPresent()) {
        refuse(request, response, refusal.get());
      }
      drain(request, pace);
    } finally {
      calls.release();
    }
  }

  private Optional<Refusal> route(
      Request request, Response response, Doorkeeper.Guest guest, Pace pace) throws IOException {
    String rawPath = request.getHttpURI().getPath();
    String rawQuery = request.getHttpURI().getQuery();
    if ((rawPath == null ? 0 : rawPath.length()) + (rawQuery == null ? 0 : rawQuery.length())
        > limits.uriBytes()) {
      return Optional.of(Refusal.of(414));
    }
    if (isFramedOddly(request)) {
      return Optional.of(new Refusal(400, Map.of("Connection", "close")));
    }
    Optional<List<String>> path = PathRules.segments(rawPath == null ? "" : rawPath);
    Optional<List<Map.Entry<String, String>>> query =
        PathRules.parameters(rawQuery == null ? "" : rawQuery);
    String origin = origin(request);
    if (path.isEmpty() || query.isEmpty() || request.getHttpURI().getFragment() != null) {
      return Optional.of(Refusal.of(400));
    }
    String method = request.getMethod();
    Router.Match match =
        METHODS.contains(method)
            ? router.find(method, path.get())
            : new Router.Match.OtherMethods("GET, HEAD");
    Optional<Refusal> preflight = preflight(request, path.get());
    if (preflight.isPresent()) {
      return preflight;
    }
    boolean open =
        match instanceof Router.Match.Found(Route route, Map<String, String> _)
            && route.access() == Route.Access.PUBLIC;
    Optional<Caller> caller = caller(request, guest);
    caller.ifPresent(_ -> guest.becameKnown());
    if (caller.isEmpty() && !open) {
      Refusal refusal = unknown(request);
      if (refusal.status() == 401 && showsNothing(request, guest)) {
        events.turnedAway(guest.from());
      }
      return Optional.of(refusal);
    }
    if (caller.isPresent() || open) {
      Optional<Refusal> foreign = foreign(request, response, origin, caller);
      if (foreign.isPresent()) {
        return foreign;
      }
    }
    return switch (match) {
      case Router.Match.None() -> Optional.of(Refusal.of(404));
      case Router.Match.OtherMethods(String allow) ->
          Optional.of(new Refusal(405, Map.of("Allow", allow)));
      case Router.Match.Found(Route route, Map<String, String> variables) -> {
        Identity who =
            caller.map(Caller::identity).orElseGet(() -> authenticator.stranger(remote(request)));
        if (route.access() == Route.Access.PERSON
            && caller.filter(c -> c.by() == Caller.By.COOKIE).isEmpty()) {
          events.turnedAway(who);
          yield Optional.of(Refusal.of(403));
        }
        if (request.getLength() > route.maxBody()) {
          yield Optional.of(new Refusal(413, Map.of("Connection", "close")));
        }
        JettyCall.Parsed parsed =
            new JettyCall.Parsed(who, variables, query.get(), origin, route.maxBody());
        JettyCall call = new JettyCall(request, response, parsed, pace);
        yield caller.isPresent() ? withPlace(who, route, call) : serve(route, call);
      }
    };
  }

  /**
   * Whether where the body ends could be read in two ways: a request of HTTP/2 with a header that
   * only HTTP/1.1 knows (RFC 9113 §8.2.2), or a coding other than {@code chunked}, once (RFC 9112
   * §6.1).
   */
  private static boolean isFramedOddly(Request request) {
    HttpFields headers = request.getHeaders();
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
      return OF_HTTP_1.stream().anyMatch(headers::contains);
    }
    List<String> codings = headers.getValuesList(HttpHeader.TRANSFER_ENCODING);
    return !codings.isEmpty()
        && !(codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked"));
  }

  /** One identity has so many requests at once, whatever its connections. */
  private Optional<Refusal> withPlace(Identity who, Route route, JettyCall call)
      throws IOException {
    boolean room = perIdentity.merge(who.name(), 1, Integer::sum) <= limits.perIdentity();
    try {
      return room ? serve(route, call) : Optional.of(new Refusal(429, Map.of("Retry-After", "2")));
    } finally {
      perIdentity.computeIfPresent(who.name(), (_, n) -> n == 1 ? null : n - 1);
    }
  }

  private Optional<Refusal> serve(Route route, JettyCall call) throws IOException {
    try {
      route.endpoint().serve(call);
      if (call.hasEnded()) {
        return Optional.empty();
      }
      throw new IllegalStateException("an endpoint returned without an answer");
    } catch (IOException | RuntimeException e) {
      if (call.hasBegun()) {
        throw e;
      }
      return switch (e) {
        case BodyStream.TooLong _ -> Optional.of(new Refusal(413, Map.of("Connection", "close")));
        case BodyStream.Broken _ -> Optional.of(new Refusal(400, Map.of("Connection", "close")));
        case BodyStream.TooSlow _ -> Optional.of(new Refusal(408, Map.of("Connection", "close")));
        default -> {
          events.failed(e);
          yield Optional.of(Refusal.of(500));
        }
      };
    }
  }

  private Optional<Caller> caller(Request request, Doorkeeper.Guest guest) {
    String remote = remote(request);
    HttpFields headers = request.getHeaders();
    if (Credentials.claimsToken(headers)) {
      // Whoever shows a token is asked for no other thing: a wrong one doesn't fall back to what
      // the browser or the connection would have said.
      return Credentials.token(headers)
          .flatMap(token -> admitted(authenticator.bearer(token, remote), Caller.By.TOKEN));
    }
    Optional<Caller> byCookie =
        Credentials.session(headers)
            .flatMap(cookie -> admitted(authenticator.session(cookie, remote), Caller.By.COOKIE));
    return byCookie.isPresent() ? byCookie : byCertificate(guest, remote);
  }

  /** Admitted once a connection, as an association is; whether it still may, is asked each time. */
  private Optional<Caller> byCertificate(Doorkeeper.Guest guest, String remote) {
    Optional<X509Certificate> certificate = guest.certificate();
    if (certificate.isEmpty()) {
      return Optional.empty();
    }
    Optional<Identity> before =
        guest.device().filter(_ -> authenticator.isWelcome(certificate.get()));
    if (before.isPresent()) {
      return before.map(identity -> new Caller(identity, Caller.By.CERTIFICATE));
    }
    Optional<Caller> caller =
        admitted(authenticator.device(certificate.get(), remote), Caller.By.CERTIFICATE);
    caller.ifPresent(c -> guest.isDevice(c.identity()));
    return caller;
  }

  private static Optional<Caller> admitted(Admission admission, Caller.By by) {
    return switch (admission) {
      case Admission.Admitted(Identity identity) -> Optional.of(new Caller(identity, by));
      case Admission.Refused _ -> Optional.empty();
    };
  }

  /** Whether there was nothing to know somebody by; else the gate has put on record why not. */
  private static boolean showsNothing(Request request, Doorkeeper.Guest guest) {
    return Credentials.token(request.getHeaders()).isEmpty()
        && Credentials.session(request.getHeaders()).isEmpty()
        && guest.certificate().isEmpty();
  }

  /** What somebody gets who isn't known: programs 401, a browser that loads a page the sign-in. */
  private Refusal unknown(Request request) {
    boolean page =
        request.getMethod().equals("GET")
            && router.has(SIGN_IN)
            && !Credentials.claimsToken(request.getHeaders())
            && Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT))
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("text/html");
    return page
        ? new Refusal(303, Map.of("Location", SIGN_IN))
        : new Refusal(401, Map.of("WWW-Authenticate", "Bearer"));
  }

  /**
   * What a browser asks before a page of a named site may send a token (Fetch Standard, CORS
   * preflight); nobody else hears that such a path exists. It may send no cookie and no
   * certificate.
   */
  private Optional<Refusal> preflight(Request request, List<String> path) {
    Optional<String> origin = header(request, "Origin").filter(origins::contains);
    Optional<String> method = header(request, "Access-Control-Request-Method");
    if (!request.getMethod().equals("OPTIONS") || origin.isEmpty() || method.isEmpty()) {
      return Optional.empty();
    }
    return router.find(method.get(), path)
            instanceof Router.Match.Found(Route route, Map<String, String> _)
        ? Optional.of(
            new Refusal(
                204, CrossOrigin.preflight(origin.get(), String.join(", ", route.methods()))))
        : Optional.empty();
  }

  /** Refuses what another site's page asked for, and names the origins that may read an answer. */
  private Optional<Refusal> foreign(
      Request request, Response response, String own, Optional<Caller> caller) {
    Optional<String> origin = header(request, "Origin");
    Optional<String> site = header(request, "Sec-Fetch-Site");
    boolean byToken = caller.filter(c -> c.by() == Caller.By.TOKEN).isPresent();
    boolean byCookie = caller.filter(c -> c.by() == Caller.By.COOKIE).isPresent();
    if (!byToken
        && !OriginCheck.passes(request.getMethod(), own, origins, origin, site, byCookie)) {
      return Optional.of(Refusal.of(403));
    }
    origin
        .filter(origins::contains)
        .ifPresent(named -> {
          CrossOrigin.readable(named).forEach(response.getHeaders()::put);
        });
    return Optional.empty();
  }

  private static Optional<String> header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  private static String remote(Request request) {
    return Request.getRemoteAddr(request);
  }

  private static String origin(Request request) {
    String host = Request.getServerName(request);
    int port = Request.getServerPort(request);
    return "https://" + host + (port == 443 || port <= 0 ? "" : ":" + port);
  }

  /**
   * Reads on a little, so that a client that sends first and listens then hears why it was refused:
   * cut off in the middle it would know nothing.
   */
  private static void drain(Request request, Pace pace) {
    boolean waits = request.getHeaders().contains(HttpHeader.EXPECT);
    if (waits || request.getLength() == 0 || request.getLength() > MAX_DRAIN) {
      return;
    }
    try (InputStream body =
        new BodyStream(Content.Source.asInputStream(request), MAX_DRAIN, pace)) {
      byte[] piece = new byte[8 * 1024];
      while (body.read(piece, 0, piece.length) >= 0) {
        // Nothing of it is wanted.
      }
    } catch (IOException e) {
      // It had its answer.
    }
  }

  private static void refuse(Request request, Response response, Refusal refusal)
      throws IOException {
    response.setStatus(refusal.status());
    HttpFields.Mutable headers = response.getHeaders();
    refusal.headers().forEach(headers::put);
    boolean bare = refusal.status() == 303 || refusal.status() == 204;
    byte[] body = bare ? new byte[0] : NeutralErrors.words(refusal.status());
    if (body.length > 0) {
      headers.put(HttpHeader.CONTENT_TYPE, "text/plain");
    }
    if (refusal.status() != 204) {
      headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    boolean head = request.getMethod().equals("HEAD");
    Content.Sink.write(response, true, ByteBuffer.wrap(head ? new byte[0] : body));
  }
}

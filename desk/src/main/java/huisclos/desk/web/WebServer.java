package huisclos.desk.web;

import huisclos.net.TlsPolicy;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.CookieCompliance;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The web door: HTTP/1.1 and HTTP/2 over TLS, and nothing without. Few threads watch the
 * connections; a request may block, on one of them where another can take over the watch, else on a
 * virtual thread. Thread-safe.
 */
public final class WebServer implements AutoCloseable {
  private static final int MOST_THREADS = 16;
  private static final int LEAST_THREADS = 4;
  private static final int BACKLOG = 128;
  private static final int SWEEP_MILLIS = 500;
  private static final int RESPONSE_HEADER_BYTES = 16 * 1024;

  /** What we read at once of a connection. */
  private static final int INPUT_BUFFER = 32 * 1024;

  /** What a peer may send ahead of us on HTTP/2: per stream, and per connection. */
  private static final int STREAM_WINDOW = 1 << 20;

  private static final int SESSION_WINDOW = 4 << 20;

  private final Setup setup;
  private final Doorkeeper doorkeeper;
  private final Server server;
  private final ServerConnector connector;
  private final ScheduledExecutorService sweeper;

  /**
   * What a door is made of.
   *
   * @param bind port 0 takes a free one
   * @param tls the server's identity and whom it trusts; protocol versions and suites are those of
   *     {@link TlsPolicy}
   * @param authenticator who says who somebody is
   * @param routes all there is
   * @param origins other sites whose pages may ask and read, such as {@code https://viewer:8443}
   * @param limits bounds
   * @param events what goes wrong
   */
  public record Setup(
      InetSocketAddress bind,
      SSLContext tls,
      Authenticator authenticator,
      List<Route> routes,
      List<String> origins,
      WebLimits limits,
      WebEvents events) {
    public Setup {
      routes = List.copyOf(routes);
      origins = List.copyOf(origins);
    }
  }

  public WebServer(Setup setup) {
    this.setup = setup;
    this.doorkeeper = new Doorkeeper(setup.limits(), setup.events());
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
    threads.setName("web");
    threads.setDaemon(true);
    threads.setReservedThreads(2);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    this.server = new Server(threads, null, new ArrayByteBufferPool(0, -1, WideTls.OUTPUT_BYTES));
    server.setErrorHandler(new NeutralErrors());
    server.setHandler(new WebHandler(setup, doorkeeper));
    server.setStopTimeout(TimeUnit.SECONDS.toMillis(5));
    this.connector = new Listener(server, protocols());
    connector.setHost(setup.bind().getAddress().getHostAddress());
    connector.setPort(setup.bind().getPort());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(setup.limits().stall().toMillis());
    server.addConnector(connector);
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("web-sweeper").daemon().factory());
  }

  private ConnectionFactory[] protocols() {
    HttpConfiguration http = http();
    HttpConnectionFactory one = new HttpConnectionFactory(http);
    HTTP2ServerConnectionFactory two = new HTTP2ServerConnectionFactory(http);
    two.setMaxConcurrentStreams(setup.limits().streams());
    two.setInitialStreamRecvWindow(STREAM_WINDOW);
    two.setInitialSessionRecvWindow(SESSION_WINDOW);
    two.setStreamIdleTimeout(setup.limits().stall().toMillis());
    two.setRateControlFactory(new WindowRateControl.Factory(setup.limits().controlsPerSecond()));
    two.setConnectProtocolEnabled(false);
    ALPNServerConnectionFactory alpn =
        new ALPNServerConnectionFactory("h2", "http/1.1", ProofProtocol.NAME);
    alpn.setDefaultProtocol("http/1.1");
    SslConnectionFactory tls = new WideTls(new Tls(setup.tls()), alpn.getProtocol());
    tls.setEnsureSecureRequestCustomizer(false);
    // The JDK enciphers arrays twice as fast as memory outside the heap.
    tls.setDirectBuffersForEncryption(false);
    tls.setDirectBuffersForDecryption(false);
    tls.addBean(new HandshakeListener());
    return new ConnectionFactory[] {tls, alpn, two, one, new ProofProtocol()};
  }

  private HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(setup.limits().headerBytes());
    http.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
    http.setInputBufferSize(INPUT_BUFFER);
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setRequestCookieCompliance(CookieCompliance.RFC6265);
    http.setUseOutputDirectByteBuffers(false);
    http.setUseInputDirectByteBuffers(false);
    http.setIdleTimeout(setup.limits().stall().toMillis());
    return http;
  }

  /** Binds and begins to accept; once. */
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      stop();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException bind) {
          throw bind;
        }
      }
      throw new IOException("the web door can't be opened", e);
    }
    var _ =
        sweeper.scheduleWithFixedDelay(
            this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** An exception would end the schedule, and with it the sweep. */
  private void sweep() {
    try {
      doorkeeper.sweep();
    } catch (RuntimeException e) {
      setup.events().failed(e);
    }
  }

  /** Where it listens, once started. */
  public InetSocketAddress address() {
    return new InetSocketAddress(setup.bind().getAddress(), connector.getLocalPort());
  }

  /** Connections open now. */
  public int connections() {
    return doorkeeper.size();
  }

  /** Ends at once the connections that came in by such a certificate; for one that was revoked. */
  public void endConnectionsOf(Predicate<X509Certificate> unwelcome) {
    doorkeeper.endThoseOf(unwelcome);
  }

  /** Stops accepting, lets what is being answered finish within 5 seconds, and ends the rest. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    stop();
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      setup.events().failed(e);
    }
  }

  /** Hands every connection to the doorkeeper. */
  private final class Listener extends ServerConnector {
    Listener(Server server, ConnectionFactory... protocols) {
      super(server, 1, 1, protocols);
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
      super.onEndPointOpened(endPoint);
      doorkeeper.opened(endPoint);
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
      doorkeeper.closed(endPoint);
      super.onEndPointClosed(endPoint);
    }
  }

  /** The TLS of {@link TlsPolicy}; a client certificate is wanted. */
  private static final class Tls extends SslContextFactory.Server {
    private final SSLContext context;

    Tls(SSLContext context) {
      this.context = context;
      setSslContext(context);
      setRenegotiationAllowed(false);
    }

    @Override
    public SSLEngine newSSLEngine(@Nullable InetSocketAddress from) {
      SSLEngine engine =
          from == null
              ? context.createSSLEngine()
              : context.createSSLEngine(from.getAddress().getHostAddress(), from.getPort());
      engine.setUseClientMode(false);
      engine.setSSLParameters(TlsPolicy.webServer(context));
      return engine;
    }
  }

  private final class HandshakeListener implements SslHandshakeListener {
    @Override
    public void handshakeSucceeded(Event event) {
      EndPoint.SslSessionData tls = event.getEndPoint().getSslSessionData();
      X509Certificate[] chain = tls == null ? null : tls.peerCertificates();
      doorkeeper
          .from(event.getEndPoint().getRemoteSocketAddress())
          .ifPresent(guest ->
              guest.secured(Optional.ofNullable(chain).filter(c -> c.length > 0).map(c -> c[0])));
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
      if (event.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress from) {
        setup.events().handshakeFailed(from, failure);
      }
    }
  }
}

package huisclos.probe.web;

import huisclos.probe.dimse.OldHello;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Shown;
import huisclos.probe.look.Visit;
import huisclos.probe.web.HttpAnswer.Failure;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.TlsOffer;
import huisclos.probe.wire.TlsSeen;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * A web server asked one thing after another, over one connection as long as it keeps it: HTTP/1.1
 * (RFC 9112) without compression, caches or cookies. It follows nothing by itself. One thread.
 */
final class WebDoor implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 48;
  private static final int MAX_FAILURES = 3;
  private static final int MAX_PASSED_OVER = 64 * 1024;
  private static final Duration MAX_TIME = Duration.ofMinutes(20);
  private static final int MAX_CONTACT = 100;
  private static final int TLS_ALERT = 0x15;

  private final Visit visit;
  private final String fixedHeaders;
  private final long until = System.nanoTime() + MAX_TIME.toNanos();
  private Optional<Line> line = Optional.empty();
  private Optional<WebIn> in = Optional.empty();
  private Optional<TlsSeen> tls = Optional.empty();
  private HttpAnswer last = HttpAnswer.failed(Failure.NONE);
  private boolean asked;
  private int connections;
  private int failures;
  private boolean spent;

  WebDoor(Visit visit) {
    this.visit = visit;
    Door door = visit.door();
    // A visit under a title of its own is one that looks for itself in its logs.
    String title =
        visit.callingTitle().equals(Visit.HONEST_TITLE)
            ? ""
            : " " + visit.callingTitle().replaceAll("[^A-Za-z0-9_-]", "");
    this.fixedHeaders = headers(door, visit.dialer().mandate(), title);
  }

  /** The headers of every request: which host is meant, who asks, and how to reach them. */
  static String headers(Door door, Mandate mandate, String title) {
    String contact =
        mandate
            .contact()
            .map(c -> " (+" + Shown.text(c, MAX_CONTACT).replaceAll("[()]", "") + ")")
            .orElse("");
    return "Host: " + host(door) + "\r\nUser-Agent: huisclos-probe" + title + contact + "\r\n";
  }

  private static String host(Door door) {
    String name =
        door.name().orElse(door.toString().substring(0, door.toString().lastIndexOf(':')));
    boolean usual = door.port() == (secured(door) ? 443 : 80);
    return usual ? name : name + ":" + door.port();
  }

  private static boolean secured(Door door) {
    return door.kind() == DoorKind.HTTPS;
  }

  /** Scheme, host and port, as a redirect to itself names them. */
  String origin() {
    return (secured(visit.door()) ? "https://" : "http://") + host(visit.door());
  }

  /** Whether both lead to the same door. */
  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(String.valueOf(other.getHost()))
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  Visit visit() {
    return visit;
  }

  /** Whether something wasn't asked any more, for it broke off too often or too much was asked. */
  boolean spent() {
    return spent;
  }

  /** What the latest handshake showed; empty over clear text. */
  Optional<TlsSeen> tls() {
    return tls;
  }

  /**
   * Connects, and lays TLS over it where that is the door's kind.
   *
   * @return whether requests can be sent
   */
  boolean connect() throws DialException {
    drop();
    connections++;
    Line fresh = visit.dialer().dial(visit.door(), Asks.connect(visit.door().kind()));
    line = Optional.of(fresh);
    if (secured(visit.door())) {
      try {
        tls = Optional.of(fresh.secure(Asks.TLS, TlsOffer.current()));
      } catch (DialException e) {
        throw e;
      } catch (IOException e) {
        drop();
        return false;
      }
      if (!tls.orElseThrow().stands()) {
        drop();
        return false;
      }
    }
    in = Optional.of(new WebIn(fresh.in()));
    return true;
  }

  /** Whether TLS 1.0 or 1.1 is taken too; on a connection of its own, where that may be asked. */
  boolean retiredTaken() throws DialException {
    drop();
    return visit.allows(Asks.OLD_HELLO.rung())
        && OldHello.taken(
            visit, Asks.connect(visit.door().kind()), Asks.OLD_HELLO, Asks.OLD_HELLO_END);
  }

  /**
   * Asks.
   *
   * @return the answer, or why there is none
   * @throws DialException only if the run was stopped
   */
  HttpAnswer ask(Purpose purpose, HttpAsk ask) throws DialException {
    if (asked && !last.finish(MAX_PASSED_OVER)) {
      drop();
    }
    failures += last.broke() ? 1 : 0;
    boolean reused = asked;
    HttpAnswer answer = once(purpose, ask);
    if (answer.failure() == Failure.CLOSED && reused && ask.isGet()) {
      // It had closed a kept connection in the meantime: that is its right (RFC 9112 §9.3.1).
      answer = once(purpose, ask);
    }
    if (answer.failure() != Failure.NONE) {
      failures++;
      drop();
    }
    last = answer;
    return answer;
  }

  private HttpAnswer once(Purpose purpose, HttpAsk ask) throws DialException {
    if (failures >= MAX_FAILURES
        || System.nanoTime() - until > 0
        || (line.isEmpty() && connections >= MAX_CONNECTIONS)) {
      spent = true;
      return HttpAnswer.failed(Failure.SPENT);
    }
    try {
      if (line.isEmpty() && !connect()) {
        return HttpAnswer.failed(Failure.TLS);
      }
      byte[] bytes = ask.bytes(fixedHeaders);
      try {
        line.orElseThrow().send(purpose, bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
      asked = true;
      WebIn from = in.orElseThrow();
      int first = from.peek();
      if (first < 0) {
        return failed(Failure.CLOSED);
      }
      if (first == TLS_ALERT && !secured(visit.door())) {
        return failed(Failure.TLS_WANTED);
      }
      HttpHead head = HttpHead.read(from);
      return HttpAnswer.of(head, head.body(from));
    } catch (DialException e) {
      if (e.kind() == DialException.Kind.STOPPED) {
        throw e;
      }
      spent = true;
      return failed(Failure.SPENT);
    } catch (IOException e) {
      return failed(sorted(e));
    }
  }

  private HttpAnswer failed(Failure why) {
    drop();
    return HttpAnswer.failed(why);
  }

  private static Failure sorted(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> Failure.SILENT;
      case NotHttpException _ -> Failure.NOT_HTTP;
      case SSLException _ -> Failure.TLS;
      default -> Failure.CLOSED;
    };
  }

  /** Ends the connection: what is left of an answer isn't wanted. */
  void drop() {
    in.ifPresent(WebIn::wipe);
    in = Optional.empty();
    line.ifPresent(Line::close);
    line = Optional.empty();
    asked = false;
  }

  @Override
  public void close() {
    drop();
  }
}

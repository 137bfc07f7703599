package huisclos.probe.web;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Shown;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Dialer;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.TlsOffer;
import huisclos.probe.wire.TlsSeen;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/**
 * One GET of one small text on a connection of its own. Redirects are told and not followed. What
 * has another type, another status than 200 or is too long isn't read.
 *
 * @param target path on the server, visible ASCII
 * @param types media types of which one has to be answered, lower-case
 * @param most longest text, bytes
 * @param connect what the connection is for
 * @param tls what the handshake is for
 * @param get what the request is for
 */
public record WebFetch(
    String target, List<String> types, int most, Purpose connect, Purpose tls, Purpose get) {
  private static final int MAX_SHOWN = 120;

  /**
   * What came of it.
   *
   * @param status HTTP's; 0 where nothing was answered
   * @param text what was asked for
   * @param words in words of ours, and at most where a redirect leads to
   */
  public record Fetched(int status, Optional<String> text, String words) {
    static Fetched failed(String words) {
      return new Fetched(0, Optional.empty(), words);
    }
  }

  public WebFetch {
    types = List.copyOf(types);
  }

  /**
   * Asks once.
   *
   * @param anchors what the server's certificate has to lead to; empty: whichever comes is taken
   * @throws DialException only if the probe was stopped
   */
  public Fetched from(Door door, Dialer dialer, Optional<TrustManagerFactory> anchors)
      throws DialException {
    try (Line line = dialer.dial(door, connect)) {
      if (door.kind().secured()) {
        TlsSeen seen =
            anchors.isPresent()
                ? line.secureVerified(tls, TlsOffer.current(), anchors.orElseThrow())
                : line.secure(tls, TlsOffer.current());
        if (!seen.stands()) {
          return Fetched.failed("TLS: " + seen.failure().orElseThrow());
        }
      }
      String headers =
          WebDoor.headers(door, dialer.mandate(), "") + "Accept: " + String.join(", ", types);
      byte[] request = HttpAsk.get(target).with("Connection: close").bytes(headers + "\r\n");
      line.send(get, request);
      WebIn in = new WebIn(line.in());
      try {
        HttpHead head = HttpHead.read(in);
        return read(HttpAnswer.of(head, head.body(in)));
      } finally {
        in.wipe();
      }
    } catch (DialException e) {
      if (e.kind() == DialException.Kind.STOPPED) {
        throw e;
      }
      return Fetched.failed(String.valueOf(e.getMessage()));
    } catch (SocketTimeoutException _) {
      return Fetched.failed("no answer within the time");
    } catch (NotHttpException _) {
      return Fetched.failed("what it said is not HTTP/1");
    } catch (IOException _) {
      return Fetched.failed("it closed the connection");
    }
  }

  private Fetched read(HttpAnswer answer) {
    int status = answer.status();
    if (status != 200) {
      String elsewhere =
          answer
              .head()
              .header("location")
              .filter(_ -> status / 100 == 3)
              .map(to -> " to " + Shown.text(to, MAX_SHOWN) + ", which was not followed")
              .orElse("");
      return new Fetched(status, Optional.empty(), "HTTP " + status + elsewhere);
    }
    String type = answer.head().header("content-type").orElse("").toLowerCase(Locale.ROOT);
    String media = type.substring(0, (type + ";").indexOf(';')).strip();
    if (!types.contains(media)) {
      return new Fetched(status, Optional.empty(), "what it answered isn't " + types.getFirst());
    }
    byte[] body = answer.first(most);
    try {
      return answer.whole()
          ? new Fetched(
              status, Optional.of(new String(body, StandardCharsets.UTF_8)), "HTTP " + status)
          : new Fetched(
              status,
              Optional.empty(),
              answer.broke() ? "the answer broke off" : "longer than " + most + " bytes");
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }
}

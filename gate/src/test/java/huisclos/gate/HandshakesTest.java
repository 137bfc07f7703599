package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What real sockets throw is in {@link TlsDoorTest}; here is what they can't be made to. */
final class HandshakesTest {
  @Test
  void wordsOfTheDoor() {
    assertThat(Handshakes.recordable("not TLS")).contains(Reason.PLAIN_TEXT);
    assertThat(Handshakes.recordable("no certificate")).contains(Reason.NO_CERTIFICATE);
    assertThat(Handshakes.recordable("certificate unreadable"))
        .contains(Reason.UNREADABLE_CERTIFICATE);
    assertThat(Handshakes.recordable("nothing asked")).contains(Reason.NOTHING_ASKED);
    assertThat(Handshakes.recordable("too many connections")).contains(Reason.TOO_MANY_CONNECTIONS);
    assertThat(Handshakes.recordable("certificate not trusted here"))
        .as("on record by the check itself")
        .isEmpty();
    assertThat(Handshakes.recordable("a word yet to come")).contains(Reason.TLS_FAILURE);
  }

  @Test
  void causesAndTypes() {
    assertThat(Handshakes.why(new SocketTimeoutException())).isEqualTo(Reason.TIMEOUT);
    assertThat(Handshakes.why(new EOFException())).isEqualTo(Reason.PEER_GONE);
    assertThat(Handshakes.why(new SocketException("Connection reset"))).isEqualTo(Reason.PEER_GONE);
    assertThat(Handshakes.why(new SSLException("no cipher suites in common")))
        .isEqualTo(Reason.NO_COMMON_CIPHER);
    assertThat(Handshakes.why(new SSLException("Received fatal alert: bad_certificate")))
        .isEqualTo(Reason.PEER_DECLINED);
    assertThat(Handshakes.why(new SSLException("something new"))).isEqualTo(Reason.TLS_FAILURE);
    assertThat(Handshakes.why(new IOException())).isEqualTo(Reason.TLS_FAILURE);

    SSLHandshakeException refused = new SSLHandshakeException("certificate refused");
    refused.initCause(new ClientTrust.Refused(Reason.REVOKED_CERTIFICATE));
    assertThat(Handshakes.why(refused)).isEqualTo(Reason.REVOKED_CERTIFICATE);
    assertThat(Handshakes.refusedHere(refused)).isTrue();
    assertThat(Handshakes.refusedHere(new SSLException("x"))).isFalse();
  }

  @Test
  void aLoopOfCausesEnds() {
    IOException a = new IOException("a");
    IOException b = new IOException("b", a);
    a.initCause(b);
    assertThat(Handshakes.why(a)).isEqualTo(Reason.TLS_FAILURE);
    assertThat(Handshakes.refusedHere(a)).isFalse();
  }
}

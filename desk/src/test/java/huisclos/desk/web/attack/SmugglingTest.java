package huisclos.desk.web.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.WebLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests within requests, and peers that take all the time there is. */
@Timeout(60)
class SmugglingTest {
  private static final WebLimits HASTY =
      WebLimits.DEFAULT.withTimes(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  @TempDir static Path folder;
  private static AttackedDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new AttackedDoor(folder, HASTY);
  }

  @AfterAll
  static void close() throws IOException {
    assertThat(door.failures).isEmpty();
    door.close();
  }

  /** What is hidden in a body must never be answered as a request: here, one that would be 200. */
  @Test
  void noBodyOfHttp1HidesARequest() throws Exception {
    String hidden = "GET /trust HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n";
    int length = hidden.length();
    List<String> requests =
        List.of(
            head + "Content-Length: 0\r\nContent-Length: " + length + "\r\n\r\n" + hidden,
            head + "Content-Length: 0, " + length + "\r\n\r\n" + hidden,
            head
                + "Content-Length: "
                + length
                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + hidden,
            head
                + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"
                + hidden,
            head + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n" + hidden,
            head + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n" + hidden,
            head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
            head + "Transfer_Encoding: chunked\r\nContent-Length: x\r\n\r\n0\r\n\r\n" + hidden,
            head + "X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            head + "X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            head + "Content-Length: 0x10\r\n\r\n" + hidden,
            head + "Content-Length: 99999999999999999999\r\n\r\n" + hidden,
            head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n" + hidden,
            head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n" + hidden,
            head + "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + hidden,
            head + "Transfer-Encoding: chunked\r\n\r\n1\nA\n0\n\n" + hidden);
    for (String request : requests) {
      String answer = door.raw(request);
      assertThat(answer).as(request).doesNotContain("HTTP/1.1 200").doesNotContain("fingerprint");
      assertThat(answer)
          .matches(text ->
              text.isEmpty() || text.startsWith("HTTP/1.1 4") || text.startsWith("HTTP/1.1 501"));
      assertThat(answer.split("HTTP/1\\.1 ", -1)).as(request).hasSizeLessThanOrEqualTo(2);
    }
  }

  /** Header values of HTTP/2 that would be lines of HTTP/1.1, and other things it rules out. */
  @Test
  void noRequestOfHttp2IsMadeOfOthers() throws Exception {
    List<byte[]> blocks =
        List.of(
            headers(":method", "GET", ":path", "/trust\r\nX: y", ":scheme", "https"),
            headers(":method", "GET /x HTTP/1.1\r\nX: y", ":path", "/trust", ":scheme", "https"),
            headers(":method", "GET", ":path", "/trust", ":scheme", "https", "x", "a\r\nb: c"),
            headers(":method", "GET", ":path", "/trust", ":scheme", "https", "x\r\ny", "z"),
            headers(":method", "GET", ":path", "/trust", ":scheme", "https", "X", "upper"),
            headers(":method", "GET", ":path", "/trust", ":scheme", "https", ":x", "y"),
            headers(":method", "GET", ":path", "/trust", ":path", "/", ":scheme", "https"),
            headers(":method", "GET", ":path", "", ":scheme", "https"),
            headers(":method", "GET", ":scheme", "https"),
            headers(":path", "/trust", ":scheme", "https"),
            headers("x", "y", ":method", "GET", ":path", "/trust", ":scheme", "https"),
            headers(":method", "GET", ":path", "/trust", ":scheme", "https", "connection", "close"),
            headers(
                ":method",
                "GET",
                ":path",
                "/trust",
                ":scheme",
                "https",
                "transfer-encoding",
                "chunked"),
            headers(":method", "CONNECT", ":path", "/trust", ":scheme", "https", ":protocol", "x"));
    for (byte[] block : blocks) {
      String answer = h2(frame(1, 5, 1, block));
      assertThat(answer).as(new String(block, ISO_8859_1)).doesNotContain("fingerprint", "<html");
    }
    byte[] post =
        headers(
            ":method",
            "POST",
            ":path",
            "/sign-in",
            ":scheme",
            "https",
            ":authority",
            "localhost",
            "content-length",
            "3");
    String longer =
        h2(frame(1, 4, 1, post), frame(0, 1, 1, "name=ann&password=x".getBytes(US_ASCII)));
    assertThat(longer).as("more than was said").doesNotContain("<html");
    assertThat(h2(frame(1, 5, 1, goodHeaders()))).as("a good one").contains("<html");
  }

  private static byte[] goodHeaders() {
    return headers(
        ":method", "GET", ":path", "/trust", ":scheme", "https", ":authority", "localhost");
  }

  /** Literal fields that are never indexed, names and values as they are (RFC 7541 §6.2.3). */
  private static byte[] headers(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.write(0x10);
      for (String text : List.of(namesAndValues[i], namesAndValues[i + 1])) {
        block.write(text.length());
        block.writeBytes(text.getBytes(ISO_8859_1));
      }
    }
    return block.toByteArray();
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) 0).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    return frame.array();
  }

  /** All that comes back for some frames, until the connection ends or nobody says anything. */
  private static String h2(byte[]... frames) throws IOException {
    try (SSLSocket socket = door.socket("h2")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      out.writeBytes(frame(4, 0, 0, new byte[0]));
      for (byte[] one : frames) {
        out.writeBytes(one);
      }
      out.writeBytes(frame(7, 0, 0, new byte[8])); // GOAWAY: nothing more comes.
      AttackedDoor.say(socket, out.toByteArray());
      return AttackedDoor.allOf(socket);
    }
  }

  /** A header list that grows on being read: HPACK's bomb, and CONTINUATION without end. */
  @Test
  void headersOfHttp2HaveAnEnd() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(goodHeaders());
    bomb.write(0x40); // A literal that is indexed …
    bomb.write(1);
    bomb.write('x');
    bomb.writeBytes(new byte[] {0x7F, (byte) 0x81, 0x1E}); // … of 4,000 bytes …
    bomb.writeBytes("a".repeat(4_000).getBytes(US_ASCII));
    for (int i = 0; i < 10_000; i++) {
      bomb.write(0x80 | 62); // … and named again and again.
    }
    assertThat(h2(frame(1, 5, 1, bomb.toByteArray()))).doesNotContain("<html");
    List<byte[]> flood = new ArrayList<>(List.of(frame(1, 1, 1, goodHeaders())));
    for (int i = 0; i < 1_000; i++) {
      flood.add(frame(9, 0, 1, headers("x" + i, "y".repeat(100))));
    }
    assertThat(h2(flood.toArray(byte[][]::new))).doesNotContain("<html");
  }

  /** Peers that dawdle are cut, and whoever asks meanwhile is served at once. */
  @Test
  void slowPeersHoldUpNobodyAndAreCut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        Socket one =
            i % 3 == 0
                ? new Socket(InetAddress.getLoopbackAddress(), door.port())
                : door.socket("http/1.1");
        slow.add(one);
        if (i % 3 == 1) {
          one.getOutputStream().write("GET /trust HTTP/1.1\r\nHost: l".getBytes(US_ASCII));
        } else if (i % 3 == 2) {
          String head =
              "POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\n"
                  + door.authorization()
                  + "Content-Type: application/dicom\r\nContent-Length: 1000000\r\n\r\n";
          one.getOutputStream().write(head.getBytes(US_ASCII));
        }
      }
      long began = System.nanoTime();
      assertThat(door.ask(door.to("/trust")).statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
      for (Socket one : slow) {
        one.setSoTimeout(20_000);
        String last = AttackedDoor.allOf(one);
        assertThat(last).matches(text -> text.isEmpty() || !text.startsWith("HTTP/1.1 200"));
      }
    } finally {
      for (Socket one : slow) {
        one.close();
      }
    }
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.gate.ClientIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks a running archive's web door, as a program with a token or as a device. */
final class WebCaller implements AutoCloseable {
  static final String OBJECTS = "multipart/related; type=\"application/dicom\"";
  static final String JSON = "application/dicom+json";
  private static final String BOUNDARY = "a-boundary-of-the-test";

  private final HttpClient client;
  private final String origin;
  private final String token;

  private WebCaller(SSLContext tls, int port, String token) {
    this.client = HttpClient.newBuilder().sslContext(tls).build();
    this.origin = "https://localhost:" + port;
    this.token = token;
  }

  /** A program that shows this token; empty: a stranger. */
  static WebCaller program(RunningArchive archive, Path ca, String token) throws IOException {
    return new WebCaller(trusting(ca), archive.https, token);
  }

  /** A device that shows its certificate. */
  static WebCaller device(RunningArchive archive, Path identity) throws IOException {
    return new WebCaller(ClientIdentity.load(identity).context(), archive.https, "");
  }

  /** TLS that trusts one authority and shows nothing. */
  static SSLContext trusting(Path ca) throws IOException {
    try (var in = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String origin() {
    return origin;
  }

  /** A request for a path, with the caller's token. */
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(origin + path));
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String accept) throws IOException, InterruptedException {
    return send(request(path).header("Accept", accept));
  }

  /** The body of a GET that must be answered 200. */
  String text(String path, String accept) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = get(path, accept);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as("%s: %s", path, body).isEqualTo(200);
    return body;
  }

  /** Stores files in one request (STOW-RS). */
  HttpResponse<byte[]> store(List<Path> files) throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Path file : files) {
      body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"));
      body.writeBytes(Files.readAllBytes(file));
      body.writeBytes(ascii("\r\n"));
    }
    body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
    return send(
        request("/dicom-web/studies")
            .header("Content-Type", OBJECTS + "; boundary=" + BOUNDARY)
            .header("Accept", JSON)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** The parts of a multipart answer, without their headers. */
  static List<byte[]> parts(HttpResponse<byte[]> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    assertThat(answer.statusCode()).as(type).isEqualTo(200);
    String boundary = type.replaceAll(".*boundary=\"?([^\";]+).*", "$1");
    byte[] body = answer.body();
    byte[] delimiter = ascii("\r\n--" + boundary);
    List<byte[]> parts = new ArrayList<>();
    int at = boundary.length() + 2;
    while (body[at] != '-' || body[at + 1] != '-') {
      int start = find(body, ascii("\r\n\r\n"), at) + 4;
      int end = find(body, delimiter, start);
      parts.add(java.util.Arrays.copyOfRange(body, start, end));
      at = end + delimiter.length;
    }
    return parts;
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    throw new AssertionError("a multipart body is cut short");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    client.close();
  }
}

package huisclos.desk.web.pages;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Somebody's browser, as far as cookies go; it follows nothing by itself. Each has an address of
 * its own, so that what one does never fills another's share of the record.
 */
final class PlayedBrowser implements AutoCloseable {
  private static final AtomicInteger ADDRESSES = new AtomicInteger(1);

  final Map<String, String> cookies = new HashMap<>();
  private final HttpClient client;
  private final String ours;

  /**
   * A browser without cookies.
   *
   * @param ours the origin whose cookies it keeps
   */
  PlayedBrowser(SSLContext tls, String ours) throws IOException {
    byte[] address = {127, 0, 0, (byte) (ADDRESSES.incrementAndGet() % 128)};
    this.client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .localAddress(InetAddress.getByAddress(address))
            .build();
    this.ours = ours;
  }

  HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  /** Sends a form as a page of ours does. */
  HttpResponse<String> post(String url) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Origin", ours)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    boolean own = request.build().uri().toString().startsWith(ours + "/");
    if (own && !cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(c -> c.getKey() + "=" + c.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (own) {
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
    }
    return answer;
  }

  private void keep(String cookie) {
    String name = cookie.substring(0, cookie.indexOf('='));
    String value = cookie.substring(name.length() + 1, cookie.indexOf(';'));
    if (cookie.endsWith("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

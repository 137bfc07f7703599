package huisclos.testkit;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Requests to other people's servers on loopback that a test only sets up. A connection each, plain
 * HTTP/1.1: such servers end kept ones when they like, also under a request that is on its way;
 * then, and on a busy machine, they are asked again. Not for what a test looks at.
 */
public final class HttpPeers {
  private static final int ATTEMPTS = 5;
  private static final int PAUSE_MS = 200;

  private HttpPeers() {}

  /**
   * The answer to a request that may be asked twice.
   *
   * @throws IOException if there was none in five attempts
   */
  public static <T> HttpResponse<T> ask(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try (HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        return client.send(request, body);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(PAUSE_MS);
      }
    }
  }
}

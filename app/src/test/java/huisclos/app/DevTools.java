package huisclos.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection to a browser by the Chrome DevTools Protocol. Commands of any thread; events come on
 * the connection's own.
 */
final class DevTools implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, List<BiConsumer<String, JsonNode>>> listeners =
      new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;

  DevTools(URI address) throws IOException, InterruptedException {
    socket = got(client.newWebSocketBuilder().buildAsync(address, new Reader()));
  }

  /** Whole messages out of the pieces that come. */
  private final class Reader implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean end) {
      message.append(piece);
      if (end) {
        JsonNode whole = JSON.readTree(message.toString());
        message.setLength(0);
        came(whole);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void came(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> asked = waiting.remove(message.path("id").asInt());
      if (asked != null) {
        asked.complete(message);
      }
      return;
    }
    listeners
        .getOrDefault(message.path("sessionId").asString(""), List.of())
        .forEach(l -> l.accept(message.path("method").asString(), message.path("params")));
  }

  /** Hears what a session (a tab) tells. */
  void onEvent(String session, BiConsumer<String, JsonNode> listener) {
    listeners.computeIfAbsent(session, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /**
   * A command and its result.
   *
   * @param session whose; empty for the browser's own
   */
  JsonNode send(String session, String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    synchronized (socket) {
      got(socket.sendText(command.toString(), true));
    }
    JsonNode came = got(answer);
    if (came.has("error")) {
      throw new IOException(method + ": " + came.path("error"));
    }
    return came.path("result");
  }

  private static <T> T got(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the browser doesn't answer", e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    client.close();
  }
}

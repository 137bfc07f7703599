package huisclos.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;

/** A tab of a browser, used as a person does; it keeps what its console said and what it loaded. */
final class Tab {
  private static final long PATIENCE_NANOS = 15_000_000_000L;
  private static final long PAUSE_MILLIS = 25;

  private final DevTools tools;
  private final String session;
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> frames = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> loaded = new ConcurrentLinkedQueue<>();

  Tab(DevTools tools, String session) throws IOException, InterruptedException {
    this.tools = tools;
    this.session = session;
    tools.onEvent(session, this::heard);
    var _ =
        send(
            "Target.setAutoAttach",
            Map.of("autoAttach", true, "flatten", true, "waitForDebuggerOnStart", false));
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      var _ = send(domain + ".enable", Map.of());
    }
  }

  private void heard(String event, JsonNode what) {
    switch (event) {
      case "Log.entryAdded" -> {
        JsonNode entry = what.path("entry");
        if (List.of("warning", "error").contains(entry.path("level").asString())) {
          complaints.add(entry.path("text").asString() + " " + entry.path("url").asString(""));
        }
      }
      case "Runtime.exceptionThrown", "Runtime.consoleAPICalled" -> complaints.add(what.toString());
      case "Target.attachedToTarget" -> frames.add(what.path("sessionId").asString());
      case "Network.requestWillBeSent" -> loaded.add(what.path("request").path("url").asString());
      default -> {}
    }
  }

  JsonNode send(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
    return tools.send(session, method, parameters);
  }

  /** An authenticator that says yes to whatever a page asks of it, as a person with a key would. */
  void addAuthenticator() throws IOException, InterruptedException {
    var _ = send("WebAuthn.enable", Map.of());
    var _ =
        send(
            "WebAuthn.addVirtualAuthenticator",
            Map.of(
                "options",
                Map.of(
                    "protocol", "ctap2",
                    "transport", "internal",
                    "hasResidentKey", true,
                    "hasUserVerification", true,
                    "isUserVerified", true,
                    "automaticPresenceSimulation", true)));
  }

  /** Goes to an address and waits for the page. */
  void open(String url) throws IOException, InterruptedException {
    var _ = eval("window.left = true");
    var _ = send("Page.navigate", Map.of("url", url));
    arrive();
  }

  /** What an expression of a script comes to, as text. */
  String eval(String expression) throws IOException, InterruptedException {
    return eval(session, expression);
  }

  /** The same within the frame of another site that this page has; empty as long as it has none. */
  String evalInFrame(String expression) throws IOException, InterruptedException {
    String frame = frames.peek();
    return frame == null ? "" : eval(frame, expression);
  }

  private String eval(String where, String expression) throws IOException, InterruptedException {
    JsonNode came =
        tools.send(
            where, "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (came.has("exceptionDetails")) {
      throw new IOException(expression + ": " + came.path("exceptionDetails"));
    }
    return came.path("result").path("value").asString("");
  }

  private static String quoted(String text) {
    return DevTools.JSON.valueToTree(text).toString();
  }

  /** Fills a field in. */
  void type(String name, String value) throws IOException, InterruptedException {
    var _ =
        eval(
            "document.querySelector('[name=' + %s + ']').value = %s"
                .formatted(quoted(name), quoted(value)));
  }

  /** Clicks what a selector finds. */
  void click(String selector) throws IOException, InterruptedException {
    var _ = eval("document.querySelector(%s).click()".formatted(quoted(selector)));
  }

  /** Clicks what leads to another page, and waits for that. */
  void go(String selector) throws IOException, InterruptedException {
    var _ = eval("window.left = true");
    click(selector);
    arrive();
  }

  /** Waits until another page is there, whole. */
  private void arrive() throws IOException, InterruptedException {
    until("!window.left && document.readyState === 'complete'");
  }

  /** Waits until an expression is true. */
  void until(String expression) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        if (eval("!!(" + expression + ")").equals("true")) {
          return;
        }
      } catch (IOException e) {
        // Between two pages there is none to ask.
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(expression + " never came true at " + path() + ": " + text());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  String path() throws IOException, InterruptedException {
    return eval("location.pathname");
  }

  /** What the page reads like. */
  String text() throws IOException, InterruptedException {
    return eval("document.body.innerText");
  }

  /** What the console said since it was last asked: warnings, errors, and whatever was printed. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  /** The addresses of all that was asked for. */
  List<String> loaded() {
    return List.copyOf(loaded);
  }

  /** Takes a picture where {@code -Dpages.shots=FOLDER} asks for some. */
  void shot(String name) throws IOException, InterruptedException {
    String folder = System.getProperty("pages.shots", "");
    if (!folder.isEmpty()) {
      String data =
          send("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
              .path("data")
              .asString();
      Files.write(
          Files.createDirectories(Path.of(folder)).resolve(name + ".png"),
          Base64.getDecoder().decode(data));
    }
  }
}

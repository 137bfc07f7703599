package huisclos.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/**
 * A real Chromium without a window, driven by the DevTools protocol. It trusts the keys that it is
 * told of, beside what it would trust anyway.
 */
final class Browser implements AutoCloseable {
  private final Process process;
  private final DevTools tools;
  private final Path profile;

  private Browser(Process process, DevTools tools, Path profile) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /** The key of a door: SHA-256 in base 64, if this authority vouches for it. */
  static String pin(int port, Path ca) throws IOException, NoSuchAlgorithmException {
    try (SSLSocket socket =
        (SSLSocket) WebCaller.trusting(ca).getSocketFactory().createSocket("localhost", port)) {
      socket.startHandshake();
      byte[] key = socket.getSession().getPeerCertificates()[0].getPublicKey().getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }
  }

  /**
   * Starts it; the test is skipped where there is none.
   *
   * @param folder for its profile
   * @param pins of the doors that it is to trust
   */
  static Browser start(Path folder, String... pins) throws IOException, InterruptedException {
    String program = Processes.peer("chromium");
    Path profile = Files.createDirectories(folder.resolve("chromium"));
    List<String> command =
        List.of(
            program,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--no-first-run",
            "--no-default-browser-check",
            "--mute-audio",
            "--window-size=1100,900",
            "--lang=en",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "--ignore-certificate-errors-spki-list=" + String.join(",", pins),
            "about:blank");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.txt").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    for (int i = 0; i < 400 && process.isAlive(); i++) {
      List<String> lines = Files.exists(port) ? Files.readAllLines(port) : List.of();
      if (lines.size() == 2) {
        URI address = URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
        return new Browser(process, new DevTools(address), profile);
      }
      Thread.sleep(50);
    }
    end(process);
    throw new AssertionError(
        "the browser did not start: " + Files.readString(folder.resolve("chromium.txt")));
  }

  /** A tab that shares no cookie with any other. */
  Tab tab() throws IOException, InterruptedException {
    String context =
        tools.send("", "Target.createBrowserContext", Map.of()).path("browserContextId").asString();
    String target =
        tools
            .send(
                "",
                "Target.createTarget",
                Map.of("url", "about:blank", "browserContextId", context))
            .path("targetId")
            .asString();
    String session =
        tools
            .send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asString();
    return new Tab(tools, session);
  }

  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    // What writes into the profile after the test's folder is being removed would fail the test.
    for (ProcessHandle child : all) {
      child.destroyForcibly();
      var _ = child.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> child).join();
    }
  }

  @Override
  public void close() throws IOException {
    tools.close();
    try {
      end(process);
      // Symbolic links to nowhere, which tell a second browser of this one.
      for (String link : List.of("SingletonCookie", "SingletonLock", "SingletonSocket")) {
        Files.deleteIfExists(profile.resolve(link));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package huisclos.app;

import huisclos.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real Keycloak with a practice's realm, over TLS on loopback: {@code rita} of the group {@code
 * radiology}, {@code kim} of {@code it} and {@code nora} of none use a password and codes, {@code
 * otto} of {@code radiology} a password alone.
 */
final class Keycloak implements AutoCloseable {
  /** Of everybody. */
  static final String PASSWORD = "a horse of another colour";

  /** Of the client that is our web door. */
  static final String SECRET = "a secret of the test's alone";

  /** What the codes are made from, in base 32. */
  static final String CODES = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  private static final String CODES_RAW = "12345678901234567890";
  private static final String ADMIN = "admin";
  private static final int PATIENCE_SECONDS = 180;

  /** {@code issuer} of the realm. */
  final String issuer;

  final int port;
  private final String origin;
  private final Process process;
  private final HttpClient client;

  private Keycloak(int port, Process process, Path certificate) throws IOException {
    this.port = port;
    this.origin = "https://localhost:" + port;
    this.issuer = origin + "/realms/practice";
    this.process = process;
    this.client = HttpClient.newBuilder().sslContext(WebCaller.trusting(certificate)).build();
  }

  /**
   * Starts it, and returns once it answers.
   *
   * @param program its folder, built for the database {@code dev-file}, which has kept nothing yet
   * @param pair {@code STEM.crt} and {@code STEM.key} of its certificate, without their ends
   * @param door the port of our own web door
   */
  static Keycloak start(Path program, Path pair, int door, Path log)
      throws IOException, InterruptedException {
    realm(program, door);
    int port = Ports.free();
    Path certificate = Path.of(pair + ".crt");
    ProcessBuilder builder =
        new ProcessBuilder(
                program.resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-host=127.0.0.1",
                "--https-port=" + port,
                "--hostname=https://localhost:" + port,
                "--https-certificate-file=" + certificate,
                "--https-certificate-key-file=" + pair + ".key")
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
    Keycloak keycloak = new Keycloak(port, builder.start(), certificate);
    try {
      keycloak.await();
      keycloak.nameTheFactors();
      return keycloak;
    } catch (IOException | InterruptedException | AssertionError e) {
      keycloak.close();
      throw new AssertionError(Files.readString(log), e);
    }
  }

  private static void realm(Path program, int door) throws IOException {
    String text;
    try (var in = Keycloak.class.getResourceAsStream("/keycloak/practice.json")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    ObjectNode password = DevTools.JSON.createObjectNode().put("type", "password");
    password.put("value", PASSWORD);
    ObjectNode codes = DevTools.JSON.createObjectNode().put("type", "otp");
    codes.put("secretData", "{\"value\":\"" + CODES_RAW + "\"}");
    codes.put(
        "credentialData",
        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
    Files.writeString(
        Files.createDirectories(program.resolve("data/import")).resolve("practice.json"),
        text.replace("@DOOR@", Integer.toString(door))
            .replace("@PASSWORD@", password.toString())
            .replace("@CODES@", codes.toString()));
  }

  private void await() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        if (status(issuer + "/.well-known/openid-configuration") == 200) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(100);
    }
  }

  private int status(String url) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  /** Lets a token's {@code amr} say which factors were used, as an administrator does it. */
  private void nameTheFactors() throws IOException, InterruptedException {
    String token =
        token(
            origin + "/realms/master",
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                ADMIN,
                "password",
                PASSWORD));
    String flows = origin + "/admin/realms/practice/authentication/";
    Map<String, String> names =
        Map.of("auth-username-password-form", "pwd", "auth-otp-form", "mfa");
    JsonNode steps =
        json(HttpRequest.newBuilder(URI.create(flows + "flows/browser/executions")), token);
    for (JsonNode step : steps) {
      String name = names.get(step.path("providerId").asString(""));
      if (name != null) {
        ObjectNode config = DevTools.JSON.createObjectNode().put("alias", name);
        config
            .putObject("config")
            .put("default.reference.value", name)
            .put("default.reference.maxAge", "300");
        var _ =
            json(
                HttpRequest.newBuilder(
                        URI.create(flows + "executions/" + step.path("id").asString() + "/config"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(config.toString())),
                token);
      }
    }
  }

  /** The access token that this form is answered with. */
  String token(Map<String, String> form) throws IOException, InterruptedException {
    return token(issuer, form);
  }

  private String token(String realm, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return json(
            HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)),
            "")
        .path("access_token")
        .asString();
  }

  /** The realm's public keys (JWK set). */
  String keys() throws IOException, InterruptedException {
    return json(HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/certs")), "")
        .toString();
  }

  private JsonNode json(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          answer.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return DevTools.JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  @Override
  public void close() {
    client.close();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle each : all) {
      var _ = each.onExit().orTimeout(15, TimeUnit.SECONDS).exceptionally(_ -> each).join();
      var _ = each.destroyForcibly();
    }
  }
}

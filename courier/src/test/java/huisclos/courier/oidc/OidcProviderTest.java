package huisclos.courier.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.util.CertificateUtils;

/** A provider on loopback that does as its script says. */
class OidcProviderTest {
  private static final char[] NONE = new char[0];

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpsServer server;
  private SSLContext tls;
  private String issuer;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @BeforeEach
  void start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    X509Certificate certificate =
        CertificateUtils.createTlsAlpn01Certificate(
            pair, Identifier.dns("localhost"), new byte[32]);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    store.setKeyEntry("a", pair.getPrivate(), NONE, new Certificate[] {certificate});
    store.setCertificateEntry("root", certificate);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NONE);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.start();
    issuer = "https://localhost:" + server.getAddress().getPort() + "/realm";
    answers.put("/realm/.well-known/openid-configuration", metadata(issuer, issuer));
    answers.put("/realm/keys", "{\"keys\":[]}");
  }

  private static String metadata(String issuer, String base) {
    return """
    {"issuer":"%s","authorization_endpoint":"%s/auth","token_endpoint":"%s/token",
     "jwks_uri":"%s/keys","authorization_response_iss_parameter_supported":true}\
    """
        .formatted(issuer, base, base, base);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(
        path
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8)
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    String answer = answers.get(path);
    if (answer == null || answer.startsWith("redirect ")) {
      if (answer != null) {
        exchange.getResponseHeaders().set("Location", answer.substring(9));
      }
      exchange.sendResponseHeaders(answer == null ? 400 : 302, -1);
    } else {
      byte[] bytes = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private OidcProvider provider() {
    return new OidcProvider(
        issuer,
        "archive",
        "s%cret",
        Optional.of(tls),
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        });
  }

  private long asked(String path) {
    return asked.stream().filter(line -> line.startsWith(path + " ")).count();
  }

  @Test
  void aCodeIsGivenForAToken() throws IOException {
    answers.put("/realm/token", "{\"id_token\":\"a.b.c\",\"access_token\":\"x\"}");
    try (OidcProvider provider = provider()) {
      assertThat(provider.metadata().sendsIssuer()).isTrue();
      assertThat(provider.idToken("c&d", "verifier", "https://door/oidc/return")).contains("a.b.c");
      assertThat(asked.getLast())
          .contains("grant_type=authorization_code&code=c%26d&")
          .contains("redirect_uri=https%3A%2F%2Fdoor%2Foidc%2Freturn")
          .contains("code_verifier=verifier")
          .contains("Basic ");
      answers.put("/realm/token", "{\"error\":\"invalid_grant\"}");
      assertThat(provider.idToken("c", "v", "r")).isEmpty();
      answers.remove("/realm/token");
      assertThat(provider.idToken("c", "v", "r")).as("400").isEmpty();
    }
  }

  @Test
  void keysAreKnownForAWhileAndNotPressedFor() throws IOException {
    try (OidcProvider provider = provider()) {
      for (int i = 0; i < 50; i++) {
        provider.jwks(false);
        provider.jwks(true);
      }
      assertThat(asked("/realm/keys")).isEqualTo(1);
      now = now.plus(OidcProvider.DECENT);
      provider.jwks(false);
      assertThat(asked("/realm/keys")).isEqualTo(1);
      provider.jwks(true);
      assertThat(asked("/realm/keys")).isEqualTo(2);
      now = now.plus(OidcProvider.FRESH);
      provider.jwks(false);
      assertThat(asked("/realm/keys")).isEqualTo(3);
    }
  }

  @Test
  void nothingElseIsBelievedOrFollowed() {
    String well = "/realm/.well-known/openid-configuration";
    List<String> bad = new ArrayList<>();
    bad.add(metadata("https://other.example.test", issuer));
    bad.add(metadata(issuer, "http://localhost"));
    bad.add(metadata(issuer, "file:///etc"));
    bad.add("{\"issuer\":\"" + issuer + "\"}");
    bad.add("[]");
    bad.add("redirect " + issuer + "/elsewhere");
    bad.add(" ".repeat(OidcProvider.MAX_BYTES + 1));
    answers.put("/realm/elsewhere", metadata(issuer, issuer));
    for (String one : bad) {
      answers.put(well, one);
      try (OidcProvider provider = provider()) {
        assertThatThrownBy(provider::metadata).isInstanceOf(IOException.class);
      }
    }
    assertThat(asked("/realm/elsewhere")).isZero();
  }

  @Test
  void aProviderThatTlsDoesntKnowIsNotAsked() {
    try (OidcProvider provider =
        new OidcProvider(issuer, "archive", "", Optional.empty(), Clock.systemUTC())) {
      assertThatThrownBy(provider::metadata).isInstanceOf(IOException.class);
      assertThat(asked).isEmpty();
    }
    assertThatThrownBy(() ->
            new OidcProvider("http://localhost/", "a", "", Optional.empty(), Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aProviderThatFailedIsLeftAloneForAMoment() throws IOException {
    String good = answers.remove("/realm/.well-known/openid-configuration");
    try (OidcProvider provider = provider()) {
      assertThatThrownBy(provider::metadata).isInstanceOf(IOException.class);
      answers.put("/realm/.well-known/openid-configuration", String.valueOf(good));
      assertThatThrownBy(provider::metadata).hasMessageContaining("a moment ago");
      assertThat(asked).hasSize(1);
      now = now.plus(OidcProvider.RECOVERY);
      assertThat(provider.metadata().keys().getPath()).isEqualTo("/realm/keys");
    }
  }
}

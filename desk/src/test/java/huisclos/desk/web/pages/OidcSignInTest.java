package huisclos.desk.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import huisclos.archive.FindMemory;
import huisclos.courier.oidc.OidcProvider;
import huisclos.desk.web.GateAuthenticator;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebLimits;
import huisclos.desk.web.WebRecorder;
import huisclos.desk.web.WebServer;
import huisclos.desk.web.WebSite;
import huisclos.gate.Federation;
import huisclos.gate.Role;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in at an identity provider, all of it: our door and a provider over real TLS, a browser
 * between them, and what somebody in between may try.
 */
class OidcSignInTest {
  private static final String SESSION = "__Host-session";

  @TempDir static Path home;
  private static WebSite site;
  private static PlayedProvider provider;
  private static OidcProvider line;
  private static WebServer server;
  private static SSLContext tls;
  private static String ours;

  @BeforeAll
  static void open() throws Exception {
    site = new WebSite(home.resolve("home"));
    tls = trusting();
    provider = new PlayedProvider(site.gate.webContext());
    Federation.Rules rules =
        new Federation.Rules(
            provider.issuer,
            PlayedProvider.CLIENT,
            "groups",
            Map.of("pacs-radiology", Role.RADIOLOGIST, "pacs-it", Role.KEEPER),
            Set.of(),
            Federation.Proof.TOKEN);
    line =
        new OidcProvider(
            provider.issuer,
            PlayedProvider.CLIENT,
            PlayedProvider.SECRET,
            Optional.of(tls),
            Clock.systemUTC());
    List<Route> routes =
        new ArrayList<>(Pages.routes(site.gate, site.archive, FindMemory.ofHeap(), true));
    routes.addAll(new OidcEndpoints(site.gate.web().federation(rules, line), line, rules).routes());
    routes.add(
        Route.get(
            "/who",
            Route.Access.IDENTIFIED,
            call ->
                call.respond(
                    200, "text/plain", call.who().name().getBytes(StandardCharsets.UTF_8))));
    server =
        new WebServer(
            new WebServer.Setup(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                site.gate.webContext(),
                new GateAuthenticator(site.gate),
                routes,
                List.of(),
                WebLimits.DEFAULT,
                new WebRecorder(site.gate, _ -> false)));
    server.start();
    ours = "https://localhost:" + server.address().getPort();
    provider.redirect = ours + "/oidc/return";
  }

  private static SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", site.gate.ca().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
    line.close();
    provider.close();
    site.close();
  }

  @BeforeEach
  void anHonestProvider() {
    provider.says = claims -> claims;
    provider.signs = provider::honest;
  }

  private static PlayedBrowser browser() throws IOException {
    return new PlayedBrowser(tls, ours);
  }

  /** Goes to the provider; where it sends the browser back to. */
  private static String there(PlayedBrowser browser) throws Exception {
    HttpResponse<String> start = browser.get(ours + "/oidc/start");
    assertThat(start.statusCode()).isEqualTo(303);
    HttpResponse<String> back = browser.get(location(start));
    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    return location(back);
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** Comes back, to no avail: what is on record of it. */
  private static TrailRecord refused(PlayedBrowser browser, String url) throws Exception {
    HttpResponse<String> answer = browser.get(url);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(browser.cookies).doesNotContainKey(SESSION);
    assertThat(answer.body()).doesNotContain("http-equiv");
    TrailRecord last = site.records().getLast();
    assertThat(last.action()).isEqualTo(Action.SIGN_IN);
    assertThat(last.outcome()).isEqualTo(Outcome.REFUSED);
    return last;
  }

  @Test
  void somebodySignsInThereAndIsSignedInHere() throws Exception {
    try (PlayedBrowser ann = browser()) {
      HttpResponse<String> start = ann.get(ours + "/oidc/start");
      assertThat(start.headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith("__Host-oidc=")
          .contains("; Secure; HttpOnly; SameSite=Lax");
      HttpResponse<String> answer = ann.get(location(ann.get(location(start))));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("content=\"0; url=/\"");
      assertThat(answer.headers().allValues("Set-Cookie"))
          .anyMatch(c -> c.startsWith(SESSION) && c.endsWith("; Secure; HttpOnly; SameSite=Strict"))
          .anyMatch(c -> c.startsWith("__Host-oidc=;"));
      assertThat(ann.get(ours + "/who").body()).isEqualTo("ann");
      TrailRecord in =
          site.records().stream()
              .filter(r -> r.action() == Action.SIGN_IN && r.outcome() == Outcome.DONE)
              .toList()
              .getLast();
      assertThat(in.actor().id()).isEqualTo("ann");
      assertThat(in.actor().toString()).contains("oidc");
      assertThat(in.facts()).containsKey(Fact.SESSION);
      // Like any other session: it ends at sign-out, and at once when she is suspended.
      String session = ann.cookies.get(SESSION);
      assertThat(ann.post(ours + "/account/sign-out").statusCode()).isBetween(200, 303);
      ann.cookies.put(SESSION, session);
      assertThat(ann.get(ours + "/who").statusCode()).isEqualTo(401);
      ann.cookies.clear();
      assertThat(ann.get(there(ann)).statusCode()).isEqualTo(200);
      site.gate.users().suspend("ann", "tester");
      assertThat(ann.get(ours + "/who").statusCode()).isEqualTo(401);
      ann.cookies.clear();
      assertThat(refused(ann, there(ann)).facts()).containsEntry(Fact.USER, "ann");
      site.gate.users().resume("ann", "tester");
    }
  }

  @Test
  void noOtherTokenIsTaken() throws Exception {
    int people = site.gate.users().list().size();
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("one").generate();
    Date past = Date.from(Instant.now().minusSeconds(120));
    Map<String, PlayedProvider.Signer> signers =
        Map.of(
            "alg none", claims -> new PlainJWT(claims).serialize(),
            "HS256 by the public key", OidcSignInTest::byPublicKey,
            "a foreign key", claims -> PlayedProvider.signed(claims, foreign),
            "another header", claims -> "eyJhbGciOiJub25lIn0" + tail(provider.honest(claims)),
            "no token", _ -> "");
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> claims =
        Map.of(
            "audience", c -> c.audience("another"),
            "audiences", c -> c.audience(List.of("archive", "another")),
            "issuer", c -> c.issuer(provider.issuer + "2"),
            "nonce", c -> c.claim("nonce", "another"),
            "no nonce", c -> c.claim("nonce", null),
            "expired", c -> c.expirationTime(past),
            "no end", c -> c.expirationTime(null),
            "nobody", c -> c.subject(null),
            "no second factor", c -> c.claim("amr", List.of("pwd")),
            "no group", c -> c.claim("groups", List.of("staff")).subject("other"));
    for (var signer : signers.entrySet()) {
      provider.signs = signer.getValue();
      refusedAfterAll(signer.getKey());
    }
    anHonestProvider();
    for (var twist : claims.entrySet()) {
      provider.says = twist.getValue();
      refusedAfterAll(twist.getKey());
    }
    assertThat(site.gate.users().list()).hasSize(people);
  }

  private static void refusedAfterAll(String what) throws Exception {
    try (PlayedBrowser ann = browser()) {
      TrailRecord record = refused(ann, there(ann));
      String reason =
          switch (what) {
            case "no second factor" -> "no-second-factor";
            case "no group" -> "no-role";
            default -> "user-token";
          };
      assertThat(record.facts()).as(what).containsEntry(Fact.REASON, reason);
    }
  }

  private static String byPublicKey(JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims);
    jwt.sign(new MACSigner(provider.key.toRSAPublicKey().getEncoded()));
    return jwt.serialize();
  }

  private static String tail(String token) {
    return token.substring(token.indexOf('.'));
  }

  @Test
  void whatComesBackOtherwiseIsNotEvenAskedFor() throws Exception {
    int before = provider.tokens.get();
    for (UnaryOperator<String> twist :
        Stream.<UnaryOperator<String>>of(
                url -> url.replaceAll("state=[^&]+", "state=another"),
                url -> url.replaceAll("&state=[^&]+", ""),
                url -> url + "&state=another",
                // The answer of an honest provider among several, sent on by a dishonest one.
                url -> url.replaceAll("iss=[^&]+", "iss=https%3A%2F%2Fmix.up"),
                url -> url.replaceAll("&iss=[^&]+", ""),
                url -> url.replaceAll("code=[^&]+", "error=access_denied"),
                url -> url + "&code=code-0")
            .toList()) {
      try (PlayedBrowser ann = browser()) {
        refused(ann, twist.apply(there(ann)));
      }
    }
    assertThat(provider.tokens.get()).isEqualTo(before);
  }

  @Test
  void anAnswerIsTakenOnceAndByTheBrowserThatAsked() throws Exception {
    try (PlayedBrowser mallory = browser();
        PlayedBrowser ann = browser()) {
      // Mallory's answer in Ann's browser would have Ann work under Mallory's name.
      String answer = there(mallory);
      refused(ann, answer);
      there(ann);
      refused(ann, answer);
      // Her own state with his code: the provider finds that the verifier is another's.
      String own = there(ann);
      refused(ann, own.replaceAll("code=[^&]+", code(answer)));
      String replayed = there(mallory);
      Map<String, String> cookies = Map.copyOf(mallory.cookies);
      assertThat(mallory.get(replayed).statusCode()).isEqualTo(200);
      mallory.cookies.clear();
      mallory.cookies.putAll(cookies);
      refused(mallory, replayed);
    }
  }

  private static String code(String url) {
    return url.replaceAll(".*[?&](code=[^&]+).*", "$1");
  }

  @Test
  void nobodyIsLedElsewhere() throws Exception {
    try (PlayedBrowser ann = browser()) {
      HttpResponse<String> start =
          ann.get(ours + "/oidc/start?next=https://evil.test/&redirect_uri=https://evil.test/");
      assertThat(location(start)).startsWith(provider.issuer + "/auth?").doesNotContain("evil");
      String back = location(ann.get(location(start)));
      HttpResponse<String> answer = ann.get(back + "&next=https://evil.test/&url=//evil.test");
      assertThat(answer.body()).contains("url=/\"").doesNotContain("evil");
      assertThat(answer.headers().firstValue("Location")).isEmpty();
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
    }
  }

  @Test
  void groupsSayTheRolesAnew() throws Exception {
    try (PlayedBrowser ann = browser()) {
      assertThat(ann.get(there(ann)).statusCode()).isEqualTo(200);
      provider.says = c -> c.claim("groups", List.of("pacs-it"));
      assertThat(ann.get(there(ann)).statusCode()).isEqualTo(200);
      assertThat(roles()).containsExactly(Role.KEEPER);
      provider.says = c -> c.claim("groups", "staff");
      try (PlayedBrowser again = browser()) {
        refused(again, there(again));
      }
      assertThat(roles()).isEmpty();
      assertThat(ann.get(ours + "/dicom-web/studies").statusCode()).isNotEqualTo(200);
    }
  }

  private static Set<Role> roles() {
    return site.gate.users().list().stream()
        .filter(u -> u.name().equals("ann"))
        .findFirst()
        .orElseThrow()
        .roles();
  }
}

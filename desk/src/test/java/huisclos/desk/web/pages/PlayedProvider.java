package huisclos.desk.web.pages;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * An identity provider on loopback over TLS: discovery, keys, authorization codes with PKCE (S256),
 * each good once, for one client with a secret. Ann, a radiologist, is signed in there already;
 * tests twist what it says of her and how it signs that.
 */
final class PlayedProvider implements AutoCloseable {
  static final String CLIENT = "archive";
  static final String SECRET = "s%cr:t";

  /** How a token is made of what it should say. */
  @FunctionalInterface
  interface Signer {
    String sign(JWTClaimsSet claims) throws JOSEException;
  }

  /** What a code was given for. */
  private record Grant(Map<String, String> request) {}

  final RSAKey key;
  final String issuer;

  /** How often a token was asked for. */
  final AtomicInteger tokens = new AtomicInteger();

  volatile UnaryOperator<JWTClaimsSet.Builder> says = claims -> claims;
  volatile Signer signs = this::honest;

  /** The one place that it sends browsers back to. */
  volatile String redirect = "";

  private final HttpsServer server;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private final AtomicInteger codes = new AtomicInteger();

  PlayedProvider(SSLContext tls) throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    issuer = "https://localhost:" + server.getAddress().getPort() + "/realm";
    server.createContext("/realm/.well-known/openid-configuration", e -> json(e, 200, metadata()));
    server.createContext("/realm/keys", e -> json(e, 200, new JWKSet(key).toString()));
    server.createContext("/realm/auth", this::authorize);
    server.createContext("/realm/token", this::token);
    server.start();
  }

  private String metadata() {
    return """
    {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token",
     "jwks_uri":"%1$s/keys","authorization_response_iss_parameter_supported":true}\
    """
        .formatted(issuer);
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    boolean good =
        asked.getOrDefault("client_id", "").equals(CLIENT)
            && asked.getOrDefault("redirect_uri", "").equals(redirect)
            && asked.getOrDefault("response_type", "").equals("code")
            && asked.getOrDefault("scope", "").startsWith("openid")
            && asked.getOrDefault("code_challenge_method", "").equals("S256")
            && asked.getOrDefault("code_challenge", "").length() == 43;
    if (!good) {
      json(exchange, 400, "{}");
      return;
    }
    String code = "code-" + codes.incrementAndGet();
    grants.put(code, new Grant(asked));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            redirect
                + "?code="
                + code
                + "&state="
                + encoded(asked.getOrDefault("state", ""))
                + "&iss="
                + encoded(issuer));
    exchange.sendResponseHeaders(303, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    tokens.incrementAndGet();
    Map<String, String> asked =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    // One of nothing fits no verifier.
    Grant grant =
        Optional.ofNullable(grants.remove(asked.getOrDefault("code", "")))
            .orElse(new Grant(Map.of()));
    String basic = encoded(CLIENT) + ":" + encoded(SECRET);
    boolean good =
        ("Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && asked.getOrDefault("grant_type", "").equals("authorization_code")
            && asked.getOrDefault("redirect_uri", "").equals(redirect)
            && challenge(asked.getOrDefault("code_verifier", ""))
                .equals(grant.request().getOrDefault("code_challenge", ""));
    if (!good) {
      json(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    try {
      String nonce = grant.request().getOrDefault("nonce", "");
      json(
          exchange,
          200,
          "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"id_token\":\""
              + signs.sign(says.apply(ann(nonce)).build())
              + "\"}");
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  private JWTClaimsSet.Builder ann(String nonce) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(CLIENT)
        .subject("0c7b")
        .claim("nonce", nonce)
        .claim("preferred_username", "ann")
        .claim("groups", List.of("staff", "pacs-radiology"))
        .claim("amr", List.of("pwd", "otp", "mfa"))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(60)));
  }

  String honest(JWTClaimsSet claims) throws JOSEException {
    return signed(claims, key);
  }

  static String signed(JWTClaimsSet claims, RSAKey by) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
    jwt.sign(new RSASSASigner(by));
    return jwt.serialize();
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void json(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  static Map<String, String> form(String text) {
    Map<String, String> all = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        all.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return all;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

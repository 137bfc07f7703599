package huisclos.courier.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import huisclos.gate.IssuerKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The line to an identity provider. It asks only where the provider's own metadata say, which come
 * from the issuer's address. Metadata and keys are known for an hour; keys are fetched sooner for
 * one that isn't among them, but not twice within {@link #DECENT}, so that nobody's made-up key ids
 * press the provider. Safe from many threads.
 */
public final class OidcProvider implements IssuerKeys, AutoCloseable {
  /** Longest answer that is read, bytes. */
  static final int MAX_BYTES = 256 * 1024;

  /** A whole exchange takes no longer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** For how long what was fetched is good. */
  static final Duration FRESH = Duration.ofHours(1);

  /** Keys aren't fetched anew sooner than this. */
  static final Duration DECENT = Duration.ofMinutes(1);

  /**
   * A provider that didn't answer isn't asked sooner than this: whoever comes needn't wait for it.
   */
  static final Duration RECOVERY = Duration.ofSeconds(5);

  private final String issuer;
  private final String clientId;
  private final String clientSecret;
  private final Clock clock;
  private final HttpClient client;
  private @Nullable Known<ProviderMetadata> metadata;
  private @Nullable Instant failed;
  private @Nullable Known<String> keys;

  private record Known<T>(T value, Instant since) {}

  /**
   * A line that is opened when it is needed.
   *
   * @param issuer an {@code https} URL
   * @param clientSecret empty for a client without one
   * @param tls whom it trusts to be the provider; empty trusts as the JDK does
   */
  public OidcProvider(
      String issuer, String clientId, String clientSecret, Optional<SSLContext> tls, Clock clock) {
    if (!ProviderMetadata.isSecure(URI.create(issuer))) {
      throw new IllegalArgumentException("an issuer is reached over TLS");
    }
    this.issuer = issuer;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(PATIENCE);
    tls.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /**
   * What the provider says of itself.
   *
   * @throws IOException when it can't be had
   */
  public synchronized ProviderMetadata metadata() throws IOException {
    Known<ProviderMetadata> known = metadata;
    if (known != null && clock.instant().isBefore(known.since().plus(FRESH))) {
      return known.value();
    }
    Instant before = failed;
    if (before != null && clock.instant().isBefore(before.plus(RECOVERY))) {
      throw new IOException("the provider didn't answer a moment ago");
    }
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    try {
      ProviderMetadata read =
          ProviderMetadata.parse(
              get(URI.create(base + "/.well-known/openid-configuration")), issuer);
      metadata = new Known<>(read, clock.instant());
      failed = null;
      return read;
    } catch (IOException e) {
      failed = clock.instant();
      throw e;
    }
  }

  @Override
  public synchronized String jwks(boolean anew) throws IOException {
    Known<String> known = keys;
    Duration good = anew ? DECENT : FRESH;
    if (known != null && clock.instant().isBefore(known.since().plus(good))) {
      return known.value();
    }
    String read = get(metadata().keys());
    keys = new Known<>(read, clock.instant());
    return read;
  }

  /**
   * The ID token for a code (OpenID Connect Core §3.1.3), unchecked; empty when the provider gives
   * none for it.
   *
   * @param verifier the PKCE verifier
   * @param redirect where the code was sent to
   * @throws IOException when the provider can't be asked
   */
  public Optional<String> idToken(String code, String verifier, String redirect)
      throws IOException {
    String form =
        "grant_type=authorization_code&code="
            + encoded(code)
            + "&redirect_uri="
            + encoded(redirect)
            + "&code_verifier="
            + encoded(verifier)
            + "&client_id="
            + encoded(clientId);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(metadata().token())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(form));
    if (!clientSecret.isEmpty()) {
      String pair = encoded(clientId) + ":" + encoded(clientSecret);
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    Answer answer = send(request);
    if (answer.status() != 200) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          JSONObjectUtils.getString(JSONObjectUtils.parse(answer.body()), "id_token"));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String get(URI uri) throws IOException {
    Answer answer = send(HttpRequest.newBuilder(uri).header("Accept", "application/json"));
    if (answer.status() != 200) {
      throw new IOException("the provider doesn't answer as it should");
    }
    return answer.body();
  }

  private record Answer(int status, String body) {}

  /** The time is that of the whole exchange, the body too. */
  private Answer send(HttpRequest.Builder builder) throws IOException {
    CompletableFuture<Answer> answer =
        client
            .sendAsync(builder.timeout(PATIENCE).build(), BodyHandlers.ofInputStream())
            .thenApplyAsync(OidcProvider::read, Thread::startVirtualThread);
    try {
      Answer read = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (read.status() < 0) {
        throw new IOException("the provider's answer is too long or broken");
      }
      return read;
    } catch (ExecutionException e) {
      throw new IOException("the provider can't be reached", e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("the provider takes too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Answer read(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? new Answer(-1, "")
          : new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Answer(-1, "");
    }
  }

  /** Ends the line. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}

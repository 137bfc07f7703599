package huisclos.desk.web.pages;

import huisclos.courier.oidc.OidcProvider;
import huisclos.courier.oidc.ProviderMetadata;
import huisclos.desk.web.Call;
import huisclos.desk.web.Credentials;
import huisclos.desk.web.Route;
import huisclos.gate.Federation;
import huisclos.gate.SignIn;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Signing in at an identity provider: there ({@code /oidc/start}) and back ({@code /oidc/return}).
 * Thread-safe.
 */
public final class OidcEndpoints {
  /** Where a sign-in begins. */
  public static final String START = "/oidc/start";

  static final String RETURN = "/oidc/return";

  /**
   * The cookie that ties a sign-in to its browser. It comes back with the provider's answer, from
   * another site, so it can't be {@code SameSite=Strict}; it is worth nothing but with that answer.
   */
  static final String COOKIE = "__Host-oidc";

  private static final int MAX_PARAMETER = 4096;

  private final Federation federation;
  private final OidcProvider provider;
  private final String clientId;
  private final Set<String> acr;

  /**
   * Between these.
   *
   * @param rules what we are called at the provider, and what is asked of a sign-in there
   */
  public OidcEndpoints(Federation federation, OidcProvider provider, Federation.Rules rules) {
    this.federation = federation;
    this.provider = provider;
    this.clientId = rules.clientId();
    this.acr = rules.acr();
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(START, Route.Access.PUBLIC, this::start),
        Route.get(RETURN, Route.Access.PUBLIC, this::comeBack));
  }

  private void start(Call call) throws IOException {
    ProviderMetadata metadata;
    try {
      metadata = provider.metadata();
    } catch (IOException e) {
      plain(call, 503, "The identity provider can't be reached.");
      return;
    }
    Federation.Start start = federation.begin();
    String query =
        "response_type=code&scope=openid%20profile&client_id="
            + encoded(clientId)
            + "&redirect_uri="
            + encoded(call.origin() + RETURN)
            + "&state="
            + encoded(start.state())
            + "&nonce="
            + encoded(start.nonce())
            + "&code_challenge="
            + encoded(start.challenge())
            + "&code_challenge_method=S256"
            + (acr.isEmpty() ? "" : "&acr_values=" + encoded(String.join(" ", acr)));
    String to = metadata.authorize().toString();
    cookie(call, start.ticket(), 600);
    call.set("Location", to + (to.indexOf('?') < 0 ? "?" : "&") + query);
    call.respond(303);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void cookie(Call call, String value, int seconds) {
    call.set(
        "Set-Cookie",
        COOKIE + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + seconds);
  }

  private void comeBack(Call call) throws IOException {
    cookie(call, "", 0);
    String remote = call.who().remote();
    SignIn came;
    try {
      Optional<Federation.Pending> pending =
          federation.take(
              ticket(call),
              one(call, "state").orElse(""),
              one(call, "iss"),
              provider.metadata().sendsIssuer(),
              remote);
      if (pending.isEmpty()) {
        refuse(call);
        return;
      }
      Optional<String> idToken =
          one(call, "code").isEmpty() || one(call, "error").isPresent()
              ? Optional.empty()
              : provider.idToken(
                  one(call, "code").get(), pending.get().verifier(), call.origin() + RETURN);
      came =
          idToken.isEmpty()
              ? federation.refused(remote)
              : federation.signIn(pending.get(), idToken.get(), remote);
    } catch (IOException e) {
      var _ = federation.refused(remote);
      plain(call, 503, "The identity provider can't be reached.");
      return;
    }
    switch (came) {
      case SignIn.Done(String session, List<String> _) -> onward(call, session);
      case SignIn.Second _, SignIn.Enrol _, SignIn.Refused _, SignIn.Unfit _ -> refuse(call);
    }
  }

  /**
   * By a page of our own, not by a redirect: a browser that is still on its way from another site
   * would leave the session's cookie behind.
   */
  private static void onward(Call call, String session) throws IOException {
    call.set(
        "Set-Cookie",
        Credentials.SESSION_COOKIE + "=" + session + "; Path=/; Secure; HttpOnly; SameSite=Strict");
    page(
        call,
        200,
        "<meta http-equiv=\"refresh\" content=\"0; url=/\">",
        "<a href=\"/\">Signed in / Identité vérifiée</a>");
  }

  private static void refuse(Call call) throws IOException {
    call.set("WWW-Authenticate", "Bearer");
    page(call, 401, "", "<a href=\"/sign-in\">The sign-in failed / La connexion a échoué</a>");
  }

  private static void plain(Call call, int status, String text) throws IOException {
    page(call, status, "", text);
  }

  /** Of static texts alone. */
  private static void page(Call call, int status, String head, String body) throws IOException {
    String html =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sign-in</title>"
            + head
            + "</head><body><p>"
            + body
            + "</p></body></html>";
    call.respond(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }

  /** A parameter that comes once; of one that comes twice nobody can say which is meant. */
  private static Optional<String> one(Call call, String name) {
    List<String> values =
        call.query().stream()
            .filter(p -> p.getKey().equals(name))
            .map(Map.Entry::getValue)
            .toList();
    return values.size() == 1 && values.getFirst().length() <= MAX_PARAMETER
        ? Optional.of(values.getFirst())
        : Optional.empty();
  }

  private static String ticket(Call call) {
    List<String> found =
        Arrays.stream(call.header("Cookie").orElse("").split("[;,]", -1))
            .map(String::strip)
            .filter(pair -> pair.startsWith(COOKIE + "="))
            .map(pair -> pair.substring(COOKIE.length() + 1))
            .toList();
    return found.size() == 1 ? found.getFirst() : "";
  }
}

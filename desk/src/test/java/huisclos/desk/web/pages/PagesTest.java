package huisclos.desk.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.FindMemory;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.WebSite;
import huisclos.gate.Admission;
import huisclos.gate.Identity;
import huisclos.gate.Role;
import huisclos.gate.UserAdmin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a browser without scripts meets them. */
class PagesTest {
  private static final String SESSION = "__Host-session=";
  private static final String TICKET = "__Host-sign-in=";

  @TempDir Path folder;

  private static Endpoint endpoint(WebSite site, String method, String template) {
    return Pages.routes(site.gate, site.archive, FindMemory.ofHeap(), false).stream()
        .filter(r -> r.template().equals(template) && r.methods().contains(method))
        .findFirst()
        .orElseThrow()
        .endpoint();
  }

  private static FakeCall get(WebSite site, String path, String... cookies) throws IOException {
    return FakeCall.get(stranger(site), path)
        .asking("Cookie", String.join("; ", cookies))
        .at(endpoint(site, "GET", path));
  }

  private static Identity stranger(WebSite site) {
    return site.gate.stranger("192.0.2.9");
  }

  private static FakeCall form(Identity who, String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return new FakeCall(who, "POST", path)
        .body("application/x-www-form-urlencoded", body.getBytes(StandardCharsets.UTF_8));
  }

  private static String cookie(FakeCall call, String name) {
    String set = call.answered("Set-Cookie").orElseThrow();
    assertThat(set).startsWith(name).contains("; Secure").contains("; HttpOnly");
    assertThat(set).contains("; SameSite=Strict").contains("; Path=/").doesNotContain("Domain");
    return set.substring(0, set.indexOf(';'));
  }

  @Test
  void somebodyInvitedSetsACodeUpSignsInAndOutWithoutScripts() throws Exception {
    try (WebSite site = new WebSite(folder.resolve("home"))) {
      String name = "<script>alert('1')</script>&\"x";
      site.gate
          .users()
          .add(
              new UserAdmin.Order(name, "", Set.of(), Set.of(Role.RADIOLOGIST), Set.of(), Set.of()),
              Optional.empty(),
              "root");
      String code = site.gate.web().invitations().invite(name, "root").orElseThrow();
      FakeCall invited =
          FakeCall.get(stranger(site), "/invitation/" + code)
              .variable("code", code)
              .at(endpoint(site, "GET", "/invitation/{code}"));
      assertThat(invited.text()).contains("&lt;script&gt;").doesNotContain("<script>alert");

      FakeCall accepted =
          form(
                  stranger(site),
                  "/invitation/" + code,
                  Map.of("password", "correct horse", "again", "correct horse"))
              .variable("code", code)
              .at(endpoint(site, "POST", "/invitation/{code}"));
      assertThat(accepted.status()).isEqualTo(303);
      String ticket = cookie(accepted, TICKET);
      FakeCall enrol = get(site, "/sign-in/enrol", ticket);
      assertThat(enrol.text()).contains("<svg").contains("otpauth://totp/localhost%3A8443:");
      assertThat(enrol.text()).doesNotContain("<script").doesNotContain("style=");
      Matcher secret = Pattern.compile("secret=([A-Z2-7]+)").matcher(enrol.text());
      assertThat(secret.find()).isTrue();

      FakeCall done =
          form(stranger(site), "/sign-in/enrol", Map.of("code", SignedIn.totp(secret.group(1))))
              .asking("Cookie", ticket)
              .at(endpoint(site, "POST", "/sign-in/enrol"));
      assertThat(done.status()).isEqualTo(200);
      assertThat(done.text()).contains("<ul class=\"codes\">");
      Identity who = signedIn(site, cookie(done, SESSION));
      assertThat(FakeCall.get(who, "/").at(endpoint(site, "GET", "/")).text())
          .contains("Search for studies")
          .doesNotContain("<script>alert");
      FakeCall account = FakeCall.get(who, "/account").at(endpoint(site, "GET", "/account"));
      assertThat(account.text()).contains("Recovery codes left: 10").contains("192.0.2.9");

      FakeCall out =
          form(who, "/account/sign-out", Map.of()).at(endpoint(site, "POST", "/account/sign-out"));
      assertThat(out.answered("Set-Cookie").orElseThrow()).contains("Max-Age=0");
      assertThat(
              site.gate
                  .web()
                  .session(cookie(done, SESSION).substring(SESSION.length()), "192.0.2.9"))
          .isInstanceOf(Admission.Refused.class);
    }
  }

  @Test
  void aWrongSignInLooksTheSameForAnybody() throws Exception {
    try (WebSite site = new WebSite(folder.resolve("home"))) {
      site.gate
          .users()
          .add(
              new UserAdmin.Order("ann", "", Set.of(), Set.of(Role.KEEPER), Set.of(), Set.of()),
              Optional.of("correct horse".getBytes(StandardCharsets.UTF_8)),
              "root");
      FakeCall known = signIn(site, "ann", "wrong password");
      FakeCall alone = signIn(site, "ann", "correct horse");
      FakeCall unknown = signIn(site, "bob", "wrong password");
      for (FakeCall call : List.of(known, alone, unknown)) {
        assertThat(call.status()).isEqualTo(401);
        assertThat(call.text()).isEqualTo(known.text());
        assertThat(call.answered("Set-Cookie")).isEmpty();
      }
      FakeCall ended =
          FakeCall.get(stranger(site), "/invitation/x")
              .variable("code", "x")
              .at(endpoint(site, "GET", "/invitation/{code}"));
      assertThat(ended.status()).isEqualTo(404);
      assertThat(get(site, "/sign-in/second").status()).isEqualTo(303);
      assertThat(get(site, "/sign-in/enrol").status()).isEqualTo(303);
    }
  }

  @Test
  void pagesOfStrangersAreInTheirLanguageAndNameNobody() throws Exception {
    try (WebSite site = new WebSite(folder.resolve("home"))) {
      for (String path : List.of("/sign-in", "/trust", "/trust/ca.pem", "/pages/passkey.js")) {
        String text = get(site, path).text();
        assertThat(text.toLowerCase(java.util.Locale.ROOT)).doesNotContain("huisclos");
      }
      FakeCall french =
          FakeCall.get(stranger(site), "/sign-in")
              .asking("Accept-Language", "fr-CH, fr;q=0.9, en;q=0.8")
              .at(endpoint(site, "GET", "/sign-in"));
      assertThat(french.text()).contains("<html lang=\"fr\">").contains("Mot de passe");
      FakeCall other =
          FakeCall.get(stranger(site), "/sign-in")
              .asking("Accept-Language", "tlh,;;;")
              .at(endpoint(site, "GET", "/sign-in"));
      assertThat(other.text()).contains("<html lang=\"en\">");
      assertThat(texts("fr").keySet()).isEqualTo(texts("en").keySet());
    }
  }

  private static Properties texts(String language) throws IOException {
    Properties texts = new Properties();
    try (InputStream in = Pages.class.getResourceAsStream("texts_" + language + ".properties")) {
      texts.load(in);
    }
    return texts;
  }

  private static FakeCall signIn(WebSite site, String name, String password) throws IOException {
    return form(stranger(site), "/sign-in", Map.of("name", name, "password", password))
        .at(endpoint(site, "POST", "/sign-in"));
  }

  private static Identity signedIn(WebSite site, String cookie) {
    Admission came = site.gate.web().session(cookie.substring(SESSION.length()), "192.0.2.9");
    assertThat(came).isInstanceOf(Admission.Admitted.class);
    return ((Admission.Admitted) came).identity();
  }
}

package huisclos.desk.web.attack;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.Route;
import huisclos.gate.Role;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another site's page, or who planted a cookie, makes a signed-in browser do: nothing. */
class ForgedRequestsTest {
  @TempDir static Path folder;
  private static AttackedDoor door;
  private static AttackedDoor.Person ann;

  @BeforeAll
  static void open() throws Exception {
    door = new AttackedDoor(folder);
    ann = door.settled("ann", Role.RADIOLOGIST);
  }

  @AfterAll
  static void close() throws IOException {
    assertThat(door.failures).isEmpty();
    door.close();
  }

  /** What browsers send along with a request of another site's page, by how it was made. */
  private static final List<Map<String, String>> FOREIGN =
      List.of(
          Map.of(),
          Map.of("Origin", "null"),
          Map.of("Origin", ""),
          Map.of("Origin", "https://evil.example"),
          Map.of("Origin", "http://localhost"),
          Map.of("Origin", "https://localhost"),
          Map.of("Origin", "https://localhost:1"),
          Map.of("Origin", "https://localhost.evil.example"),
          Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin"),
          Map.of("Sec-Fetch-Site", "cross-site"),
          Map.of("Sec-Fetch-Site", "same-site"),
          Map.of("Sec-Fetch-Site", "none"),
          Map.of("Referer", "https://localhost/account"));

  @Test
  void everyRouteThatChangesSomethingRefusesAnotherSitesPage() throws Exception {
    List<Route> changing =
        AttackedDoor.pages(door.site).stream().filter(r -> !r.methods().contains("GET")).toList();
    assertThat(changing).hasSizeGreaterThan(8);
    for (Route route : changing) {
      for (Map<String, String> headers : FOREIGN) {
        HttpRequest.Builder forged =
            door.form(route.template().replaceAll("\\{.*?}", "x"), Map.of("a", "b"))
                .header("Cookie", ann.cookie());
        headers.forEach(forged::header);
        assertThat(door.ask(forged).statusCode())
            .as("%s %s", route.template(), headers)
            .isEqualTo(403);
      }
    }
    assertThat(signedIn(ann.cookie())).as("nobody signed ann out").isTrue();
  }

  /** DICOMweb by a session's cookie: a page elsewhere can send these without asking first. */
  @Test
  void anotherSitesPageStoresAndDeletesNothing() throws Exception {
    String study = "/dicom-web/studies/1.2.3";
    for (String type : List.of("text/plain", "application/dicom", "multipart/form-data")) {
      HttpRequest.Builder store =
          door.to("/dicom-web/studies")
              .header("Cookie", ann.cookie())
              .header("Origin", "https://evil.example")
              .header("Content-Type", type)
              .POST(BodyPublishers.ofString("x"));
      assertThat(door.ask(store).statusCode()).isEqualTo(403);
    }
    for (String path : List.of(study + "/reject/113001%5EDCM", study + "/restore")) {
      HttpRequest.Builder post =
          door.to(path).header("Cookie", ann.cookie()).POST(BodyPublishers.noBody());
      assertThat(door.ask(post).statusCode()).as("%s", path).isEqualTo(403);
    }
    HttpRequest.Builder delete = door.to(study).header("Cookie", ann.cookie()).DELETE();
    assertThat(door.ask(delete.copy()).statusCode()).isEqualTo(403);
    assertThat(door.ask(delete.copy().header("Origin", "null")).statusCode()).isEqualTo(403);
    assertThat(door.ask(delete.copy().header("X-HTTP-Method-Override", "GET")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void nothingIsChangedByGet() throws Exception {
    List<Route> routes = AttackedDoor.pages(door.site);
    Set<String> pages =
        routes.stream()
            .filter(r -> r.methods().contains("GET"))
            .map(Route::template)
            .collect(Collectors.toSet());
    for (Route route : routes) {
      if (pages.contains(route.template())) {
        continue;
      }
      HttpResponse<String> got =
          door.ask(
              door.to(route.template().replaceAll("\\{.*?}", "x") + "?session=x&_method=POST")
                  .header("Cookie", ann.cookie())
                  .header("X-HTTP-Method-Override", "POST"));
      assertThat(got.statusCode()).as(route.template()).isEqualTo(405);
    }
    assertThat(signedIn(ann.cookie())).isTrue();
  }

  /** A preflight of another site's page is told nothing that would let its request go ahead. */
  @Test
  void noPreflightIsAnswered() throws Exception {
    HttpResponse<String> preflight =
        door.ask(
            door.to("/dicom-web/studies")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(401);
    HttpResponse<String> read =
        door.ask(door.knownTo("/dicom-web/studies").header("Origin", "https://evil.example"));
    for (HttpResponse<String> answer : List.of(preflight, read)) {
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.startsWith("access-control-"));
      assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
          .contains("same-origin");
    }
  }

  /** The cookie that somebody planted is neither taken over nor worth anything. */
  @Test
  void aSignInNeverTakesOverACookieThatWasThereBefore() throws Exception {
    String planted = AttackedDoor.SESSION + "=" + "A".repeat(43);
    String ticket = "__Host-sign-in=" + "B".repeat(43);
    HttpResponse<String> begun =
        door.ask(
            door.form("/sign-in", Map.of("name", "ann", "password", AttackedDoor.PASSWORD))
                .header("Origin", door.origin())
                .header("Cookie", planted + "; " + ticket));
    assertThat(begun.statusCode()).isEqualTo(303);
    String second = AttackedDoor.cookie(begun);
    assertThat(second).startsWith("__Host-sign-in=").isNotEqualTo(ticket);
    assertThat(second(second + "; " + ticket, 1).statusCode())
        .as("two tickets: one was planted")
        .isEqualTo(303);
    HttpResponse<String> done = second(planted + "; " + second, 1);
    assertThat(done.statusCode()).isEqualTo(303);
    String session = AttackedDoor.cookie(done);
    assertThat(session).startsWith(AttackedDoor.SESSION + "=").isNotEqualTo(planted);
    assertThat(session).isNotEqualTo(ann.cookie());
    assertThat(signedIn(session)).isTrue();
    assertThat(signedIn(planted)).isFalse();
    assertThat(signedIn(planted + "; " + session)).as("two sessions: one was planted").isFalse();
    assertThat(second(second, 1).headers().map())
        .as("a ticket works once")
        .doesNotContainKey("set-cookie");
    assertThat(signedIn(second.replace("__Host-sign-in", AttackedDoor.SESSION)))
        .as("a ticket is no session")
        .isFalse();
    HttpResponse<String> again =
        door.ask(
            door.form("/account/factor", Map.of("password", AttackedDoor.PASSWORD))
                .header("Origin", door.origin())
                .header("Cookie", session));
    assertThat(AttackedDoor.cookie(again)).isNotIn(second, session);
    String raised = AttackedDoor.cookie(again);
    String offered = door.ask(door.to("/sign-in/enrol").header("Cookie", raised)).body();
    String secret = offered.replaceAll("(?s).*?secret=([A-Z2-7]+).*", "$1");
    HttpResponse<String> confirmed =
        door.ask(
            door.form("/sign-in/enrol", Map.of("code", AttackedDoor.totp(secret, 0)))
                .header("Origin", door.origin())
                .header("Cookie", raised));
    assertThat(signedIn(AttackedDoor.cookie(confirmed))).as("a new one").isTrue();
    assertThat(signedIn(session)).as("the one from before another factor was set up").isFalse();
    ann = new AttackedDoor.Person("ann", secret, AttackedDoor.cookie(confirmed), "");
  }

  private static HttpResponse<String> second(String cookies, int ahead) throws Exception {
    return door.ask(
        door.form("/sign-in/second", Map.of("code", AttackedDoor.totp(ann.secret(), ahead)))
            .header("Origin", door.origin())
            .header("Cookie", cookies));
  }

  private static boolean signedIn(String cookies) throws Exception {
    return door.ask(door.to("/account").header("Cookie", cookies)).statusCode() == 200;
  }

  /** RFC 6265bis §4.1: bound to this host, to TLS, away from scripts and other sites. */
  @Test
  void everyCookieIsBoundToThisHostAndItsPages() throws Exception {
    HttpResponse<String> begun =
        door.ask(
            door.form("/sign-in", Map.of("name", "ann", "password", AttackedDoor.PASSWORD))
                .header("Origin", door.origin()));
    String set = begun.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(set).startsWith("__Host-").doesNotContainIgnoringCase("domain");
    assertThat(List.of(set.split("; ")))
        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict");
    assertThat(begun.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void noAnswerCanBeFramedOrRead() throws Exception {
    for (String path :
        List.of(
            "/",
            "/account",
            "/sign-in",
            "/trust",
            "/trust/ca.pem",
            "/pages/passkey.js",
            "/invitation/x",
            "/dicom-web/studies?limit=1",
            "/dicom-web",
            "/fhir/metadata",
            "/fhir/ImagingStudy?_count=1",
            "/wado?requestType=WADO",
            "/nowhere",
            "/a//b")) {
      HttpResponse<String> answer =
          door.ask(door.to(path).header("Cookie", ann.cookie()).header("Accept", "*/*"));
      Map<String, List<String>> headers = answer.headers().map();
      assertThat(headers)
          .as("%s %d", path, answer.statusCode())
          .containsEntry("x-frame-options", List.of("DENY"))
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
          .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
          .doesNotContainKey("access-control-allow-origin");
      assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
          .contains("frame-ancestors 'none'", "default-src 'none'", "form-action 'self'")
          .contains("base-uri 'none'")
          .doesNotContain("unsafe");
      if (answer.headers().firstValue("content-type").orElse("").startsWith("text/html")) {
        assertThat(answer.body())
            .doesNotContainPattern("<script(?! src=\"/)|<style| on\\w+=|style=");
      }
    }
  }
}

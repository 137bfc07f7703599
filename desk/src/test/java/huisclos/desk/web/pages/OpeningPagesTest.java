package huisclos.desk.web.pages;

import static huisclos.desk.web.WebSite.ct;
import static huisclos.desk.web.WebSite.study;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.FindMemory;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.AlertKind;
import huisclos.gate.Identity;
import huisclos.gate.Role;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sharing and breaking the glass, as people do it in pages and pages' scripts in JSON. */
class OpeningPagesTest {
  private static final String HERS = study(1, 1);
  private static final String NOBODYS = study(2, 1);

  @TempDir Path folder;
  private final String day = LocalDate.now(ZoneOffset.UTC).plusDays(3).toString();
  private WebSite site;
  private List<Route> routes = List.of();

  @BeforeEach
  void open() throws IOException {
    site = new WebSite(folder.resolve("home"));
    site.store(ct(1, 1, 1, 1));
    site.store(ct(2, 1, 1, 1));
    routes = Pages.routes(site.gate, site.archive, FindMemory.ofHeap(), false);
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  /** Asks the route of a template; what fills its variable comes last in the path. */
  private FakeCall at(FakeCall call, String template) throws IOException {
    return call.at(
        routes.stream()
            .filter(r -> r.template().equals(template) && r.methods().contains(call.method()))
            .findFirst()
            .orElseThrow()
            .endpoint());
  }

  private FakeCall get(Identity who, String path) throws IOException {
    return at(FakeCall.get(who, path), path);
  }

  private FakeCall form(Identity who, String template, String variable, String... fields)
      throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i > 0 ? "&" : "")
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return at(
        new FakeCall(who, "POST", template)
            .variable("study", variable)
            .body(
                "application/x-www-form-urlencoded",
                body.toString().getBytes(StandardCharsets.UTF_8)),
        template);
  }

  private FakeCall json(Identity who, String path, String body) throws IOException {
    return at(
        new FakeCall(who, "POST", path)
            .body("application/json", body.getBytes(StandardCharsets.UTF_8)),
        path);
  }

  private FakeCall end(Identity who, String path, String id) throws IOException {
    return at(new FakeCall(who, "DELETE", path + "/" + id).variable("id", id), path + "/{id}");
  }

  private static String id(FakeCall call) {
    Matcher id = Pattern.compile("\"id\":\"([0-9a-f]+)\"").matcher(call.text());
    assertThat(id.find()).as(call.text()).isTrue();
    return id.group(1);
  }

  private List<TrailRecord> trail(Action... actions) throws IOException {
    return site.records().stream().filter(r -> List.of(actions).contains(r.action())).toList();
  }

  @Test
  void aStudyIsSharedSeenAndTakenBack() throws Exception {
    Identity rita = SignedIn.as(site, "rita", Role.RADIOLOGIST);
    Identity raoul = SignedIn.as(site, "raoul", Role.REFERRER, "Nobody^Knows");
    assertThat(get(raoul, "/studies").text()).contains("Nothing is shared with you");
    FakeCall unseen = FakeCall.get(raoul, "/studies/" + HERS).variable("study", HERS);
    assertThat(at(unseen, "/studies/{study}").status()).isEqualTo(404);

    FakeCall found = form(rita, "/studies", "", "by", "patient", "value", "PID000001");
    assertThat(found.text()).contains("Patient00001 Péter").contains("/studies/" + HERS);
    FakeCall shared = form(rita, "/studies/{study}", HERS, "with", "raoul", "until", day);
    assertThat(shared.status()).isEqualTo(303);
    assertThat(get(raoul, "/studies").text()).contains("PID000001").contains("From rita");
    FakeCall seen = FakeCall.get(raoul, "/studies/" + HERS).variable("study", HERS);
    assertThat(at(seen, "/studies/{study}").text())
        .contains("Patient00001")
        .contains("<form method=\"post\" action=\"/studies/" + HERS);
    assertThat(form(raoul, "/studies/{study}", HERS, "with", "rita", "until", day).status())
        .as("nobody passes on what was shared with them")
        .isEqualTo(404);

    String list = get(rita, "/api/shares").text();
    assertThat(list).contains("\"with\":\"raoul\"").contains(HERS);
    String id = id(get(rita, "/api/shares"));
    assertThat(trail(Action.SHARE))
        .singleElement()
        .satisfies(r ->
            assertThat(r.facts())
                .containsEntry(Fact.TARGET, "raoul")
                .containsEntry(Fact.SHARES, id))
        .matches(r -> r.studyUids().contains(HERS));
    assertThat(trail(Action.QUERY))
        .as("each opening names the share it came through")
        .filteredOn(r -> r.actor().id().equals("raoul") && r.studyUids().contains(HERS))
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.facts()).containsEntry(Fact.SHARES, id));

    assertThat(end(raoul, "/api/shares", id).status()).as("not his to end").isEqualTo(404);
    assertThat(form(rita, "/shares/end", "", "id", id).status()).isEqualTo(303);
    assertThat(get(raoul, "/studies").text()).contains("Nothing is shared with you");
    assertThat(trail(Action.SHARE_REVOKE))
        .singleElement()
        .matches(r -> r.actor().id().equals("rita"));
  }

  @Test
  void sharingByJsonSaysWhatIsWrong() throws Exception {
    Identity rita = SignedIn.as(site, "rita", Role.RADIOLOGIST);
    SignedIn.as(site, "tom", Role.TECHNOLOGIST);
    Identity kim = SignedIn.as(site, "kim", Role.KEEPER);
    String good = "{\"study\":\"%s\",\"with\":\"%s\",\"until\":\"%s\"}";
    FakeCall done = json(rita, "/api/shares", good.formatted(HERS, "tom", day));
    assertThat(done.status()).isEqualTo(201);
    assertThat(end(rita, "/api/shares", id(done)).status()).isEqualTo(204);
    assertThat(json(rita, "/api/shares", good.formatted(HERS, "eve", day)).status()).isEqualTo(422);
    assertThat(json(rita, "/api/shares", good.formatted("1.2.3", "tom", day)).status())
        .isEqualTo(404);
    assertThat(json(rita, "/api/shares", good.formatted(HERS, "tom", "2020-01-01")).status())
        .isEqualTo(422);
    assertThat(json(rita, "/api/shares", good.formatted(HERS, "tom", "soon")).status())
        .isEqualTo(400);
    assertThat(json(kim, "/api/shares", good.formatted(HERS, "tom", day)).status()).isEqualTo(403);
    for (String body : List.of("", "[]", "{\"study\":1}", "{\"a\":{}}", "{}{}", "{\"a\":\"b\"")) {
      assertThat(json(rita, "/api/shares", body).status()).as(body).isEqualTo(400);
    }
    FakeCall text = new FakeCall(rita, "POST", "/api/shares").body("text/plain", new byte[2]);
    assertThat(at(text, "/api/shares").status()).isEqualTo(415);
  }

  @Test
  void theGlassIsBrokenWithAReasonAnAlertAndAnEnd() throws Exception {
    Identity raoul = SignedIn.as(site, "raoul", Role.REFERRER, "Nobody^Knows");
    Identity kim = SignedIn.as(site, "kim", Role.KEEPER);
    String[] asked = {"by", "patient", "value", "PID000002", "reason", "found unconscious"};
    assertThat(form(raoul, "/emergency", "", "by", "patient", "value", "PID000002").status())
        .as("no reason, nothing opened")
        .isEqualTo(422);
    assertThat(form(kim, "/emergency", "", asked).status()).isEqualTo(403);
    assertThat(form(raoul, "/emergency", "", asked).status()).isEqualTo(303);
    assertThat(get(raoul, "/emergency").text())
        .contains("Patient00002")
        .contains("/studies/" + NOBODYS);
    assertThat(get(raoul, "/api/emergencies").text()).contains("\"patient\":\"PID000002\"");
    assertThat(site.gate.alerts().open()).anyMatch(a -> a.kind().equals(AlertKind.BREAK_GLASS));
    assertThat(trail(Action.BREAK_GLASS))
        .filteredOn(r -> r.outcome() == Outcome.DONE)
        .singleElement()
        .matches(r -> r.sealed().isPresent() && r.actor().id().equals("raoul"));

    String keepers = get(kim, "/emergency").text();
    assertThat(keepers).contains("raoul").doesNotContain("PID000002").doesNotContain(NOBODYS);
    String id = id(get(raoul, "/api/emergencies"));
    assertThat(keepers).contains(id);
    assertThat(form(kim, "/emergency/end", "", "id", id).status()).isEqualTo(303);
    assertThat(get(raoul, "/emergency").text()).contains("Nothing is open");
    assertThat(trail(Action.BREAK_GLASS_END))
        .singleElement()
        .matches(r -> r.actor().id().equals("kim"));

    FakeCall again =
        json(raoul, "/api/emergencies", "{\"study\":\"" + NOBODYS + "\",\"reason\":\"bleeding\"}");
    assertThat(again.status()).isEqualTo(201);
    Identity tom = SignedIn.as(site, "tom", Role.TECHNOLOGIST);
    assertThat(end(tom, "/api/emergencies", id(again)).status()).as("not his").isEqualTo(404);
    assertThat(end(raoul, "/api/emergencies", id(again)).status()).isEqualTo(204);
    assertThat(json(raoul, "/api/emergencies", "{\"patient\":\"X\",\"reason\":\"no\"}").status())
        .isEqualTo(422);
    assertThat(json(raoul, "/api/emergencies", "{\"patient\":\"X\",\"reason\":\"here\"}").status())
        .isEqualTo(404);
  }

  @Test
  void whatIsAskedForNeedNotBeInAscii() throws Exception {
    DataSet set = ct(3, 1, 1, 1);
    set.putString(Tag.PATIENT_ID, "患者3");
    site.store(set);
    Identity rita = SignedIn.as(site, "rita", Role.RADIOLOGIST);
    assertThat(form(rita, "/studies", "", "by", "patient", "value", "患者3").text())
        .contains("/studies/" + study(3, 1));
    assertThat(form(rita, "/studies", "", "by", "accession", "value", "é").status()).isEqualTo(200);
    Identity raoul = SignedIn.as(site, "raoul", Role.REFERRER, "Nobody^Knows");
    String[] asked = {"by", "patient", "value", "患者3", "reason", "found unconscious"};
    assertThat(form(raoul, "/emergency", "", asked).status()).isEqualTo(303);
    assertThat(get(raoul, "/emergency").text()).contains("/studies/" + study(3, 1));
  }
}

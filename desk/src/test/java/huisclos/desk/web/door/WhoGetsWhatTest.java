package huisclos.desk.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.DeleteReason;
import huisclos.archive.Level;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.gate.Policy;
import huisclos.gate.Request;
import huisclos.gate.Role;
import huisclos.gate.Verb;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of the door × who asks × an own study or another's × a sound or unsound credential,
 * over HTTPS: each cell is what {@code gate.Policy} says and nothing of a patient out of reach is
 * in an answer, and the trail has its entry. The table is {@code docs/who-gets-what.md}.
 */
class WhoGetsWhatTest {
  private static final Path DOCUMENT = Path.of("../docs/who-gets-what.md");
  private static final int OWN = 1;
  private static final int OTHER = 2;

  /** What the other patient is known by, but for the ID, which a question may repeat. */
  private static final List<String> SECRETS = List.of("Patient00002", WebSite.study(OTHER, 1));

  @TempDir static Path home;
  private static DoorSite door;

  private final List<Cell> cells = new ArrayList<>();
  private int number;

  /** What was asked at a moment by the clock that is moved by hand, and what came of it. */
  private record Cell(
      Route route, Asker who, boolean own, HttpResponse<byte[]> answer, Instant at) {
    @Override
    public String toString() {
      return "%s %s by %s about the %s study"
          .formatted(route.methods(), route.template(), who.name(), own ? "own" : "other's");
    }
  }

  @BeforeAll
  static void open() throws Exception {
    door = new DoorSite(home);
  }

  @AfterAll
  static void close() throws IOException {
    door.close();
  }

  @Test
  void eachGetsWhatThePolicySays() throws Exception {
    for (Role role : Role.values()) {
      everything(door.person(role));
    }
    everything(door.token("token"));
    everything(door.tokenOfPatient("token, patient"));
    everything(door.tokenOfStudy("token, study"));
    everything(door.device("DEVICE1"));
    everything(door.stranger());
    Map<Instant, List<TrailRecord>> trail = trail();
    for (Cell cell : cells) {
      check(cell, trail.getOrDefault(cell.at, List.of()));
    }
    golden(document());
  }

  private void everything(Asker who) throws Exception {
    for (Route route : door.routes) {
      if (route.access() == Route.Access.IDENTIFIED) {
        for (int patient : new int[] {OWN, OTHER}) {
          ready(route, patient);
          cells.add(ask(route, who, patient));
          restore(route, patient);
        }
      }
    }
  }

  private Cell ask(Route route, Asker who, int patient) throws Exception {
    HttpResponse<byte[]> answer = door.ask(who, Asked.of(route, patient, number++));
    return new Cell(route, who, patient == OWN, answer, door.clock.instant());
  }

  /** What is to be restored has to be deleted before. */
  private static void ready(Route route, int patient) throws IOException {
    if (route.template().endsWith("/restore")) {
      var _ =
          door.site.archive.delete(
              door.site.pass(new Request.Delete()),
              Level.STUDY,
              WebSite.study(patient, 1),
              DeleteReason.QUALITY,
              "",
              Duration.ofDays(1));
      door.clock.advance(Duration.ofSeconds(1));
    }
  }

  private static void restore(Route route, int patient) throws IOException {
    if (Asked.verb(route).filter(v -> v == Verb.DELETE || v == Verb.REJECT).isPresent()) {
      door.clock.advance(Duration.ofSeconds(1));
      var _ =
          door.site.archive.restore(
              door.site.pass(new Request.Delete()), WebSite.study(patient, 1), "");
    }
  }

  private static Map<Instant, List<TrailRecord>> trail() throws IOException {
    return door.site.records().stream().collect(Collectors.groupingBy(TrailRecord::time));
  }

  private static void check(Cell cell, List<TrailRecord> trail) {
    Optional<Verb> verb = Asked.verb(cell.route);
    boolean reached = cell.who.reaches(cell.own);
    int status = cell.answer.statusCode();
    if (cell.who.name().equals("stranger")) {
      assertThat(status).as("%s", cell).isEqualTo(401);
      assertRecord(cell, trail, Action.SIGN_IN, Outcome.REFUSED, "no-credential");
    } else if (verb.isEmpty()) {
      assertThat(status).as("%s", cell).isEqualTo(200);
    } else if (!Policy.includes(cell.who.verbs(), verb.get())) {
      assertThat(status).as("%s", cell).isEqualTo(403);
      assertRecord(cell, trail, action(cell, verb.get()), Outcome.REFUSED, "not-granted");
    } else if (verb.get() == Verb.CHANGES || reached) {
      assertThat(status).as("%s", cell).isBetween(200, 204);
      assertRecord(cell, trail, action(cell, verb.get()), Outcome.DONE, "");
    } else {
      outOfReach(cell, verb.get(), trail);
    }
    if (!reached && !cell.own) {
      String answer = new String(cell.answer.body(), StandardCharsets.UTF_8);
      assertThat(answer).as("%s", cell).doesNotContain(SECRETS);
    }
  }

  /** A study that one may not know of is answered like one that isn't there. */
  private static void outOfReach(Cell cell, Verb verb, List<TrailRecord> trail) {
    int status = cell.answer.statusCode();
    if (verb == Verb.STORE) {
      assertThat(status).as("%s", cell).isEqualTo(403);
      assertRecord(cell, trail, Action.STORE, Outcome.REFUSED, "out-of-reach");
    } else if (verb == Verb.DELETE || verb == Verb.REJECT) {
      assertThat(status).as("%s", cell).isEqualTo(404);
      assertRecord(cell, trail, Action.DELETE, Outcome.REFUSED, "not-there");
    } else {
      assertThat(status).as("%s", cell).isEqualTo(Asked.nothingFound(cell.route));
      assertRecord(cell, trail, action(cell, verb), Outcome.DONE, "");
      assertThat(trail)
          .as("%s", cell)
          .allMatch(r -> r.count().orElse(0) == 0 && r.studyUids().isEmpty());
    }
  }

  private static Action action(Cell cell, Verb verb) {
    return switch (verb) {
      case FIND, CHANGES -> Action.QUERY;
      case GET -> Action.RETRIEVE;
      case STORE -> Action.STORE;
      case REJECT -> Action.DELETE;
      default ->
          cell.route.template().endsWith("/restore")
                  && Policy.includes(cell.who.verbs(), Verb.DELETE)
              ? Action.UNDELETE
              : Action.DELETE;
    };
  }

  private static void assertRecord(
      Cell cell, List<TrailRecord> trail, Action action, Outcome outcome, String reason) {
    assertThat(trail)
        .as("%s, on the trail", cell)
        .anyMatch(r ->
            r.action() == action
                && r.outcome() == outcome
                && (reason.isEmpty() || reason.equals(String.valueOf(r.facts().get(Fact.REASON)))));
  }

  @Test
  void aListOfAllIsOfWhatIsOnesOwn() throws Exception {
    List<Asker> askers = new ArrayList<>();
    for (Role role : Role.values()) {
      askers.add(door.person(role, "lists-" + role.word()));
    }
    askers.add(door.token("lists"));
    askers.add(door.tokenOfPatient("lists a patient"));
    askers.add(door.tokenOfStudy("lists a study"));
    askers.add(door.device("LISTER"));
    for (Asker who : askers) {
      HttpResponse<byte[]> answer = door.ask(who, new Asked("GET", "/dicom-web/studies", "", ""));
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      boolean may = Policy.includes(who.verbs(), Verb.FIND_ALL);
      assertThat(answer.statusCode()).as(who.name()).isEqualTo(may ? 200 : 403);
      assertThat(body.contains(WebSite.study(OWN, 1))).as(who.name()).isEqualTo(may);
      assertThat(body.contains(WebSite.study(OTHER, 1)))
          .as(who.name())
          .isEqualTo(may && who.reaches(false));
    }
  }

  @Test
  void nobodyGetsAnythingByACredentialThatIsNotGoodAnyMore() throws Exception {
    Asker revoked = door.token("revoked");
    var _ = door.site.gate.web().tokens().revoke("revoked", "t");
    Asker expired = door.token("expired");
    Asker idle = door.person(Role.RADIOLOGIST, "idle");
    door.clock.advance(Duration.ofDays(2));
    Asker suspended = door.person(Role.RADIOLOGIST, "suspended");
    var _ = door.site.gate.users().suspend("suspended", "t");
    Asker device = door.device("DEVICE2");
    var _ = door.ask(device, Asked.of(capabilities(), OWN, 0));
    var _ = door.site.gate.devices().revokeDevice("DEVICE2", "t");
    Map<Asker, String> unsound = new LinkedHashMap<>();
    unsound.put(expired, "token-expired");
    unsound.put(revoked, "token-unknown");
    unsound.put(idle, "session-ended");
    unsound.put(suspended, "session-ended");
    unsound.put(device, "revoked-certificate");
    List<Cell> asked = new ArrayList<>();
    for (Asker who : unsound.keySet()) {
      for (Route route : door.routes) {
        if (route.access() == Route.Access.IDENTIFIED) {
          asked.add(ask(route, who, OWN));
        }
      }
    }
    Map<Instant, List<TrailRecord>> trail = trail();
    for (Cell cell : asked) {
      assertThat(cell.answer.statusCode()).as("%s", cell).isEqualTo(401);
      assertThat(trail.getOrDefault(cell.at, List.of()))
          .as("%s, on the trail", cell)
          .anyMatch(r ->
              r.outcome() == Outcome.REFUSED
                  && String.valueOf(r.facts().get(Fact.REASON)).equals(unsound.get(cell.who)));
    }
  }

  private static Route capabilities() {
    return door.routes.stream()
        .filter(route -> route.methods().contains("OPTIONS"))
        .findFirst()
        .orElseThrow();
  }

  /** By name, so that nobody has to look them up in the table. */
  @Test
  void aTokenForOnePatientGetsNothingOfAnother() throws Exception {
    Asker token = door.tokenOfPatient("narrow");
    String study = "/dicom-web/studies/" + WebSite.study(OTHER, 1);
    String series = study + "/series/" + WebSite.series(OTHER, 1, 1);
    String instance = series + "/instances/" + WebSite.instance(OTHER, 1, 1, 1);
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("study", study);
    asked.put("ZIP", study + "?accept=application/zip");
    asked.put("metadata", study + "/metadata");
    asked.put("frames", instance + "/frames/1");
    asked.put("bulk data", instance + "/bulkdata/7FE00010");
    asked.put("rendered", instance + "/rendered");
    asked.put("thumbnail", study + "/thumbnail");
    asked.put("FHIR", "/fhir/ImagingStudy/" + WebSite.study(OTHER, 1));
    for (Map.Entry<String, String> one : asked.entrySet()) {
      HttpResponse<byte[]> answer = door.ask(token, new Asked("GET", one.getValue(), "", ""));
      assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(404);
      String own = one.getValue().replace(WebSite.study(OTHER, 1), WebSite.study(OWN, 1));
      assertThat(door.ask(token, new Asked("GET", own, "", "")).statusCode())
          .as(one.getKey() + " of the own")
          .isEqualTo(200);
    }
    HttpResponse<byte[]> feed =
        door.ask(token, new Asked("GET", "/dicom-web/changes?since=0", "", ""));
    assertThat(new String(feed.body(), StandardCharsets.UTF_8))
        .contains(WebSite.study(OWN, 1))
        .doesNotContain(SECRETS);
  }

  @Test
  void pagesAreForPeople() throws Exception {
    Asker token = door.token("page");
    Asker device = door.device("DEVICE3");
    List<Cell> asked = new ArrayList<>();
    for (Route route : door.routes) {
      if (route.access() == Route.Access.PERSON) {
        for (Asker who : List.of(token, device, door.stranger())) {
          asked.add(ask(route, who, OWN));
        }
      }
    }
    assertThat(asked).isNotEmpty();
    Map<Instant, List<TrailRecord>> trail = trail();
    for (Cell cell : asked) {
      boolean stranger = cell.who.name().equals("stranger");
      assertThat(cell.answer.statusCode()).as("%s", cell).isEqualTo(stranger ? 401 : 403);
      assertThat(trail.getOrDefault(cell.at, List.of()))
          .as("%s, on the trail", cell)
          .anyMatch(r -> r.outcome() == Outcome.REFUSED);
    }
  }

  /** Routes with the same answers are one row. */
  private String document() {
    List<String> names = cells.stream().map(cell -> cell.who.name()).distinct().toList();
    Map<Route, Map<String, String>> rows =
        new TreeMap<>(Comparator.comparing((Route route) -> route.template() + route.methods()));
    for (Cell cell : cells) {
      rows.computeIfAbsent(cell.route, _ -> new LinkedHashMap<>())
          .merge(
              cell.who.name(),
              Integer.toString(cell.answer.statusCode()),
              (own, other) -> own.equals(other) ? own : own + " / " + other);
    }
    Map<String, List<String>> same = new LinkedHashMap<>();
    rows.forEach((route, row) -> {
      String verb = Asked.verb(route).map(Verb::word).orElse("–");
      String statuses = names.stream().map(row::get).collect(Collectors.joining(" | "));
      same.computeIfAbsent("| " + verb + " | " + statuses + " |", _ -> new ArrayList<>())
          .add("`" + route.methods().getFirst() + " " + route.template() + "`");
    });
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| verb | ").append(String.join(" | ", names)).append(" | routes |\n");
    text.append("|---|").append("---|".repeat(names.size())).append("---|\n");
    same.forEach((key, routes) ->
        text.append(key).append(' ').append(String.join("<br>", routes)).append(" |\n"));
    return text.toString();
  }

  private static final String HEAD =
      """
      # Who gets what at the web door

      Generated from real requests over HTTPS by `./dev golden --update`; `WhoGetsWhatTest` compares each cell with what [the policy](policy.md) says, independently of the endpoints. A cell is the status for an own study, and after the stroke for another's where that differs: *own* is the examination that names a referrer, or that a token is narrowed to.

      A search that finds nothing because all is out of reach answers 204, as any that finds nothing (FHIR: 200 with an empty bundle); anything else out of reach is 404, as if it weren't there, and a store into somebody else's study 403. Each 2xx has its record on the trail before it leaves, each refusal one with its reason; of a study that is out of reach the record says that nothing was disclosed.

      An expired or revoked token, a session that ended or whose person was suspended, and a revoked device get 401 on every route, from the next request on, and an answer that is under way ends before its next object; that is on record too. Pages are for people: programs and devices get 403, strangers 401 or the page to sign in by.

      """;

  private static void golden(String text) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOCUMENT, text);
    }
    assertThat(DOCUMENT).content().as("./dev golden --update writes it anew").isEqualTo(text);
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.Ports;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailFilter;
import huisclos.trail.TrailReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People whom a real Keycloak knows, at a real browser, and programs with its tokens. {@code ./dev
 * oidc} fetches and builds it and runs this; in {@code ./dev test} it is skipped.
 */
final class KeycloakIT {
  private static final String PATIENT = "SYN-000007";
  private static final String SEARCH = "/dicom-web/studies?PatientID=" + PATIENT;

  /** Whose telephone shows which codes: Keycloak takes none twice. */
  private final Map<String, AuthenticatorApp> codes = new HashMap<>();

  @TempDir Path folder;
  private Path ca = Path.of("");
  private String origin = "";

  KeycloakIT() {}

  @Test
  void whomAProviderKnowsGetsWhatGroupsAndScopesSay() throws Exception {
    String program = System.getProperty("keycloak", "");
    Assumptions.assumeTrue(!program.isEmpty(), "skipped: ./dev oidc runs it, with a Keycloak");
    int door = Ports.free();
    origin = "https://localhost:" + door;
    Path pair = Peers.selfSigned(folder, "provider");
    Path certificate = Path.of(pair + ".crt");
    try (Keycloak keycloak =
        Keycloak.start(Path.of(program), pair, door, folder.resolve("keycloak.log"))) {
      configure(keycloak, certificate);
      try (RunningArchive archive = serve(door)) {
        furnish(archive);
        try (Browser browser =
            Browser.start(
                folder, Browser.pin(archive.https, ca), Browser.pin(keycloak.port, certificate))) {
          people(archive, browser);
        }
        programs(keycloak, archive);
        assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
      }
    }
  }

  private void configure(Keycloak keycloak, Path certificate) throws Exception {
    Path home = folder.resolve("home");
    FurnishedHome.copyTo(home);
    Files.writeString(
        home.resolve("huisclos.toml"),
        """
        [https]
        name = "localhost"
        [oidc]
        issuer = "%1$s"
        client_id = "huisclos"
        client_secret_file = "%2$s"
        roles = ["radiology = radiologist", "it = keeper"]
        trust = "%3$s"
        [identity]
        issuer = "%1$s"
        audience = "huisclos-archive"
        jwks = "%4$s"
        """
            .formatted(
                keycloak.issuer,
                Files.writeString(folder.resolve("client.secret"), Keycloak.SECRET),
                certificate,
                Files.writeString(folder.resolve("keys.json"), keycloak.keys())));
  }

  private RunningArchive serve(int door) throws IOException, InterruptedException {
    String home = folder.resolve("home").toString();
    String https = Integer.toString(door);
    return RunningArchive.start(
        folder,
        folder.resolve("home"),
        List.of("serve", "--home", home, "--dicom-port", "0", "--https-port", https));
  }

  /** One study. */
  private void furnish(RunningArchive archive) throws Exception {
    Path device = archive.device(folder.resolve("ids"), "CT1", "store");
    ca = device.resolveSibling("ca.pem");
    Path image = Synthetic.of(7).write(folder);
    Processes.here("send", archive.address(), "--identity", device.toString(), image.toString())
        .ok();
  }

  private void people(RunningArchive archive, Browser browser) throws Exception {
    Tab rita = browser.tab();
    password(rita, "rita", "not hers");
    assertThat(rita.text()).contains("Invalid username or password");
    assertThat(signIns(archive)).as("a wrong password never comes to us").isEmpty();
    rita.type("password", Keycloak.PASSWORD);
    rita.go("[type=submit]");
    code(rita, "rita");
    rita.until("location.pathname === '/'");
    assertThat(rita.text()).contains("You are signed in as rita.");
    rita.open(origin + "/studies");
    rita.type("value", PATIENT);
    rita.go("form[action='/studies'] button");
    assertThat(rita.eval("document.querySelectorAll('td a').length")).isEqualTo("1");
    rita.go("form[action='/account/sign-out'] button");
    rita.open(origin + "/studies");
    assertThat(rita.path()).isEqualTo("/sign-in");

    Tab kim = browser.tab();
    password(kim, "kim", Keycloak.PASSWORD);
    code(kim, "kim");
    kim.until("location.pathname === '/'");
    kim.open(origin + "/studies");
    assertThat(kim.eval("!document.querySelector('[name=value]')"))
        .as("a keeper looks for no patient")
        .isEqualTo("true");

    Tab otto = browser.tab();
    password(otto, "otto", Keycloak.PASSWORD);
    assertThat(otto.text()).as("no second factor").contains("The sign-in failed");
    Tab nora = browser.tab();
    password(nora, "nora", Keycloak.PASSWORD);
    code(nora, "nora");
    assertThat(nora.text()).as("in no group").contains("The sign-in failed");
    assertThat(signIns(archive)).containsExactly("rita", "kim", "no-second-factor", "no-role");
  }

  private void password(Tab tab, String name, String password) throws Exception {
    tab.open(origin + "/oidc/start");
    tab.type("username", name);
    tab.type("password", password);
    tab.go("[type=submit]");
  }

  private void code(Tab tab, String name) throws Exception {
    tab.type("otp", code(name));
    tab.go("[type=submit]");
    tab.until("location.origin === '" + origin + "' && document.readyState === 'complete'");
  }

  private String code(String name) throws Exception {
    return codes.computeIfAbsent(name, _ -> new AuthenticatorApp(Keycloak.CODES)).code();
  }

  /** Who was let in, and why others weren't. */
  private static List<String> signIns(RunningArchive archive) throws IOException {
    try (Stream<TrailEntry> entries =
        TrailReader.records(
            archive.home.resolve("trail"), TrailFilter.all().of(Set.of(Action.SIGN_IN)))) {
      return entries
          .map(TrailEntry::record)
          .map(r -> r.facts().getOrDefault(Fact.REASON, r.actor().id()))
          .toList();
    }
  }

  private void programs(Keycloak keycloak, RunningArchive archive) throws Exception {
    String ris = program(keycloak, "ris", "the RIS's secret");
    assertThat(status(archive, ris)).isEqualTo(200);
    int middle = ris.length() - 20;
    char other = ris.charAt(middle) == 'A' ? 'B' : 'A';
    assertThat(status(archive, ris.substring(0, middle) + other + ris.substring(middle + 1)))
        .as("a signature that was changed")
        .isEqualTo(401);
    assertThat(status(archive, program(keycloak, "elsewhere", "another secret")))
        .as("meant for another audience")
        .isEqualTo(401);
    String rita = person(keycloak, "rita");
    assertThat(status(archive, rita)).as("a program for somebody who may look").isEqualTo(200);
    assertThat(status(archive, person(keycloak, "kim")))
        .as("a program for somebody who may not")
        .isEqualTo(403);
    archive.verb("user", "suspend", "rita").ok();
    assertThat(status(archive, rita)).as("suspended here").isEqualTo(401);
  }

  private static String program(Keycloak keycloak, String client, String secret)
      throws IOException, InterruptedException {
    return keycloak.token(
        Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
  }

  private String person(Keycloak keycloak, String name) throws Exception {
    return keycloak.token(
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "viewer",
            "username",
            name,
            "password",
            Keycloak.PASSWORD,
            "otp",
            code(name)));
  }

  private int status(RunningArchive archive, String token)
      throws IOException, InterruptedException {
    try (WebCaller caller = WebCaller.program(archive, ca, token)) {
      return caller.get(SEARCH, WebCaller.JSON).statusCode();
    }
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People at a real browser: signing in and out, sharing a study, an emergency. */
final class WebSignInIT {
  private static final String PASSWORD = "a horse of another colour";

  private static final String PATIENT = "SYN-000007";

  @TempDir Path folder;
  private String origin = "";
  private final List<Tab> tabs = new ArrayList<>();

  WebSignInIT() {}

  @Test
  void peopleSignInShareAndSignOut() throws Exception {
    Processes.peer("chromium");
    try (RunningArchive archive = RunningArchive.start(folder);
        Browser browser = Browser.start(folder, furnish(archive))) {
      firstKeeperByPasskey(archive, newTab(browser));
      Tab rita = newTab(browser);
      radiologistByCode(archive, browser, rita);
      framedByAnother(browser);
      archive.kill();
      idleEnds(rita);
      for (Tab tab : tabs) {
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.loaded())
            .as("nothing foreign; the browser's own pictures are data")
            .allMatch(url ->
                url.startsWith("https://localhost:")
                    || url.startsWith("data:image/")
                    || url.equals("about:blank"));
      }
    }
  }

  /** Stores a study; the pin of the key that the door shows. */
  private String furnish(RunningArchive archive) throws Exception {
    origin = "https://localhost:" + archive.https;
    Path device = archive.device(folder.resolve("ids"), "CT1", "store");
    Path image = Synthetic.of(7).write(folder);
    Processes.here("send", archive.address(), "--identity", device.toString(), image.toString())
        .ok();
    return Browser.pin(archive.https, device.resolveSibling("ca.pem"));
  }

  private Tab newTab(Browser browser) throws Exception {
    Tab tab = browser.tab();
    tabs.add(tab);
    return tab;
  }

  private void firstKeeperByPasskey(RunningArchive archive, Tab kim) throws Exception {
    kim.addAuthenticator();
    Path link = folder.resolve("keeper.link");
    archive.verb("user", "invite", "--to", link.toString()).ok();
    kim.open(Files.readString(link).strip());
    kim.shot("invitation");
    kim.type("name", "kim");
    password(kim);
    assertThat(kim.path()).isEqualTo("/sign-in/enrol");
    kim.shot("enrol");
    kim.click("#passkey button");
    kim.until("document.querySelectorAll('.codes code').length === 10");
    assertThat(kim.text()).contains("not shown again").doesNotContain("Authenticator app");
    kim.shot("recovery");
    kim.go(".made a");
    assertThat(kim.text()).contains("You are signed in as kim.");
    kim.go("form[action='/account/sign-out'] button");
    assertThat(kim.path()).isEqualTo("/sign-in");
    kim.shot("sign-in");
    kim.go("#passkey button");
    assertThat(kim.path()).isEqualTo("/");
    kim.shot("home");
    kim.open(origin + "/account");
    assertThat(kim.text()).contains("Passkey");
    kim.shot("account");
    kim.open(origin + "/trust");
    kim.shot("trust");
  }

  private static void password(Tab tab) throws Exception {
    tab.type("password", PASSWORD);
    tab.type("again", PASSWORD);
    tab.go("main button");
  }

  private void radiologistByCode(RunningArchive archive, Browser browser, Tab rita)
      throws Exception {
    AuthenticatorApp app = enrol(archive, rita, "rita", "radiologist");
    Tab elsewhere = newTab(browser);
    elsewhere.open(origin + "/sign-in");
    elsewhere.type("name", "rita");
    elsewhere.type("password", "not hers");
    elsewhere.go("main button");
    assertThat(elsewhere.text()).contains("That was not taken");
    assertThat(elsewhere.complaints()).singleElement().asString().contains("401");
    elsewhere.type("name", "rita");
    elsewhere.type("password", PASSWORD);
    elsewhere.go("main button");
    assertThat(elsewhere.path()).isEqualTo("/sign-in/second");
    elsewhere.type("code", app.code());
    elsewhere.go("main button");
    assertThat(elsewhere.path()).isEqualTo("/");

    Tab raoul = newTab(browser);
    AuthenticatorApp unused = enrol(archive, raoul, "raoul", "referrer");
    assertThat(unused).isNotNull();
    share(rita, raoul);
    emergency(raoul);

    rita.open(origin + "/account");
    rita.go("form[action='/account/sign-out-everywhere'] button");
    assertThat(rita.path()).isEqualTo("/sign-in");
    elsewhere.open(origin + "/account");
    assertThat(elsewhere.path()).as("the other session has ended too").isEqualTo("/sign-in");
    rita.type("name", "rita");
    rita.type("password", PASSWORD);
    rita.go("main button");
    rita.type("code", app.code());
    rita.go("main button");
  }

  private AuthenticatorApp enrol(RunningArchive archive, Tab tab, String name, String role)
      throws Exception {
    Path link = folder.resolve(name + ".link");
    archive.verb("user", "add", name, "--role", role, "--link-to", link.toString()).ok();
    tab.open(Files.readString(link).strip());
    password(tab);
    AuthenticatorApp app =
        new AuthenticatorApp(tab.eval("document.querySelector('.secret').textContent"));
    tab.type("code", app.code());
    tab.go("form[action='/sign-in/enrol'] button");
    assertThat(tab.text()).contains("not shown again");
    tab.go("main a");
    assertThat(tab.path()).isEqualTo("/");
    return app;
  }

  private void share(Tab rita, Tab raoul) throws Exception {
    rita.open(origin + "/studies");
    rita.type("value", PATIENT);
    rita.go("form[action='/studies'] button");
    rita.shot("studies");
    rita.go("td a");
    rita.until("document.querySelector('img.preview').naturalWidth > 0");
    rita.type("with", "raoul");
    rita.type("until", LocalDate.now(ZoneOffset.UTC).plusDays(7).toString());
    rita.go("main form button");
    assertThat(rita.text()).contains("raoul");
    rita.shot("study");
    raoul.open(origin + "/studies");
    assertThat(raoul.text()).contains("From rita", PATIENT);
    raoul.shot("shared");
  }

  private void emergency(Tab raoul) throws Exception {
    raoul.open(origin + "/emergency");
    raoul.type("value", PATIENT);
    raoul.type("reason", "found unconscious in the ward");
    raoul.shot("emergency");
    raoul.go("main form button");
    assertThat(raoul.text()).contains("Open to you", PATIENT);
    raoul.shot("emergency-open");
    raoul.go("form[action='/emergency/end'] button");
    assertThat(raoul.text()).contains("Nothing is open");
  }

  /** Another site's page that frames ours shows nothing of it. */
  private void framedByAnother(Browser browser) throws Exception {
    Tab other = browser.tab();
    other.open("data:text/html,<iframe src='" + origin + "/sign-in'></iframe>");
    // The browser shows a page of its own in place of one that may not be framed.
    String shown = "";
    for (int i = 0; i < 200 && !shown.startsWith("chrome-error:"); i++) {
      Thread.sleep(25);
      shown = other.evalInFrame("location.href");
    }
    assertThat(shown).startsWith("chrome-error:");
    assertThat(other.evalInFrame("document.forms.length")).isEqualTo("0");
  }

  /** The same home again, with the shortest idle time there is: her session lives on, then ends. */
  private void idleEnds(Tab rita) throws Exception {
    Files.writeString(
        folder.resolve("home/huisclos.toml"),
        "[https]\nidle = \"10 seconds\"\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      origin = "https://localhost:" + archive.https;
      rita.open(origin + "/account");
      Thread.sleep(10_100);
      rita.open(origin + "/account");
      assertThat(rita.path()).isEqualTo("/sign-in");
    }
  }
}

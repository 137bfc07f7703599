package huisclos.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys made and used, and everything about one that can be wrong. */
class PasskeysTest {
  private static final String HERE = "192.0.2.1";

  @TempDir Path folder;
  private GateHome home;
  private WebGate web;
  private final MemoryUserRegistry people = new MemoryUserRegistry();

  @BeforeEach
  void open() throws Exception {
    home = new GateHome(folder.resolve("home"));
    home.gate.acceptUsers(
        new People(people, new Passwords(home.protector, 64), Optional.empty(), home.clock),
        home.protector,
        new WebSettings(
            Optional.of("Pacs.example.test"), Duration.ofMinutes(15), Duration.ofHours(12)));
    web = home.gate.web();
    web.listensAt(8443);
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  private String invited(String name) throws Exception {
    if (people.user(name).isEmpty()) {
      var order =
          new UserAdmin.Order(name, "", Set.of(), Set.of(Role.TECHNOLOGIST), Set.of(), Set.of());
      assertThat(home.gate.users().add(order, Optional.empty(), "root")).isEmpty();
    }
    String code = web.invitations().invite(name, "root").orElseThrow();
    return ((SignIn.Enrol)
            web.invitations().accept(code, "", "correct horse".getBytes(UTF_8), HERE))
        .ticket();
  }

  private SignIn enrol(String ticket, SoftAuthenticator browser) {
    PasskeyOffer offer = web.enrolments().passkey(ticket).orElseThrow();
    return web.enrolments().addPasskey(ticket, browser.create(offer.challenge()), "key", HERE);
  }

  private SignIn alone(SoftAuthenticator browser) {
    Accounts.Begun begun = web.accounts().beginPasskey().orElseThrow();
    return web.accounts().passkey(begun.ticket(), browser.get(begun.offer().challenge()), HERE);
  }

  @Test
  void aPasskeySignsInAloneAndAfterAPassword() throws Exception {
    SoftAuthenticator browser = new SoftAuthenticator();
    browser.origin = "https://pacs.example.test:8443";
    SignIn.Done made = (SignIn.Done) enrol(invited("ann"), browser);
    assertThat(made.recoveryCodes()).hasSize(RecoveryCodes.HOW_MANY);
    SignIn.Done alone = (SignIn.Done) alone(browser);
    assertThat(web.session(alone.session(), HERE)).isInstanceOf(Admission.Admitted.class);

    SignIn.Second second =
        (SignIn.Second) web.accounts().password("ann", "correct horse".getBytes(UTF_8), HERE);
    assertThat(second.passkey()).isTrue();
    assertThat(second.code()).isFalse();
    PasskeyOffer offer = web.accounts().passkeyOffer(second.ticket()).orElseThrow();
    assertThat(offer.credentials()).containsExactly(browser.id());
    String answer = browser.get(offer.challenge());
    assertThat(web.accounts().passkey(second.ticket(), answer, HERE))
        .isInstanceOf(SignIn.Done.class);
    assertThat(web.accounts().passkey(second.ticket(), answer, HERE))
        .as("the same answer again")
        .isInstanceOf(SignIn.Refused.class);
  }

  @Test
  void whatIsWrongAboutAnAnswerIsRefused() throws Exception {
    SoftAuthenticator good = new SoftAuthenticator();
    assertThat(enrol(invited("ann"), good)).isInstanceOf(SignIn.Done.class);
    Consumer<Consumer<SoftAuthenticator>> refused =
        change -> {
          String origin = good.origin;
          String host = good.host;
          int flags = good.flags;
          change.accept(good);
          assertThat(alone(good)).isInstanceOf(SignIn.Refused.class);
          good.origin = origin;
          good.host = host;
          good.flags = flags;
        };
    refused.accept(b -> b.origin = "https://evil.example.test");
    refused.accept(b -> b.origin = "http://pacs.example.test");
    refused.accept(b -> b.origin = "https://pacs.example.test:9999");
    refused.accept(b -> b.host = "example.test");
    refused.accept(b -> b.flags = SoftAuthenticator.PRESENT);
    refused.accept(b -> b.flags = 0);
    assertThat(alone(good)).isInstanceOf(SignIn.Done.class);
    refused.accept(b -> b.counter -= 2);
    assertThat(alone(new SoftAuthenticator())).as("of nobody").isInstanceOf(SignIn.Refused.class);
    Accounts.Begun begun = web.accounts().beginPasskey().orElseThrow();
    assertThat(web.accounts().passkey(begun.ticket(), "{\"id\":[[[", HERE))
        .isInstanceOf(SignIn.Refused.class);
    String other = web.accounts().beginPasskey().orElseThrow().offer().challenge();
    Accounts.Begun mine = web.accounts().beginPasskey().orElseThrow();
    assertThat(web.accounts().passkey(mine.ticket(), good.get(other), HERE))
        .as("another challenge")
        .isInstanceOf(SignIn.Refused.class);
  }

  @Test
  void aPasskeyIsOfOnePersonAndEndsWithThem() throws Exception {
    SoftAuthenticator browser = new SoftAuthenticator();
    SoftAuthenticator weak = new SoftAuthenticator();
    weak.flags = SoftAuthenticator.PRESENT;
    String ticket = invited("ann");
    assertThat(enrol(ticket, weak)).as("nobody was verified").isInstanceOf(SignIn.Refused.class);
    assertThat(enrol(ticket, browser)).isInstanceOf(SignIn.Done.class);
    assertThat(enrol(invited("bob"), browser)).as("ann's").isInstanceOf(SignIn.Refused.class);
    SignIn.Done done = (SignIn.Done) alone(browser);
    Identity ann = ((Admission.Admitted) web.session(done.session(), HERE)).identity();
    assertThat(ann.name()).isEqualTo("ann");
    assertThat(web.accounts().removePasskey(ann, browser.id())).as("the last").isFalse();

    home.gate.users().suspend("ann", "root");
    assertThat(alone(browser)).isInstanceOf(SignIn.Refused.class);
    home.gate.users().resume("ann", "root");
    invited("ann");
    assertThat(alone(browser)).as("invited anew").isInstanceOf(SignIn.Refused.class);
  }

  @Test
  void onlyAHostNameTakesPasskeys() {
    assertThat(Passkeys.at(Optional.empty())).isEmpty();
    assertThat(Passkeys.at(Optional.of("192.0.2.1"))).isEmpty();
    assertThat(Passkeys.at(Optional.of("2001:db8::1"))).isEmpty();
    assertThat(Passkeys.at(Optional.of("localhost"))).isPresent();
  }
}

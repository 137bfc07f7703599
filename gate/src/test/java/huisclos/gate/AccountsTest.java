package huisclos.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of the web door: invited, signing in, signed in, out again. */
class AccountsTest {
  /** Of a password: what it costs is tested with devices. */
  private static final int CHEAP_KIB = 64;

  private static final String HERE = "192.0.2.1";
  private static final String ELSEWHERE = "198.51.100.7";
  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;
  private GateHome home;
  private WebGate web;
  private final MemoryUserRegistry people = new MemoryUserRegistry();

  @BeforeEach
  void open() throws Exception {
    home = new GateHome(folder.resolve("home"));
    home.gate.acceptUsers(
        new People(people, new Passwords(home.protector, CHEAP_KIB), Optional.empty(), home.clock),
        home.protector,
        WebSettings.USUAL);
    web = home.gate.web();
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  private void add(String name, Role... roles) throws Exception {
    assertThat(
            home.gate
                .users()
                .add(
                    new UserAdmin.Order(name, "", Set.of(), Set.of(roles), Set.of(), Set.of()),
                    Optional.empty(),
                    "root"))
        .isEmpty();
  }

  /** Somebody with a password and an authenticator app; its secret. */
  private String settle(String name) throws Exception {
    add(name, Role.RADIOLOGIST);
    String code = web.invitations().invite(name, "root").orElseThrow();
    SignIn.Enrol enrol = (SignIn.Enrol) accept(code, "");
    String secret = web.enrolments().totp(enrol.ticket()).orElseThrow().secret();
    assertThat(web.enrolments().confirmTotp(enrol.ticket(), now(secret), HERE))
        .isInstanceOf(SignIn.Done.class);
    home.clock.advance(Duration.ofSeconds(Totp.STEP_SECONDS));
    return secret;
  }

  private SignIn accept(String code, String name) {
    return web.invitations().accept(code, name, PASSWORD.getBytes(UTF_8), HERE);
  }

  private String now(String secret) {
    return Totp.code(secret, home.clock.instant().getEpochSecond() / Totp.STEP_SECONDS);
  }

  private SignIn password(String name, String password, String remote) {
    return web.accounts().password(name, password.getBytes(UTF_8), remote);
  }

  private String signIn(String name, String secret) {
    SignIn.Second second = (SignIn.Second) password(name, PASSWORD, HERE);
    SignIn.Done done = (SignIn.Done) web.accounts().code(second.ticket(), now(secret), HERE);
    home.clock.advance(Duration.ofSeconds(Totp.STEP_SECONDS));
    return done.session();
  }

  private Identity identity(String session) {
    return ((Admission.Admitted) web.session(session, HERE)).identity();
  }

  private boolean isGood(String session) {
    return web.session(session, HERE) instanceof Admission.Admitted;
  }

  private static Reason reason(SignIn came) {
    return ((SignIn.Refused) came).reason();
  }

  @Test
  void theFirstKeeperComesByALinkThatWorksOnceAndOnlyWhileThereIsNone() throws Exception {
    String old = web.invitations().inviteFirstKeeper("root").orElseThrow();
    String code = web.invitations().inviteFirstKeeper("root").orElseThrow();
    assertThat(web.invitations().of(old)).as("only the newest works").isEmpty();
    assertThat(web.invitations().of(code).orElseThrow().name()).isEmpty();
    assertThat(accept(code, " ")).isInstanceOf(SignIn.Unfit.class);
    assertThat(web.invitations().accept(code, "Kim", "short".getBytes(UTF_8), HERE))
        .as("nothing was used up")
        .isInstanceOf(SignIn.Unfit.class);
    assertThat(accept(code, "Kim")).isInstanceOf(SignIn.Enrol.class);
    assertThat(people.user("Kim").orElseThrow().roles()).containsExactly(Role.KEEPER);
    assertThat(reason(accept(code, "Eve"))).isEqualTo(Reason.INVITATION);
    assertThat(web.invitations().inviteFirstKeeper("root")).isEmpty();
    assertThat(people.user("Eve")).isEmpty();
  }

  @Test
  void anInvitationEndsAfterAnHourAndWithItsPerson() throws Exception {
    add("ann", Role.RADIOLOGIST);
    String code = web.invitations().invite("ann", "root").orElseThrow();
    home.clock.advance(Duration.ofMinutes(59));
    assertThat(web.invitations().of(code)).isPresent();
    home.clock.advance(Duration.ofMinutes(1));
    assertThat(reason(accept(code, ""))).isEqualTo(Reason.INVITATION);
    String next = web.invitations().invite("ann", "root").orElseThrow();
    home.gate.users().remove("ann", "root");
    home.clock.advance(Duration.ofSeconds(1));
    add("ann", Role.KEEPER);
    assertThat(reason(accept(next, ""))).as("another ann").isEqualTo(Reason.INVITATION);
    assertThat(web.invitations().invite("nobody", "root")).isEmpty();
    assertThat(home.records.list("invitation", "")).isNotEmpty().doesNotContainKey(next);
  }

  @Test
  void aPasswordAloneOpensNothingAndSetsNothingUp() throws Exception {
    add("ann", Role.RADIOLOGIST);
    String code = web.invitations().invite("ann", "root").orElseThrow();
    SignIn.Enrol left = (SignIn.Enrol) accept(code, "");
    assertThat(reason(password("ann", PASSWORD, HERE))).isEqualTo(Reason.NO_SECOND_FACTOR);
    assertThat(web.enrolments().totp(left.ticket())).as("the link's own goes on").isPresent();
    home.clock.advance(Ticket.LIFE);
    assertThat(web.enrolments().totp(left.ticket())).isEmpty();
  }

  @Test
  void aCodeCountsOnceAndSignsIn() throws Exception {
    String secret = settle("ann");
    SignIn.Second one = (SignIn.Second) password("ann", PASSWORD, HERE);
    SignIn.Second two = (SignIn.Second) password("ann", PASSWORD, HERE);
    assertThat(one.code()).isTrue();
    assertThat(isGood(one.ticket())).as("a ticket is no session").isFalse();
    String code = now(secret);
    SignIn.Done done = (SignIn.Done) web.accounts().code(one.ticket(), code, HERE);
    assertThat(isGood(done.session())).isTrue();
    assertThat(identity(done.session()).isPerson()).isTrue();
    assertThat(home.gate.may(identity(done.session()), Verb.GET)).isTrue();
    assertThat(reason(web.accounts().code(two.ticket(), code, HERE)))
        .as("the same code again")
        .isEqualTo(Reason.SECOND_FACTOR);
    assertThat(reason(web.accounts().code(one.ticket(), now(secret), HERE)))
        .as("the same ticket again")
        .isEqualTo(Reason.SESSION_ENDED);
    assertThat(home.records().stream().filter(r -> r.action() == Action.SIGN_IN))
        .anyMatch(r -> r.actor().id().equals("ann") && r.facts().containsKey(Fact.SESSION));
  }

  @Test
  void aTicketTakesFewGuessesAndARecoveryCodeWorksOnce() throws Exception {
    add("ann", Role.RADIOLOGIST);
    String invitation = web.invitations().invite("ann", "root").orElseThrow();
    SignIn.Enrol enrol = (SignIn.Enrol) accept(invitation, "");
    String secret = web.enrolments().totp(enrol.ticket()).orElseThrow().secret();
    SignIn.Done done =
        (SignIn.Done) web.enrolments().confirmTotp(enrol.ticket(), now(secret), HERE);
    assertThat(done.recoveryCodes()).hasSize(RecoveryCodes.HOW_MANY).doesNotHaveDuplicates();
    SignIn.Second second = (SignIn.Second) password("ann", PASSWORD, HERE);
    for (int i = 0; i < Ticket.TRIES; i++) {
      assertThat(reason(web.accounts().code(second.ticket(), "xxxxxx", HERE)))
          .isEqualTo(Reason.SECOND_FACTOR);
    }
    assertThat(reason(web.accounts().code(second.ticket(), now(secret), HERE)))
        .isEqualTo(Reason.SESSION_ENDED);
    home.clock.advance(BackOff.LONGEST);
    String recovery = done.recoveryCodes().get(3).toUpperCase(java.util.Locale.ROOT);
    SignIn.Second third = (SignIn.Second) password("ann", PASSWORD, HERE);
    assertThat(web.accounts().code(third.ticket(), recovery, HERE)).isInstanceOf(SignIn.Done.class);
    SignIn.Second fourth = (SignIn.Second) password("ann", PASSWORD, HERE);
    assertThat(reason(web.accounts().code(fourth.ticket(), recovery, HERE)))
        .isEqualTo(Reason.SECOND_FACTOR);
  }

  @Test
  void sessionsEndUnusedAfterAQuarterAndInAnyCaseAfterTwelveHours() throws Exception {
    String secret = settle("ann");
    String idle = signIn("ann", secret);
    String used = signIn("ann", secret);
    assertThat(idle).isNotEqualTo(used);
    home.clock.advance(Duration.ofMinutes(10));
    assertThat(isGood(used)).isTrue();
    home.clock.advance(Duration.ofMinutes(5));
    assertThat(isGood(idle)).isFalse();
    for (int i = 0; i < 71; i++) {
      home.clock.advance(Duration.ofMinutes(9));
      assertThat(isGood(used)).as("after %d", i).isTrue();
    }
    home.clock.advance(Duration.ofMinutes(66));
    assertThat(isGood(used)).isFalse();
    assertThat(isGood("A".repeat(SecretCode.CHARS))).isFalse();
    assertThat(isGood("")).isFalse();
  }

  @Test
  void aSessionThatIsUsedDoesNotEndHoweverShortTheIdleTimeIs() throws Exception {
    home.gate.acceptUsers(
        new People(people, new Passwords(home.protector, CHEAP_KIB), Optional.empty(), home.clock),
        home.protector,
        new WebSettings(Optional.empty(), Duration.ofSeconds(60), Duration.ofMinutes(20)));
    web = home.gate.web();
    String used = signIn("ann", settle("ann"));
    for (int i = 0; i < 10; i++) {
      home.clock.advance(Duration.ofSeconds(25));
      assertThat(isGood(used)).as("after %d", i).isTrue();
    }
    home.clock.advance(Duration.ofSeconds(60));
    assertThat(isGood(used)).isFalse();
  }

  @Test
  void whateverEndsASessionCountsAtOnce() throws Exception {
    String secret = settle("ann");
    String one = signIn("ann", secret);
    String two = signIn("ann", secret);
    Identity ann = identity(two);
    assertThat(web.accounts().sessions(ann)).hasSizeGreaterThanOrEqualTo(2);
    assertThat(web.accounts().signOut(ann, identity(one).session())).isTrue();
    assertThat(isGood(one)).isFalse();
    assertThat(isGood(two)).isTrue();

    home.gate.users().suspend("ann", "root");
    assertThat(isGood(two)).as("suspended").isFalse();
    assertThat(home.gate.holds(ann, Verb.GET)).as("a request under way").isFalse();
    home.gate.users().resume("ann", "root");

    String three = signIn("ann", secret);
    Identity again = identity(three);
    SignIn.Second half = (SignIn.Second) password("ann", PASSWORD, HERE);
    web.accounts().signOutEverywhere(again);
    assertThat(isGood(three)).isFalse();
    assertThat(home.gate.holds(again, Verb.GET)).isFalse();
    assertThat(reason(web.accounts().code(half.ticket(), now(secret), HERE)))
        .as("a sign-in under way")
        .isEqualTo(Reason.SESSION_ENDED);

    String four = signIn("ann", secret);
    SignIn changed =
        web.accounts()
            .changePassword(
                identity(four), PASSWORD.getBytes(UTF_8), "battery staple".getBytes(UTF_8));
    assertThat(isGood(four)).isFalse();
    assertThat(isGood(((SignIn.Done) changed).session())).isTrue();
    assertThat(reason(password("ann", PASSWORD, HERE))).isEqualTo(Reason.USER_PASSWORD);

    home.gate.users().remove("ann", "root");
    assertThat(isGood(((SignIn.Done) changed).session())).isFalse();
    home.clock.advance(Duration.ofSeconds(1));
    add("ann", Role.RADIOLOGIST);
    assertThat(isGood(((SignIn.Done) changed).session())).as("another ann").isFalse();
  }

  @Test
  void strangersSlowGuessingDownForThemselvesAndNotForThePerson() throws Exception {
    String secret = settle("ann");
    signIn("ann", secret);
    SignInBrake brake = new SignInBrake(home.clock);
    brake.passed(HERE, "ann");
    for (int i = 0; i < 400; i++) {
      brake.failed("2001:db8:0:" + Integer.toHexString(i) + "::1", "ann");
    }
    assertThat(brake.open("2001:db8:0:ffff::1", "ann")).as("from anywhere").isFalse();
    assertThat(brake.open(HERE, "ann")).as("from where ann comes").isTrue();
    home.clock.advance(BackOff.LONGEST);
    assertThat(brake.open("2001:db8:0:ffff::1", "ann")).as("never for good").isTrue();

    for (String name : List.of("ann", "nobody")) {
      for (int i = 0; i < SignInBrake.FREE_PER_PAIR; i++) {
        assertThat(password(name, "wrong password", ELSEWHERE)).isInstanceOf(SignIn.Refused.class);
      }
      assertThat(reason(password(name, PASSWORD, ELSEWHERE)))
          .as("known or not, closed alike")
          .isEqualTo(Reason.USER_BACK_OFF);
    }
    assertThat(password("ann", PASSWORD, HERE)).isInstanceOf(SignIn.Second.class);
    assertThat(home.records())
        .as("a name that nobody has may be a password")
        .noneMatch(r -> r.toString().contains("nobody"));
  }

  @Test
  void nothingThatOpensAnythingLiesInTheStoreInClear() throws Exception {
    String secret = settle("ann");
    String session = signIn("ann", secret);
    for (String kind : List.of("session", "account", "invitation", "sign-in")) {
      home.records
          .list(kind, "")
          .forEach((key, bytes) -> {
            String kept = key + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(kept).doesNotContain(session).doesNotContain(secret);
          });
    }
    assertThat(home.records().toString()).doesNotContain(session).doesNotContain(secret);
  }

  @Test
  void aTrailThatCantBeWrittenLetsNobodyIn() throws Exception {
    String secret = settle("ann");
    SignIn.Second second = (SignIn.Second) password("ann", PASSWORD, HERE);
    int before = home.records.list("session", "").size();
    home.closeTrail();
    assertThat(reason(web.accounts().code(second.ticket(), now(secret), HERE)))
        .isEqualTo(Reason.UNAVAILABLE);
    assertThat(home.records.list("session", "")).hasSize(before);
  }
}

package huisclos.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who guesses at names, passwords, codes, links and tokens, and what it gets them. */
class GuessingTest {
  /** Of a password, where its work doesn't matter. */
  private static final int CHEAP_KIB = 64;

  /** Enough that its work stands out from everything else. */
  private static final int DEAR_KIB = 8 * 1024;

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
    openAt(CHEAP_KIB);
  }

  private void openAt(int kib) {
    home.gate.acceptUsers(
        new People(people, new Passwords(home.protector, kib), Optional.empty(), home.clock),
        home.protector,
        WebSettings.USUAL);
    web = home.gate.web();
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  private void add(String name, boolean password, Role... roles) throws Exception {
    UserAdmin.Order order =
        new UserAdmin.Order(name, "", Set.of(), Set.of(roles), Set.of(), Set.of());
    Optional<byte[]> set = password ? Optional.of(PASSWORD.getBytes(UTF_8)) : Optional.empty();
    assertThat(home.gate.users().add(order, set, "root")).isEmpty();
  }

  private String settle(String name) throws Exception {
    add(name, false, Role.RADIOLOGIST);
    String code = web.invitations().invite(name, "root").orElseThrow();
    SignIn.Enrol enrol =
        (SignIn.Enrol) web.invitations().accept(code, "", PASSWORD.getBytes(UTF_8), HERE);
    String secret = web.enrolments().totp(enrol.ticket()).orElseThrow().secret();
    assertThat(web.enrolments().confirmTotp(enrol.ticket(), now(secret), HERE))
        .isInstanceOf(SignIn.Done.class);
    home.clock.advance(Duration.ofSeconds(Totp.STEP_SECONDS));
    return secret;
  }

  private String now(String secret) throws GeneralSecurityException {
    return Totp.code(secret, home.clock.instant().getEpochSecond() / Totp.STEP_SECONDS);
  }

  private SignIn password(String name, String password, String remote) {
    return web.accounts().password(name, password.getBytes(UTF_8), remote);
  }

  /**
   * Known, unknown, suspended, without a password, no name at all: the work is the same. Medians of
   * interleaved samples, and a bound that only a missing stretch of the password crosses.
   */
  @Test
  void theTimeOfAWrongPasswordTellsNothingOfItsName() throws Exception {
    openAt(DEAR_KIB);
    add("ann", true, Role.RADIOLOGIST);
    add("sus", true, Role.RADIOLOGIST);
    add("new", false, Role.RADIOLOGIST);
    home.gate.users().suspend("sus", "root");
    List<String> names = List.of("ann", "sus", "new", "nobody", "", "back\\slash");
    List<List<Long>> times = new ArrayList<>();
    names.forEach(_ -> times.add(new ArrayList<>()));
    for (int round = 0; round < 7; round++) {
      for (int i = 0; i < names.size(); i++) {
        long began = System.nanoTime();
        SignIn came = password(names.get(i), "wrong password", "10." + i + "." + round + ".1");
        times.get(i).add(System.nanoTime() - began);
        assertThat(came).isInstanceOf(SignIn.Refused.class);
        assertThat(((SignIn.Refused) came).reason()).isNotEqualTo(Reason.USER_BACK_OFF);
      }
    }
    List<Long> medians = times.stream().map(GuessingTest::median).toList();
    assertThat(password("sus", PASSWORD, HERE)).isInstanceOf(SignIn.Refused.class);
    assertThat(Collections.max(medians)).as("%s", medians).isLessThan(4 * Collections.min(medians));
  }

  private static long median(List<Long> some) {
    List<Long> sorted = some.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  @Test
  void guessersOfPasswordsAreShutOutAndTheirOwnerIsNot() throws Exception {
    String secret = settle("ann");
    int looked = 0;
    for (int i = 0; i < 100; i++) {
      SignIn came = password("ann", "wrong " + i, ELSEWHERE);
      looked += reason(came) == Reason.USER_PASSWORD ? 1 : 0;
    }
    assertThat(looked).as("looked at, of a hundred in a row").isEqualTo(SignInBrake.FREE_PER_PAIR);
    assertThat(reason(password("ann", PASSWORD, ELSEWHERE))).isEqualTo(Reason.USER_BACK_OFF);
    assertThat(password("ann", PASSWORD, HERE)).isInstanceOf(SignIn.Second.class);
    home.clock.advance(BackOff.LONGEST);
    SignIn.Second second = (SignIn.Second) password("ann", PASSWORD, ELSEWHERE);
    assertThat(web.accounts().code(second.ticket(), now(secret), ELSEWHERE))
        .as("never for good")
        .isInstanceOf(SignIn.Done.class);
    assertThat(refusals()).isGreaterThan(5);
    assertThat(home.records())
        .anyMatch(r ->
            r.action() == Action.SIGN_IN
                && r.outcome() == Outcome.REFUSED
                && "ann".equals(r.facts().get(Fact.USER)));
  }

  /** One address that tries many names, and many addresses that try one. */
  @Test
  void guessingFromManySidesIsSlowedDownAndRaisesAnAlert() throws Exception {
    int looked = 0;
    for (int i = 0; i < SignInBrake.FREE_PER_NETWORK + 20; i++) {
      looked +=
          reason(password("name" + i, "Winter2026", ELSEWHERE)) == Reason.USER_UNKNOWN ? 1 : 0;
    }
    assertThat(looked).as("a budget of each address").isEqualTo(SignInBrake.FREE_PER_NETWORK);
    assertThat(alerts()).anyMatch(a -> a.subject().equals(ELSEWHERE));
    add("ann", true, Role.RADIOLOGIST);
    looked = 0;
    for (int i = 0; i < SignInBrake.FREE_PER_ACCOUNT + 20; i++) {
      looked +=
          reason(password("ann", "wrong " + i, "10.0." + i + ".1")) == Reason.USER_PASSWORD ? 1 : 0;
    }
    assertThat(looked).as("a budget of each name").isEqualTo(SignInBrake.FREE_PER_ACCOUNT);
    assertThat(alerts()).anyMatch(a -> a.subject().equals("ann"));
    assertThat(alerts().toString()).doesNotContain("name1", "Winter");
  }

  /**
   * Who has many networks could else leave no place for the alert that somebody broke the glass.
   */
  @Test
  void guessersWithManyNetworksDoNotFillTheAlerts() throws Exception {
    for (int i = 0; i < 3; i++) {
      for (String network : List.of("2001:db8:0:1:", "2001:db8:0:2:", "2001:db8:0:3:")) {
        home.gate.alerts().raiseOneOfMany(AlertKind.GUESSING, network, "somebody guesses", 2);
      }
    }
    assertThat(alerts())
        .extracting(Alert::subject, Alert::times)
        .containsExactlyInAnyOrder(
            tuple("2001:db8:0:1:", 3L), tuple("2001:db8:0:2:", 3L), tuple("", 3L));
  }

  /** With the password in hand: of a million codes a handful a day. */
  @Test
  void guessersOfCodesAreShutOutWhateverTicketTheyHold() throws Exception {
    settle("ann");
    Set<String> tried = new HashSet<>();
    int looked = 0;
    for (int i = 0; i < 8; i++) {
      SignIn came = password("ann", PASSWORD, ELSEWHERE);
      if (!(came instanceof SignIn.Second second)) {
        break;
      }
      for (int j = 0; j < 4; j++) {
        String code = i % 2 == 0 ? "%06d".formatted(tried.size()) : "aaaa-aaaa-aaaa-aaa" + j;
        tried.add(code + i);
        SignIn guess = web.accounts().code(second.ticket(), code, ELSEWHERE);
        looked += reason(guess) == Reason.SECOND_FACTOR ? 1 : 0;
      }
    }
    assertThat(tried).hasSizeGreaterThan(10);
    assertThat(looked).as("codes and recovery codes together").isEqualTo(SignInBrake.FREE_PER_PAIR);
    assertThat(alerts())
        .anyMatch(a -> a.subject().equals("ann") && a.what().contains("second factor"));
  }

  /** 256 bits are out of reach: what counts is that each no is the same, and on record. */
  @Test
  void linksTicketsSessionsAndTokensCannotBeGuessedPieceByPiece() throws Exception {
    settle("ann");
    String link = web.invitations().invite("ann", "root").orElseThrow();
    AccessTokens.Added.Made made =
        (AccessTokens.Added.Made)
            web.tokens()
                .add(
                    new AccessTokens.Order("t", Set.of(Verb.FIND), Optional.empty(), Set.of(), 1),
                    "root");
    for (String near : near(link)) {
      assertThat(web.invitations().of(near)).isEmpty();
      assertThat(reason(web.invitations().accept(near, "", PASSWORD.getBytes(UTF_8), ELSEWHERE)))
          .isEqualTo(Reason.INVITATION);
      assertThat(web.session(near, ELSEWHERE)).isInstanceOf(Admission.Refused.class);
      assertThat(reason(web.accounts().code(near, "000000", ELSEWHERE)))
          .isEqualTo(Reason.SESSION_ENDED);
    }
    for (String near : near(made.secret())) {
      assertThat(web.bearer(near, ELSEWHERE))
          .isEqualTo(new Admission.Refused(Reason.TOKEN_UNKNOWN));
    }
    assertThat(web.bearer(made.secret(), ELSEWHERE)).isInstanceOf(Admission.Admitted.class);
    assertThat(web.invitations().of(link)).as("guesses use nothing up").isPresent();
    assertThat(refusals()).isPositive();
    assertThat(home.records().toString()).doesNotContain(link).doesNotContain(made.secret());
  }

  /** A secret with one character changed at either end, cut, longer, in other letters, none. */
  private static List<String> near(String secret) {
    return List.of(
        (secret.charAt(0) == 'A' ? 'B' : 'A') + secret.substring(1),
        secret.substring(0, secret.length() - 1) + (secret.endsWith("A") ? 'E' : 'A'),
        secret.substring(1),
        secret + "A",
        secret.toUpperCase(java.util.Locale.ROOT) + " ",
        "%",
        "",
        "A".repeat(100_000));
  }

  private List<Alert> alerts() throws Exception {
    for (int i = 0; i < 100 && home.gate.alerts().open().isEmpty(); i++) {
      Thread.sleep(20); // Raised on a thread of the gate.
    }
    return home.gate.alerts().open().stream()
        .filter(a -> a.kind().equals(AlertKind.GUESSING))
        .toList();
  }

  private long refusals() throws Exception {
    return home.records().stream()
        .filter(r -> r.action() == Action.SIGN_IN && r.outcome() == Outcome.REFUSED)
        .count();
  }

  private static Reason reason(SignIn came) {
    return ((SignIn.Refused) came).reason();
  }
}

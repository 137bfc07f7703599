package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrakesTest {
  private static final Spender WS = Spender.device("WS");

  @TempDir Path folder;
  private GateHome home;
  private Identity who;

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(folder);
    who =
        home.admitted(
            home.add("WS", Verb.FIND, Verb.GET, Verb.STORE, Verb.WORKLIST).certificate(), "WS");
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  private Pass pass(Identity identity, Request request) {
    return switch (home.gate.decide(identity, request)) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied denied -> throw new AssertionError(denied.reason());
    };
  }

  private Optional<Reason> shown(Identity identity, Set<String> records) throws IOException {
    return switch (home.gate.decide(identity, new Request.Find(true))) {
      case Decision.Denied(Reason reason) -> Optional.of(reason);
      case Decision.Granted(Pass pass) -> {
        Disclosure what = Disclosure.of(List.of(), List.copyOf(records), records.size());
        yield switch (pass.disclose(what, new Spending(records, records.hashCode()))) {
          case Disclosed.OnRecord _ -> Optional.empty();
          case Disclosed.Held(Reason reason) -> Optional.of(reason);
        };
      }
    };
  }

  private Optional<Reason> shown(int from, int count) throws IOException {
    return shown(who, patients(from, count));
  }

  private static Set<String> patients(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> "p" + i).collect(Collectors.toSet());
  }

  private List<String> alerts() {
    return home.gate.alerts().open().stream().map(a -> a.kind().word()).sorted().toList();
  }

  @Test
  void anHoursBudgetHoldsAndSlides() throws IOException {
    assertThat(shown(0, 150)).isEmpty();
    home.clock.advance(Duration.ofMinutes(30));
    assertThat(shown(150, 51)).as("201 of 200: nothing of it").contains(Reason.HOUR_BUDGET);
    assertThat(shown(150, 50)).isEmpty();
    assertThat(shown(0, 200)).as("the same patients again").isEmpty();
    assertThat(shown(200, 1)).contains(Reason.HOUR_BUDGET);
    home.clock.advance(Duration.ofMinutes(30));
    assertThat(shown(200, 150)).as("the first 150 are an hour ago").isEmpty();
    assertThat(shown(350, 1)).contains(Reason.HOUR_BUDGET);
    assertThat(home.gate.brakes().spent(WS)).isEqualTo(new Spent(Brake.of(WS), 200, 350));
    assertThat(alerts()).containsExactly("budget-crossed");
    assertThat(home.refusals(Action.QUERY)).containsOnly("hour-budget").hasSize(3);
    assertThat(home.records())
        .filteredOn(r -> r.action() == Action.ALERT)
        .singleElement()
        .satisfies(r ->
            assertThat(r.facts())
                .containsEntry(Fact.REASON, "budget-crossed")
                .containsEntry(Fact.TARGET, "device WS"));
  }

  @Test
  void aDaysBudgetFreezesUntilAKeeperThaws() throws IOException {
    for (int hour = 0; hour < 5; hour++) {
      assertThat(shown(200 * hour, 200)).isEmpty();
      home.clock.advance(Duration.ofHours(1));
    }
    assertThat(shown(1_000, 1)).contains(Reason.DAY_BUDGET);
    assertThat(shown(0, 1)).as("even what it saw").contains(Reason.FROZEN);
    assertThat(alerts()).containsExactly("budget-crossed", "frozen");
    home.clock.advance(Duration.ofDays(2));
    assertThat(shown(0, 1)).as("two days later").contains(Reason.FROZEN);
    home.restart();
    assertThat(shown(0, 1)).as("after a restart").contains(Reason.FROZEN);
    home.gate.brakes().lift(WS, Optional.of(home.clock.instant().plusSeconds(60)), "root");
    assertThat(shown(0, 1)).as("lifted is not thawed").contains(Reason.FROZEN);
    home.gate.brakes().budget(WS, Optional.of(new Budget(9_000, 9_000)), "root");
    assertThat(shown(0, 1)).as("nor is raised").contains(Reason.FROZEN);
    assertThat(home.gate.decide(who, new Request.Get()))
        .isEqualTo(new Decision.Denied(Reason.FROZEN));
    assertThat(home.gate.decide(who, new Request.Store())).isInstanceOf(Decision.Granted.class);
    assertThat(home.gate.decide(who, new Request.Worklist(false)))
        .isInstanceOf(Decision.Granted.class);
    assertThat(home.gate.brakes().thaw(WS, "root")).isTrue();
    assertThat(shown(0, 1)).isEmpty();
    assertThat(home.gate.brakes().thaw(WS, "root")).as("it wasn't frozen").isFalse();
    assertThat(home.records().stream().filter(r -> r.action() == Action.DEVICE_BUDGET))
        .extracting(r -> r.facts().get(Fact.REASON))
        .containsExactly("lifted", "set", "thawed", "thawed");
  }

  @Test
  void whoGoesOnAskingIsFrozen() throws IOException {
    assertThat(shown(0, 200)).isEmpty();
    for (int i = 1; i <= Brakes.REFUSALS_BEFORE_FREEZE; i++) {
      assertThat(shown(200, 1)).as("refusal %d", i).contains(Reason.HOUR_BUDGET);
    }
    assertThat(shown(0, 1)).contains(Reason.FROZEN);
    assertThat(alerts()).containsExactly("budget-crossed", "frozen");
  }

  @Test
  void refusalsNowAndThenDoNotFreeze() throws IOException {
    assertThat(shown(0, 200)).isEmpty();
    for (int i = 0; i < 3 * Brakes.REFUSALS_BEFORE_FREEZE; i++) {
      home.clock.advance(Duration.ofSeconds(62));
      assertThat(shown(1_000, 201)).contains(Reason.HOUR_BUDGET);
    }
    assertThat(shown(200, 1)).isEmpty();
  }

  @Test
  void aBudgetOfItsOwnAndALiftCount() throws IOException {
    home.gate.brakes().budget(WS, Optional.of(new Budget(2, 3)), "root");
    assertThat(shown(0, 3)).contains(Reason.HOUR_BUDGET);
    assertThat(shown(0, 2)).isEmpty();
    home.gate.brakes().lift(WS, Optional.of(home.clock.instant().plusSeconds(60)), "root");
    assertThat(shown(0, 5_000)).isEmpty();
    home.clock.advance(Duration.ofSeconds(60));
    assertThat(shown(2, 1)).as("lifted no more").contains(Reason.HOUR_BUDGET);
    assertThat(shown(0, 2)).isEmpty();
    home.gate.brakes().lift(WS, Optional.of(home.clock.instant().plusSeconds(60)), "root");
    home.gate.brakes().lift(WS, Optional.empty(), "root");
    assertThat(shown(2, 1)).as("restored").contains(Reason.HOUR_BUDGET);
    home.gate.brakes().budget(WS, Optional.empty(), "root");
    assertThat(shown(2, 198)).as("the common budget again").isEmpty();
    assertThatThrownBy(() -> home.gate.brakes().lift(WS, Optional.of(home.clock.instant()), "root"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            home.gate
                .brakes()
                .lift(
                    WS,
                    Optional.of(home.clock.instant().plus(BrakeAdmin.MAX_LIFT).plusSeconds(1)),
                    "root"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget(10, 9)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoGuessesIsHeldAndThenFrozen() throws IOException {
    for (int i = 0; i < 5; i++) {
      Pass same = pass(who, new Request.Get());
      same.disclose(Disclosure.of(List.of(), List.of(), 0), new Spending(Set.of(), 7));
    }
    for (int i = 1; i < Brakes.MIN_QUESTIONS_IN_VAIN - 2; i++) {
      pass(who, new Request.Find(true))
          .disclose(
              Disclosure.of(List.of(), List.of(), 0),
              new Spending(Set.of(), Spending.question("1.2." + i)));
    }
    assertThat(alerts()).as("998 different questions").isEmpty();
    assertThat(home.gate.decide(who, new Request.Find(false)))
        .isEqualTo(new Decision.Denied(Reason.BROAD_QUERY));
    pass(who, new Request.Find(true)).askedInVain(Spending.question("too many"));
    assertThat(alerts()).containsExactly("guessing");
    assertThat(home.gate.decide(who, new Request.Find(true)))
        .isEqualTo(new Decision.Denied(Reason.GUESSING));
    assertThat(home.gate.decide(who, new Request.Store())).isInstanceOf(Decision.Granted.class);
    home.clock.advance(Duration.ofHours(1));
    assertThat(shown(0, 1)).as("an hour later").isEmpty();
  }

  @Test
  void whatADeviceBeganIsKnownForADay() throws IOException {
    TrailRecord began =
        pass(who, new Request.Store())
            .stored(Disclosure.of(List.of("1.2"), List.of("p1"), 1).with(Fact.STUDIES, "1"));
    TrailRecord added =
        pass(who, new Request.Store()).stored(Disclosure.of(List.of("1.3"), List.of("p1"), 1));
    home.gate.record(List.of(began, added));
    Pass pass = pass(who, new Request.Find(true));
    assertThat(pass.hasBegun("1.2")).isTrue();
    assertThat(pass.hasBegun("1.3")).as("only added to").isFalse();
    Identity other = home.admitted(home.add("WS2", Verb.FIND).certificate(), "WS2");
    assertThat(pass(other, new Request.Find(true)).hasBegun("1.2")).isFalse();
    home.clock.advance(Duration.ofDays(1));
    assertThat(pass.hasBegun("1.2")).isFalse();
  }

  @Test
  void theDeviceAndThePersonAtItBothSpend() throws IOException {
    home.gate.acceptUsers(new MemoryUserRegistry(), home.protector, Optional.empty());
    var certificate = home.add("VIEWER", Verb.FIND).certificate();
    var second = home.add("VIEWER2", Verb.FIND).certificate();
    home.gate.users().setVouching("VIEWER", true, "root");
    home.gate.users().setVouching("VIEWER2", true, "root");
    for (String name : List.of("anna", "bert")) {
      home.gate
          .users()
          .add(name, name, Set.of(Verb.FIND), Set.of(), Optional.empty(), "root")
          .ifPresent(no -> {
            throw new AssertionError(no);
          });
    }
    Identity anna = named(certificate, "VIEWER", "anna");
    Identity bert = named(certificate, "VIEWER", "bert");
    Identity annaElsewhere = named(second, "VIEWER2", "anna");
    assertThat(shown(anna, patients(0, 150))).isEmpty();
    assertThat(shown(bert, patients(150, 51))).as("the device's").contains(Reason.HOUR_BUDGET);
    assertThat(shown(annaElsewhere, patients(150, 51))).as("hers").contains(Reason.HOUR_BUDGET);
    assertThat(home.gate.brakes().spent(Spender.person("bert")).hour()).isZero();
    assertThat(home.gate.brakes().spent(Spender.device("VIEWER2")).hour())
        .as("nothing is paid by half")
        .isZero();
    assertThat(shown(bert, patients(150, 50))).isEmpty();
    assertThat(home.gate.brakes().spent(Spender.device("VIEWER")).hour()).isEqualTo(200);
    assertThat(home.gate.brakes().spent(Spender.person("anna")).hour()).isEqualTo(150);
  }

  private Identity named(java.security.cert.X509Certificate certificate, String aet, String name) {
    return switch (home.gate.admit(
        certificate, aet, GateHome.AET, "192.0.2.1", Optional.of(new ClaimedUser.Named(name)))) {
      case Admission.Admitted(Identity identity) -> identity;
      case Admission.Refused refused -> throw new AssertionError(refused.reason());
    };
  }

  @Test
  void fiftyThreadsSpendABudgetOnce() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
      for (int t = 0; t < 50; t++) {
        int first = 1_000 * t;
        results.add(
            threads.submit(() -> {
              start.await();
              int seen = 0;
              for (int i = 0; i < 40; i++) {
                seen += shown(who, Set.of("p" + (first + i))).isEmpty() ? 1 : 0;
              }
              return seen;
            }));
      }
      start.countDown();
    }
    int seen = 0;
    for (Future<Integer> result : results) {
      seen += result.get();
    }
    assertThat(seen).isEqualTo(200);
    assertThat(home.gate.brakes().spent(WS).day()).isEqualTo(200);
  }

  @Test
  void whatWasSpentOutlivesARestart() throws IOException {
    assertThat(shown(0, 200)).isEmpty();
    home.restart();
    assertThat(shown(200, 1)).contains(Reason.HOUR_BUDGET);
    assertThat(shown(0, 200)).isEmpty();
  }

  @Test
  void withoutItsRegistryNothingIsShown() throws IOException {
    Pass pass = pass(who, new Request.Find(true));
    home.brakes.breakDown();
    assertThat(home.gate.decide(who, new Request.Find(true)))
        .isEqualTo(new Decision.Denied(Reason.UNAVAILABLE));
    assertThat(
            pass.disclose(Disclosure.of(List.of(), List.of("p"), 1), new Spending(Set.of("p"), 1)))
        .isEqualTo(new Disclosed.Held(Reason.UNAVAILABLE));
    assertThat(home.gate.decide(who, new Request.Store())).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void aPassThatIsBoundSaysWhatItCosts() throws IOException {
    Pass pass = pass(who, new Request.Find(true));
    home.awaitAssociation(who);
    int before = home.records().size();
    assertThatThrownBy(() -> pass.disclose(Disclosure.of(List.of(), List.of("p"), 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(home.records()).hasSize(before);
    Pass operators = pass(home.gate.operator("root"), new Request.Find(true));
    operators.disclose(Disclosure.of(List.of(), List.of("p"), 1));
    assertThat(home.records().getLast().outcome()).isEqualTo(Outcome.DONE);
    assertThat(
            operators.disclose(
                Disclosure.of(List.of(), List.of(), 5_000), new Spending(patients(0, 5_000), 1)))
        .as("the operator holds the keys")
        .isEqualTo(new Disclosed.OnRecord());
  }

  @Test
  void alertsAreToldOnceAndAcknowledgedOnRecord() throws IOException {
    List<Alert> told = new ArrayList<>();
    home.gate
        .alerts()
        .onAlert(_ -> {
          throw new IllegalStateException("a listener that breaks");
        });
    home.gate.alerts().onAlert(told::add);
    AlertKind kind = new AlertKind("made-up");
    home.gate.alerts().raise(kind, "disk\n1", "x".repeat(500));
    home.gate.alerts().raise(kind, "disk\n1", "again");
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().subject()).isEqualTo("disk?1");
    assertThat(told.getFirst().what()).hasSize(Alerts.MAX_WHAT_CHARS);
    assertThat(home.gate.alerts().open())
        .singleElement()
        .satisfies(a -> assertThat(a.times()).isEqualTo(2));
    assertThat(home.gate.alerts().counts()).isEqualTo(Map.of("made-up", 2L));
    home.clock.advance(AlertRegistry.QUIET);
    home.gate.alerts().raise(kind, "disk\n1", "still");
    assertThat(told).hasSize(2);
    assertThat(home.gate.alerts().acknowledge(told.getFirst().id(), "root")).isTrue();
    assertThat(home.gate.alerts().acknowledge(told.getFirst().id(), "root")).isFalse();
    assertThat(home.gate.alerts().open()).isEmpty();
    assertThat(home.gate.alerts().all()).hasSize(1);
    assertThat(home.records().stream().map(TrailRecord::action))
        .containsSubsequence(Action.ALERT, Action.ALERT, Action.ALERT_ACK);
    assertThatThrownBy(() -> new AlertKind("Not a word"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

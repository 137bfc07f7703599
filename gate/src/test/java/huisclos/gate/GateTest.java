package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GateTest {
  @TempDir Path temp;

  private GateHome home;

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(temp);
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  private Reason refusal(X509Certificate certificate, String calling, String called) {
    return switch (home.gate.admit(certificate, calling, called, "192.0.2.1")) {
      case Admission.Refused(Reason reason) -> reason;
      case Admission.Admitted _ -> throw new AssertionError("admitted");
    };
  }

  private Reason denial(Identity who, Request request) {
    return switch (home.gate.decide(who, request)) {
      case Decision.Denied(Reason reason) -> reason;
      case Decision.Granted _ -> throw new AssertionError("granted");
    };
  }

  private Pass pass(Identity who, Request request) {
    return switch (home.gate.decide(who, request)) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied denied -> throw new AssertionError(denied.reason());
    };
  }

  @Test
  void aCertificateIsGoodForItsTitleOnly() throws Exception {
    X509Certificate ct1 = home.add("CT1", Verb.STORE).certificate();
    X509Certificate ct2 = home.add("CT2", Verb.STORE).certificate();

    assertThat(refusal(ct1, "CT2", "HUISCLOS")).isEqualTo(Reason.CALLING_AET);
    assertThat(refusal(ct1, "ct1", "HUISCLOS")).isEqualTo(Reason.CALLING_AET);
    assertThat(refusal(ct1, "", "HUISCLOS")).isEqualTo(Reason.CALLING_AET);
    assertThat(refusal(ct1, "CT1\u0000", "HUISCLOS")).isEqualTo(Reason.CALLING_AET);
    assertThat(refusal(ct1, "CT1", "ANY-SCP")).isEqualTo(Reason.CALLED_AET);
    assertThat(refusal(ct1, "CT1", "")).isEqualTo(Reason.CALLED_AET);
    assertThat(refusal(home.gate.ca().certificate(), "CT1", "HUISCLOS"))
        .isEqualTo(Reason.FOREIGN_CERTIFICATE);
    assertThat(home.refusals(Action.ASSOCIATION))
        .containsExactly(
            "calling-aet",
            "calling-aet",
            "calling-aet",
            "calling-aet",
            "called-aet",
            "called-aet",
            "foreign-certificate");

    Identity padded = home.admitted(ct2, "CT2             ");
    assertThat(padded.name()).isEqualTo("CT2");
    assertThat(padded.isOperator()).isFalse();
  }

  @Test
  void aStrangersClaimIsOnRecordWithoutHarm() throws Exception {
    X509Certificate ct1 = home.add("CT1", Verb.STORE).certificate();
    refusal(ct1, "A\nB\u001b[31m", "X\\Y");
    TrailRecord record = home.records().getLast();
    assertThat(record.actor().kind()).isEqualTo(Actor.Kind.STRANGER);
    assertThat(record.actor().id()).isEqualTo("A?B?[31m");
    assertThat(record.facts())
        .containsEntry(Fact.CALLED_AET, "X?Y")
        .containsEntry(Fact.SERIAL, ct1.getSerialNumber().toString(16));
  }

  @Test
  void nothingIsGrantedThatWasNotGiven() throws Exception {
    Identity none = home.admitted(home.add("NONE").certificate(), "NONE");
    for (Verb verb : Verb.values()) {
      assertThat(home.gate.may(none, verb)).as(verb.word()).isEqualTo(verb == Verb.ECHO);
    }
    for (Request request :
        List.of(
            new Request.Store(),
            new Request.Find(true),
            new Request.Find(false),
            new Request.Get(),
            new Request.Move("NONE"),
            new Request.Commit())) {
      assertThat(denial(none, request)).isEqualTo(Reason.NOT_GRANTED);
    }
  }

  @Test
  void eachVerbStandsForItself() throws Exception {
    for (Verb verb : List.of(Verb.STORE, Verb.FIND, Verb.GET, Verb.MOVE, Verb.COMMIT)) {
      Identity one = home.admitted(home.add(verb.word(), verb).certificate(), verb.word());
      for (Verb other : Verb.values()) {
        assertThat(home.gate.may(one, other)).isEqualTo(other == verb || other == Verb.ECHO);
      }
    }
  }

  @Test
  void aBroadQueryNeedsFindAll() throws Exception {
    Identity find = home.admitted(home.add("FIND", Verb.FIND).certificate(), "FIND");
    Identity all = home.admitted(home.add("ALL", Verb.FIND_ALL).certificate(), "ALL");
    assertThat(pass(find, new Request.Find(true)).broad()).isFalse();
    assertThat(denial(find, new Request.Find(false))).isEqualTo(Reason.BROAD_QUERY);
    assertThat(pass(all, new Request.Find(false)).broad()).isTrue();
    assertThat(pass(all, new Request.Find(true)).verb()).isEqualTo(Verb.FIND);
    assertThat(home.refusals(Action.QUERY)).containsExactly("broad-query");
  }

  @Test
  void aMoveGoesWhereTheListSays() throws Exception {
    Identity own = home.admitted(home.add("WS", Verb.MOVE).certificate(), "WS");
    assertThat(denial(own, new Request.Move("WS")))
        .as("not registered as a peer")
        .isEqualTo(Reason.UNKNOWN_DESTINATION);
    home.addPeer("WS");
    home.addPeer("EVIL");
    assertThat(pass(own, new Request.Move("WS ")).verb()).isEqualTo(Verb.MOVE);
    assertThat(denial(own, new Request.Move("EVIL"))).isEqualTo(Reason.UNKNOWN_DESTINATION);
    assertThat(denial(own, new Request.Move("\\"))).isEqualTo(Reason.UNKNOWN_DESTINATION);
    GateHome.issued(
        home.gate
            .devices()
            .add(
                new DeviceAdmin.Order(
                    "WS", Set.of(Verb.MOVE), Set.of("A", "B"), new KeySource.Generated(), true),
                "root"));
    assertThat(denial(own, new Request.Move("WS")))
        .as("the old certificate was revoked")
        .isEqualTo(Reason.REVOKED_CERTIFICATE);
  }

  @Test
  void oneRefusedVerbMakesOneRecordAnAssociation() throws Exception {
    Identity none = home.admitted(home.add("NONE").certificate(), "NONE");
    for (int context = 0; context < 128; context++) {
      home.gate.may(none, Verb.STORE);
      home.gate.may(none, Verb.FIND);
    }
    assertThat(home.refusals(Action.VERB)).containsExactly("not-granted", "not-granted");
  }

  @Test
  void aRevocationCountsForTheNextRequestOfAnOpenAssociation() throws Exception {
    IssuedIdentity issued = home.add("WS", Verb.FIND);
    Identity who = home.admitted(issued.certificate(), "WS");
    pass(who, new Request.Find(true));
    boolean[] told = {false};
    home.gate.onWithdrawal(() -> told[0] = !home.gate.welcome(issued.certificate()));
    home.gate.devices().revokeSerial(issued.serial(), "root");
    assertThat(told[0]).as("listeners hear of it once it counts").isTrue();
    assertThat(denial(who, new Request.Find(true))).isEqualTo(Reason.REVOKED_CERTIFICATE);
    assertThat(home.gate.may(who, Verb.ECHO)).isFalse();
    assertThat(refusal(issued.certificate(), "WS", "HUISCLOS"))
        .isEqualTo(Reason.REVOKED_CERTIFICATE);
  }

  @Test
  void timeRunsOutForAnOpenAssociationToo() throws Exception {
    X509Certificate certificate = home.add("WS", Verb.FIND).certificate();
    Identity who = home.admitted(certificate, "WS");
    home.clock.advance(Duration.ofDays(1_095));
    assertThat(home.gate.welcome(certificate)).as("the last second").isTrue();
    home.clock.advance(Duration.ofSeconds(1));
    assertThat(home.gate.welcome(certificate)).isFalse();
    assertThat(denial(who, new Request.Find(true))).isEqualTo(Reason.EXPIRED_CERTIFICATE);
    home.clock.advance(Duration.ofDays(-1_097));
    assertThat(home.gate.welcome(certificate)).as("not yet valid").isFalse();
  }

  @Test
  void whatIsDisclosedIsOnRecordWhenDiscloseReturns() throws Exception {
    Identity who = home.admitted(home.add("WS", Verb.FIND, Verb.GET).certificate(), "WS");
    pass(who, new Request.Get())
        .disclose(
            Disclosure.of(List.of("1.2.3"), List.of("p1"), 7).with(Fact.LEVEL, "STUDY"),
            new Spending(Set.of("p1"), 0));
    TrailRecord record = home.records().getLast();
    assertThat(record.action()).isEqualTo(Action.RETRIEVE);
    assertThat(record.outcome()).isEqualTo(Outcome.DONE);
    assertThat(record.actor().id()).isEqualTo("WS");
    assertThat(record.remote()).isEqualTo("192.0.2.1");
    assertThat(record.studyUids()).containsExactly("1.2.3");
    assertThat(record.patientRecords()).containsExactly("p1");
    assertThat(record.count()).hasValue(7);
    assertThat(record.facts())
        .containsEntry(Fact.LEVEL, "STUDY")
        .containsEntry(Fact.SESSION, who.session());

    pass(who, new Request.Find(true))
        .disclose(Disclosure.of(List.of(), List.of(), 0), new Spending(Set.of(), 0));
    assertThat(home.records().getLast().action()).as("no match, on record").isEqualTo(Action.QUERY);
  }

  @Test
  void aStoreIsRecordedWithItsGroup() throws Exception {
    Identity who = home.admitted(home.add("CT1", Verb.STORE).certificate(), "CT1");
    Pass pass = pass(who, new Request.Store());
    home.awaitAssociation(who);
    int before = home.records().size();
    TrailRecord one = pass.stored(Disclosure.of(List.of("1.2"), List.of("p1"), 1));
    TrailRecord two = pass.record(Outcome.REFUSED, Disclosure.of(List.of("1.3"), List.of(), 1));
    assertThat(home.records()).hasSize(before);
    home.gate.record(List.of(one, two));
    assertThat(home.records().subList(before, before + 2))
        .extracting(TrailRecord::action)
        .containsExactly(Action.STORE, Action.STORE);
  }

  @Test
  void withoutATrailNothingIsDisclosedAndRefusalsStand() throws Exception {
    X509Certificate certificate = home.add("WS", Verb.GET).certificate();
    Identity who = home.admitted(certificate, "WS");
    Pass pass = pass(who, new Request.Get());
    home.closeTrail();
    assertThatThrownBy(
            () -> pass.disclose(Disclosure.of(List.of(), List.of(), 1), new Spending(Set.of(), 0)))
        .isInstanceOf(TrailException.class);
    assertThat(denial(who, new Request.Store())).isEqualTo(Reason.NOT_GRANTED);
    assertThat(home.gate.doors().unrecorded()).isEqualTo(1);
    assertThatThrownBy(() -> home.add("NEW", Verb.FIND)).isInstanceOf(TrailException.class);
    assertThat(home.registry.device("NEW")).as("not on record, so not added").isEmpty();
    home.gate.devices();
    assertThatThrownBy(() -> home.gate.devices().revokeDevice("WS", "root"))
        .isInstanceOf(TrailException.class);
    assertThat(home.gate.welcome(certificate)).as("a revocation counts all the same").isFalse();
  }

  @Test
  void aRegistryThatFailsSaysNo() throws Exception {
    X509Certificate certificate = home.add("WS", Verb.GET).certificate();
    Identity who = home.admitted(certificate, "WS");
    home.registry.breakDown();
    assertThat(refusal(certificate, "WS", "HUISCLOS")).isEqualTo(Reason.UNAVAILABLE);
    assertThat(denial(who, new Request.Get())).isEqualTo(Reason.UNAVAILABLE);
    assertThat(home.gate.welcome(certificate)).isFalse();
  }

  @Test
  void theOperatorIsOnRecordByName() throws Exception {
    Identity operator = home.gate.operator("alice");
    assertThat(operator.isOperator()).isTrue();
    home.gate.record(
        List.of(
            pass(operator, new Request.Store()).stored(Disclosure.of(List.of(), List.of(), 1))));
    assertThat(home.records().getLast().actor()).isEqualTo(Actor.operator("alice"));
  }

  @Test
  void aFloodOfRefusalsIsBoundedOnRecord() throws Exception {
    X509Certificate certificate = home.add("CT1", Verb.STORE).certificate();
    int before = home.records().size();
    for (int i = 0; i < 2_000; i++) {
      refusal(certificate, "WRONG", "HUISCLOS");
    }
    home.gate.close();
    List<TrailRecord> flood = home.records().subList(before, home.records().size());
    assertThat(flood).hasSize(FloodGuard.SINGLE_PER_SOURCE + 1);
    assertThat(flood.getLast().facts())
        .containsEntry(Fact.REPEATED, Integer.toString(2_000 - FloodGuard.SINGLE_PER_SOURCE));
  }

  @Test
  void nothingToStringsMoreThanWho() throws Exception {
    IssuedIdentity issued = home.add("CT1", Verb.STORE);
    Identity who = home.admitted(issued.certificate(), "CT1");
    assertThat(who).hasToString("Identity[DEVICE CT1]");
    assertThat(pass(who, new Request.Store())).hasToString("Pass[STORE Identity[DEVICE CT1]]");
    assertThat(issued.toString()).doesNotContain("PRIVATE");
  }
}

package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes with a token, ours or the issuer's, and what it opens. */
class ProgramsTest {
  private static final String ISSUER = "https://login.example.test";
  private static final PatientKey PATIENT = new PatientKey("P1", "HOSP");

  @TempDir Path folder;
  private GateHome home;
  private ECKey key;
  private final MemoryUserRegistry people = new MemoryUserRegistry();

  @BeforeEach
  void open() throws Exception {
    home = new GateHome(folder.resolve("home"));
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    Files.writeString(folder.resolve("jwks"), new JWKSet(key.toPublicJWK()).toString());
    home.gate.acceptUsers(
        people,
        home.protector,
        Optional.of(new TokenIssuer(ISSUER, "archive", folder.resolve("jwks"))));
  }

  @AfterEach
  void close() throws Exception {
    home.close();
  }

  private AccessTokens tokens() {
    return home.gate.web().tokens();
  }

  private static AccessTokens.Order order(String name, Verb... verbs) {
    return new AccessTokens.Order(name, Set.of(verbs), Optional.empty(), Set.of(), 90);
  }

  private AccessTokens.Added.Made made(AccessTokens.Order order) throws Exception {
    if (tokens().add(order, "root") instanceof AccessTokens.Added.Made made) {
      return made;
    }
    throw new AssertionError("not made: " + tokens().add(order, "root"));
  }

  private Identity admitted(String token) {
    return switch (home.gate.web().bearer(token, "192.0.2.7")) {
      case Admission.Admitted(Identity identity) -> identity;
      case Admission.Refused(Reason why) -> throw new AssertionError(why);
    };
  }

  private Reason refused(String token) {
    if (home.gate.web().bearer(token, "192.0.2.7") instanceof Admission.Refused(Reason why)) {
      return why;
    }
    throw new AssertionError("admitted");
  }

  private Reach reach(Identity who, Request request) {
    return switch (home.gate.decide(who, request)) {
      case Decision.Granted(Pass pass) -> pass.reach();
      case Decision.Denied(Reason why) -> throw new AssertionError(why);
    };
  }

  @Test
  void aTokenDoesWhatItSaysUntilItIsRevokedAlsoForWhoIsInAlready() throws Exception {
    var made = made(order("script", Verb.FIND, Verb.GET));
    assertThat(made.secret()).matches("imgtok_[A-Za-z0-9_-]{43}");
    Identity script = admitted(made.secret());
    assertThat(script.isProgram()).isTrue();
    assertThat(script.name()).isEqualTo("script");
    assertThat(home.gate.may(script, Verb.FIND)).isTrue();
    assertThat(home.gate.may(script, Verb.STORE)).isFalse();
    assertThat(home.gate.may(script, Verb.KEEP)).isFalse();
    assertThat(home.gate.decide(script, new Request.Find(false)))
        .as("a broad query")
        .isInstanceOf(Decision.Denied.class);
    assertThat(tokens().revoke("script", "root")).isEmpty();
    assertThat(home.gate.may(script, Verb.FIND)).isFalse();
    assertThat(refused(made.secret())).isEqualTo(Reason.TOKEN_UNKNOWN);
    assertThat(tokens().revoke("script", "root")).contains(AccessTokens.Refusal.UNKNOWN);
    assertThat(home.records().stream().map(r -> r.action()))
        .contains(Action.TOKEN_ADD, Action.TOKEN_REVOKE);
    assertThat(home.records().toString()).doesNotContain(made.secret());
  }

  @Test
  void aTokenEndsByItselfAndItsNameIsFreeThen() throws Exception {
    var made = made(order("script", Verb.FIND));
    Identity script = admitted(made.secret());
    assertThat(tokens().add(order("script", Verb.GET), "root"))
        .isEqualTo(new AccessTokens.Added.Refused(AccessTokens.Refusal.KNOWN));
    home.clock.advance(Duration.ofDays(90));
    assertThat(home.gate.may(script, Verb.FIND)).isFalse();
    assertThat(refused(made.secret())).isEqualTo(Reason.TOKEN_EXPIRED);
    made(order("script", Verb.GET));
    assertThat(refused(made.secret())).isEqualTo(Reason.TOKEN_UNKNOWN);
    assertThat(tokens().list()).hasSize(1);
  }

  @Test
  void aRevocationDoesNotComeBackToLifeWithAnOlderRegister() throws Exception {
    var revoked = made(order("one", Verb.FIND));
    var kept = made(order("two", Verb.FIND));
    var earlier = home.records.list("token", "");
    tokens().revoke("one", "root");
    earlier.forEach((key, bytes) -> home.records.put("token", key, bytes));
    admitted(revoked.secret());
    assertThat(new TokenRevocations(home.records).replay(home.home.resolve("trail"), Map.of()))
        .containsExactly("one");
    assertThat(refused(revoked.secret())).isEqualTo(Reason.TOKEN_UNKNOWN);
    admitted(kept.secret());
  }

  @Test
  void aNarrowedTokenReachesNothingElse() throws Exception {
    Identity one =
        admitted(
            made(new AccessTokens.Order(
                    "one", Set.of(Verb.GET), Optional.of(PATIENT), Set.of("1.2.3"), 1))
                .secret());
    assertThat(reach(one, new Request.Get()).all())
        .containsExactlyInAnyOrder(
            Reach.Part.patient(PATIENT), Reach.Part.studies(Set.of("1.2.3")));
  }

  @Test
  void whatATokenCantHaveIsRefused() throws Exception {
    for (AccessTokens.Order order :
        List.of(
            order("", Verb.FIND),
            order("none"),
            order("keeper", Verb.KEEP),
            order("mover", Verb.MOVE),
            new AccessTokens.Order("x", Set.of(Verb.GET), Optional.empty(), Set.of("../1"), 9),
            new AccessTokens.Order("x", Set.of(Verb.GET), Optional.empty(), Set.of(), 0),
            new AccessTokens.Order("x", Set.of(Verb.GET), Optional.empty(), Set.of(), 367))) {
      assertThat(tokens().add(order, "root")).isInstanceOf(AccessTokens.Added.Refused.class);
    }
    assertThat(tokens().list()).isEmpty();
  }

  @Test
  void theSecretIsNowhereAndItsUseIsKnownToTheHour() throws Exception {
    var made = made(order("script", Verb.FIND));
    assertThat(tokens().list().getFirst().used()).isEmpty();
    admitted(made.secret());
    var first = tokens().list().getFirst().used().orElseThrow();
    home.clock.advance(Duration.ofMinutes(59));
    admitted(made.secret());
    assertThat(tokens().list().getFirst().used()).contains(first);
    home.clock.advance(Duration.ofMinutes(2));
    admitted(made.secret());
    assertThat(tokens().list().getFirst().used().orElseThrow()).isAfter(first);
    assertThat(home.records.list("token", "").toString()).doesNotContain(made.secret());
    assertThat(tokens().list().toString() + made).doesNotContain(made.secret());
  }

  private JWTClaimsSet.Builder claims(String scope) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("archive")
        .subject("client-7")
        .claim("client_id", "viewer")
        .claim("scope", scope)
        .issueTime(Date.from(home.clock.instant()))
        .expirationTime(Date.from(home.clock.instant().plusSeconds(300)));
  }

  private String signed(JWTClaimsSet.Builder claims) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(), claims.build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  @Test
  void theIssuersTokenOfAProgramDoesWhatItsScopesSay() throws Exception {
    Identity viewer = admitted(signed(claims("system/ImagingStudy.rs openid user/*.write")));
    assertThat(viewer.isProgram()).isTrue();
    assertThat(viewer.name()).isEqualTo("oauth:viewer");
    assertThat(home.gate.may(viewer, Verb.FIND)).isTrue();
    assertThat(home.gate.may(viewer, Verb.GET)).isTrue();
    assertThat(home.gate.may(viewer, Verb.STORE)).as("nobody's user scope").isFalse();
    assertThat(home.gate.may(viewer, Verb.FIND_ALL)).isFalse();
    home.clock.advance(Duration.ofSeconds(361));
    assertThat(home.gate.may(viewer, Verb.FIND)).as("past its end").isFalse();
  }

  @Test
  void aPatientInTheTokenNarrowsAllOfIt() throws Exception {
    Identity launched =
        admitted(signed(claims("patient/*.read system/*.read").claim("patient", "HOSP|P1")));
    assertThat(reach(launched, new Request.Get())).isEqualTo(Reach.of(Reach.Part.patient(PATIENT)));
    Identity nobody = admitted(signed(claims("patient/*.read")));
    assertThat(home.gate.may(nobody, Verb.GET)).as("no patient named").isFalse();
  }

  @Test
  void aTokenForAPersonOpensWhatBothMay() throws Exception {
    home.gate
        .users()
        .add(
            new UserAdmin.Order(
                "ann", "client-7", Set.of(), Set.of(Role.TECHNOLOGIST), Set.of(), Set.of()),
            Optional.empty(),
            "root");
    Identity ann = admitted(signed(claims("user/ImagingStudy.crs delete")));
    assertThat(ann.isPerson()).isTrue();
    assertThat(ann.name()).isEqualTo("ann");
    assertThat(home.gate.may(ann, Verb.STORE)).isTrue();
    assertThat(home.gate.may(ann, Verb.WORKLIST)).as("hers, not the token's").isFalse();
    assertThat(home.gate.may(ann, Verb.DELETE)).as("the token's, not hers").isFalse();
    home.gate.users().suspend("ann", "root");
    assertThat(home.gate.may(ann, Verb.STORE)).isFalse();
    assertThat(refused(signed(claims("user/*.read")))).isEqualTo(Reason.USER_SUSPENDED);
  }

  @Test
  void anyOtherTokenIsRefusedAndOnRecord() throws Exception {
    ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
            claims("system/*.read").build());
    forged.sign(new ECDSASigner(foreign));
    JWTClaimsSet.Builder long1 =
        claims("system/*.read")
            .issueTime(Date.from(home.clock.instant().minusSeconds(3_700)))
            .expirationTime(Date.from(home.clock.instant().plusSeconds(86_400)));
    List<String> bad =
        List.of(
            "",
            "x",
            AccessTokens.PREFIX,
            AccessTokens.PREFIX + "A".repeat(43),
            forged.serialize(),
            new PlainJWT(claims("system/*.read").build()).serialize(),
            signed(claims("system/*.read").issuer("https://other.example.test")),
            signed(claims("system/*.read").audience("other")),
            signed(
                claims("system/*.read")
                    .expirationTime(Date.from(home.clock.instant().minusSeconds(61)))),
            signed(claims("system/*.read").issueTime(null)),
            signed(claims("system/*.read").claim("patient", 7)),
            signed(claims("system/*.read").claim("patient", "")),
            signed(long1));
    for (String token : bad) {
      refused(token);
    }
    assertThat(
            home.records().stream()
                .filter(r -> r.action() == Action.SIGN_IN && r.outcome() == Outcome.REFUSED)
                .map(r -> r.facts().get(Fact.REASON)))
        .hasSize(bad.size())
        .containsOnly("token-unknown", "user-token");
  }

  @Test
  void aScopeThatIsntUnderstoodGrantsNothing() {
    for (String scope :
        List.of(
            "system/ImagingStudy.rs?patient=1",
            "system/Patient.rs",
            "system/ImagingStudy.sr",
            "system/ImagingStudy.",
            "SYSTEM/*.read",
            "keep",
            "echo",
            "*",
            "system/*.*.*",
            "offline_access")) {
      Scopes scopes = Scopes.of(List.of(scope));
      assertThat(scopes.system()).as(scope).isEmpty();
      assertThat(scopes.user()).as(scope).isEmpty();
      assertThat(scopes.patient()).as(scope).isEmpty();
    }
    assertThat(Scopes.of(List.of("system/*.cruds")).system())
        .containsExactlyInAnyOrder(Verb.STORE, Verb.GET, Verb.FIND);
    assertThat(Scopes.of(List.of("user/ImagingStudy.d", "find-all")))
        .isEqualTo(new Scopes(Set.of(), Set.of(Verb.DELETE), Set.of(Verb.FIND_ALL)));
  }
}

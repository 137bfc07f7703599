package huisclos.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
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
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sits at a device: PS3.7 §D.3.3.7, types 1, 2 and 5; the others are refused. */
class UserIdentityTest {
  private static final String ISSUER = "https://login.example.test";

  @TempDir Path folder;
  private GateHome home;
  private X509Certificate workstation;
  private final MemoryUserRegistry people = new MemoryUserRegistry();

  @BeforeEach
  void open() throws Exception {
    home = new GateHome(folder.resolve("home"));
    workstation = home.add("WS", Verb.FIND, Verb.GET).certificate();
    home.gate.acceptUsers(
        people,
        home.protector,
        Optional.of(new TokenIssuer(ISSUER, "huisclos", folder.resolve("jwks"))));
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  private void add(String name, Optional<String> password, Set<String> devices, Verb... verbs)
      throws Exception {
    Set<Verb> granted = EnumSet.noneOf(Verb.class);
    granted.addAll(List.of(verbs));
    assertThat(
            home.gate
                .users()
                .add(name, "", granted, devices, password.map(p -> p.getBytes(UTF_8)), "root"))
        .isEmpty();
  }

  private Admission admit(ClaimedUser claim) {
    return home.gate.admit(workstation, "WS", GateHome.AET, "192.0.2.1", Optional.of(claim));
  }

  private static ClaimedUser password(String name, String password) {
    return ClaimedUser.of(2, name.getBytes(UTF_8), password.getBytes(UTF_8));
  }

  private Identity admitted(ClaimedUser claim) {
    if (admit(claim) instanceof Admission.Admitted(Identity identity)) {
      return identity;
    }
    throw new AssertionError("refused: " + admit(claim));
  }

  private Reason refused(ClaimedUser claim) {
    if (admit(claim) instanceof Admission.Refused(Reason reason)) {
      return reason;
    }
    throw new AssertionError("admitted");
  }

  @Test
  void rightsAreWhatBothAreGrantedAndThePersonIsOnRecord() throws Exception {
    add("Åsa", Optional.of("correct horse"), Set.of(), Verb.FIND, Verb.STORE);
    Identity asa = admitted(password("A\u030asa", "correct horse"));
    assertThat(asa.user()).contains("Åsa");
    assertThat(home.gate.may(asa, Verb.FIND)).as("both").isTrue();
    assertThat(home.gate.may(asa, Verb.STORE)).as("the person, not the device").isFalse();
    assertThat(home.gate.may(asa, Verb.GET)).as("the device, not the person").isFalse();
    assertThat(home.gate.may(asa, Verb.ECHO)).isTrue();
    Pass pass =
        switch (home.gate.decide(asa, new Request.Find(true))) {
          case Decision.Granted(Pass granted) -> granted;
          case Decision.Denied denied -> throw new AssertionError(denied.reason());
        };
    pass.disclose(Disclosure.of(List.of("1.2.3"), List.of(), 1), new Spending(Set.of(), 0));
    TrailRecord query =
        home.records().stream().filter(r -> r.action() == Action.QUERY).findFirst().orElseThrow();
    assertThat(query.actor().id()).isEqualTo("WS");
    assertThat(query.actor().detail()).endsWith(" user=Åsa");
    Identity nobody = home.admitted(workstation, "WS");
    assertThat(home.gate.may(nobody, Verb.GET)).as("without a person: the device's").isTrue();
  }

  @Test
  void aWrongPasswordIsRefusedAndGuessingSlowsDown() throws Exception {
    add("ann", Optional.of("correct horse"), Set.of(), Verb.FIND);
    for (int i = 0; i < PasswordBrake.FREE_PER_USER; i++) {
      assertThat(refused(password("ann", "wrong " + i))).isEqualTo(Reason.USER_PASSWORD);
    }
    assertThat(refused(password("ann", "correct horse")))
        .as("none is looked at")
        .isEqualTo(Reason.USER_BACK_OFF);
    add("bob", Optional.of("battery staple"), Set.of(), Verb.FIND);
    assertThat(admitted(password("bob", "battery staple")).user())
        .as("another's guesses don't shut bob out")
        .contains("bob");
    home.clock.advance(BackOff.FIRST.plusSeconds(1));
    assertThat(admitted(password("ann", "correct horse")).user()).contains("ann");
    assertThat(home.refusals(Action.ASSOCIATION))
        .containsExactly("user-password", "user-password", "user-password", "user-back-off");
  }

  @Test
  void anUnknownNameIsRefusedAndStaysOffTheRecord() throws Exception {
    add("ann", Optional.of("correct horse"), Set.of(), Verb.FIND);
    assertThat(refused(password("hunter2!", "x"))).isEqualTo(Reason.USER_UNKNOWN);
    refused(password("ann", "x"));
    List<TrailRecord> refusals =
        home.records().stream().filter(r -> r.outcome() == Outcome.REFUSED).toList();
    assertThat(refusals.get(0).facts()).doesNotContainKey(Fact.USER);
    assertThat(refusals.get(1).facts()).containsEntry(Fact.USER, "ann");
    assertThat(refusals.toString()).doesNotContain("hunter2");
  }

  @Test
  void aPasswordIsBoundToItsNameAndSealed() throws Exception {
    add("ann", Optional.of("correct horse"), Set.of(), Verb.FIND);
    byte[] ofAnn = people.password("ann").orElseThrow();
    people.add(
        new User("eve", "eve", Set.of(Verb.FIND), Set.of(), Instant.now(), Optional.empty()),
        Optional.of(ofAnn));
    assertThat(admit(password("eve", "correct horse"))).isInstanceOf(Admission.Refused.class);
    assertThat(admitted(password("ann", "correct horse")).user()).contains("ann");
  }

  @Test
  void aNameAloneCountsOnlyFromADeviceThatVouches() throws Exception {
    add("ann", Optional.of("correct horse"), Set.of(), Verb.FIND);
    ClaimedUser ann = ClaimedUser.of(1, "ann".getBytes(UTF_8), new byte[0]);
    assertThat(refused(ann)).isEqualTo(Reason.USER_NOT_VOUCHED);
    home.gate.users().setVouching("WS", true, "root");
    assertThat(admitted(ann).user()).contains("ann");
    assertThat(refused(ClaimedUser.of(1, "bob".getBytes(UTF_8), new byte[0])))
        .isEqualTo(Reason.USER_UNKNOWN);
    home.gate.users().setVouching("WS", false, "root");
    assertThat(refused(ann)).isEqualTo(Reason.USER_NOT_VOUCHED);
  }

  @Test
  void aSuspensionCountsOnOpenAssociationsAndAPersonIsBoundToTheirDevices() throws Exception {
    add("ann", Optional.of("correct horse"), Set.of("WS"), Verb.FIND);
    add("bob", Optional.of("battery staple"), Set.of("CT1"), Verb.FIND);
    assertThat(refused(password("bob", "battery staple"))).isEqualTo(Reason.USER_NOT_HERE);
    Identity ann = admitted(password("ann", "correct horse"));
    home.gate.users().suspend("ann", "root");
    assertThat(home.gate.may(ann, Verb.FIND)).isFalse();
    assertThat(refused(password("ann", "correct horse"))).isEqualTo(Reason.USER_SUSPENDED);
    home.gate.users().resume("ann", "root");
    assertThat(home.gate.may(ann, Verb.FIND)).isTrue();
    home.gate.users().remove("ann", "root");
    assertThat(home.gate.may(ann, Verb.FIND)).isFalse();
    assertThat(home.records().stream().map(TrailRecord::action))
        .contains(Action.USER_ADD, Action.USER_SUSPEND, Action.USER_RESUME, Action.USER_REMOVE);
  }

  @Test
  void otherKindsAreRefused() {
    for (int type : new int[] {0, 3, 4, 6, 255}) {
      assertThat(refused(ClaimedUser.of(type, new byte[] {1}, new byte[0])))
          .isEqualTo(Reason.USER_TYPE);
    }
    assertThat(refused(ClaimedUser.of(2, new byte[] {(byte) 0xff}, new byte[0])))
        .as("not UTF-8")
        .isEqualTo(Reason.USER_TYPE);
  }

  @Test
  void beforePeopleAreKeptNobodyCanBeNamed() throws Exception {
    home.restart();
    assertThat(refused(password("ann", "correct horse"))).isEqualTo(Reason.USER_UNKNOWN);
  }

  @Test
  void onlyAGoodTokenNamesSomebody() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    publish(key, Instant.EPOCH.plusSeconds(1));
    home.gate.users().add("ann", "sub-1", Set.of(Verb.FIND), Set.of(), Optional.empty(), "root");

    ClaimedUser good = token(signed(key, claims().build()));
    assertThat(admitted(good).user()).contains("ann");
    assertThat(new String(good.response(), UTF_8)).as("PS3.7 §D.3.3.7.2").startsWith("ey");

    for (JWTClaimsSet wrong :
        List.of(
            claims().issuer("https://other.example.test").build(),
            claims().audience("other").build(),
            claims().expirationTime(at(Duration.ofMinutes(-2))).build(),
            claims().notBeforeTime(at(Duration.ofMinutes(2))).build(),
            claims().expirationTime(null).build(),
            claims().subject(null).build())) {
      assertThat(refused(token(signed(key, wrong)))).isEqualTo(Reason.USER_TOKEN);
    }
    assertThat(refused(token(signed(foreign, claims().build())))).isEqualTo(Reason.USER_TOKEN);
    assertThat(refused(token(new PlainJWT(claims().build()).serialize())))
        .as("alg none")
        .isEqualTo(Reason.USER_TOKEN);
    assertThat(refused(token(keyAsSecret(key)))).as("HS256").isEqualTo(Reason.USER_TOKEN);
    String text = signed(key, claims().build());
    assertThat(refused(token(text.substring(0, text.length() - 8) + "AAAAAAAA")))
        .isEqualTo(Reason.USER_TOKEN);
    assertThat(refused(token("x".repeat(Tokens.MAX_CHARS + 1)))).isEqualTo(Reason.USER_TOKEN);
    assertThat(refused(token(signed(key, claims().subject("sub-2").build()))))
        .as("a good token of nobody we know")
        .isEqualTo(Reason.USER_UNKNOWN);

    publish(foreign, Instant.EPOCH.plusSeconds(2));
    assertThat(refused(good)).as("the issuer changed its keys").isEqualTo(Reason.USER_TOKEN);
    assertThat(admitted(token(signed(foreign, claims().build()))).user()).contains("ann");
  }

  private void publish(ECKey key, Instant changed) throws IOException {
    Path file = folder.resolve("jwks");
    Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
    Files.setLastModifiedTime(file, FileTime.from(changed));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("huisclos")
        .subject("sub-1")
        .expirationTime(at(Duration.ofMinutes(5)));
  }

  private Date at(Duration fromNow) {
    return Date.from(home.clock.instant().plus(fromNow));
  }

  private static String signed(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  /** The old trick: the public key taken for a shared secret. */
  private String keyAsSecret(ECKey key) throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    jwt.sign(new MACSigner(key.toECPublicKey().getEncoded()));
    return jwt.serialize();
  }

  private static ClaimedUser token(String text) {
    return ClaimedUser.of(5, text.getBytes(UTF_8), new byte[0]);
  }
}

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at an identity provider: what of its word is taken, and what isn't. */
class FederationTest {
  private static final String ISSUER = "https://login.example.test/realm";
  private static final Federation.Rules RULES =
      new Federation.Rules(
          ISSUER,
          "archive",
          "groups",
          Map.of("Radiology", Role.RADIOLOGIST, "IT", Role.KEEPER),
          Set.of(),
          Federation.Proof.TOKEN);

  @TempDir Path folder;
  private GateHome home;
  private ECKey key;
  private JWKSet published;
  private boolean unreachable;
  private final MemoryUserRegistry people = new MemoryUserRegistry();
  private Federation federation;

  @BeforeEach
  void open() throws Exception {
    home = new GateHome(folder.resolve("home"));
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    published = new JWKSet(key.toPublicJWK());
    home.gate.acceptUsers(people, home.protector, Optional.empty());
    federation = home.gate.web().federation(RULES, this::keys);
  }

  @AfterEach
  void close() throws Exception {
    home.close();
  }

  private String keys(boolean anew) throws IOException {
    if (unreachable) {
      throw new IOException("away");
    }
    return anew ? published.toString() : new JWKSet(key.toPublicJWK()).toString();
  }

  private JWTClaimsSet.Builder claims(String nonce) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("archive")
        .subject("0c7b")
        .claim("nonce", nonce)
        .claim("preferred_username", "ann")
        .claim("groups", List.of("Staff", "Radiology"))
        .claim("amr", List.of("pwd", "otp", "mfa"))
        .issueTime(Date.from(home.clock.instant()))
        .expirationTime(Date.from(home.clock.instant().plusSeconds(60)));
  }

  private static String signed(JWTClaimsSet.Builder claims, ECKey by) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims.build());
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }

  private Federation.Pending pending() {
    Federation.Start start = federation.begin();
    return federation
        .take(start.ticket(), start.state(), Optional.of(ISSUER), true, "192.0.2.9")
        .orElseThrow();
  }

  private SignIn signIn(Federation.Pending pending, String token) {
    return federation.signIn(pending, token, "192.0.2.9");
  }

  private Identity signedIn(SignIn answer) {
    if (answer instanceof SignIn.Done(String session, List<String> _)
        && home.gate.web().session(session, "192.0.2.9")
            instanceof Admission.Admitted(Identity who)) {
      return who;
    }
    throw new AssertionError("not signed in: " + answer);
  }

  @Test
  void groupsSayTheRolesAtEachSignIn() throws Exception {
    Federation.Pending first = pending();
    Identity ann = signedIn(signIn(first, signed(claims(first.nonce()), key)));
    assertThat(ann.name()).isEqualTo("ann");
    assertThat(home.gate.may(ann, Verb.GET)).isTrue();
    Federation.Pending second = pending();
    Identity again =
        signedIn(
            signIn(second, signed(claims(second.nonce()).claim("groups", List.of("IT")), key)));
    assertThat(again.name()).isEqualTo("ann");
    assertThat(home.gate.may(again, Verb.GET)).isFalse();
    assertThat(home.gate.may(ann, Verb.GET)).as("in the open session too").isFalse();
    Federation.Pending third = pending();
    assertThat(signIn(third, signed(claims(third.nonce()).claim("groups", List.of()), key)))
        .isEqualTo(new SignIn.Refused(Reason.NO_ROLE));
    assertThat(people.users()).hasSize(1);
    assertThat(people.users().getFirst().roles()).isEmpty();
  }

  @Test
  void somebodyOfTheSameNameHereIsSomebodyElse() throws Exception {
    home.gate.users().add("ann", "", Set.of(Verb.DELETE), Set.of(), Optional.empty(), "root");
    Federation.Pending pending = pending();
    Identity other = signedIn(signIn(pending, signed(claims(pending.nonce()), key)));
    assertThat(other.name()).startsWith("ann.");
    assertThat(home.gate.may(other, Verb.DELETE)).isFalse();
    home.gate.users().suspend(other.name(), "root");
    Federation.Pending later = pending();
    assertThat(signIn(later, signed(claims(later.nonce()), key)))
        .isEqualTo(new SignIn.Refused(Reason.USER_SUSPENDED));
  }

  @Test
  void anyOtherTokenIsRefused() throws Exception {
    ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    Federation.Pending p = pending();
    for (String token :
        List.of(
            "",
            "a.b.c",
            new PlainJWT(claims(p.nonce()).build()).serialize(),
            signed(claims(p.nonce()), foreign),
            signed(claims("another"), key),
            signed(claims(p.nonce()).issuer("https://login.example.test"), key),
            signed(claims(p.nonce()).audience("other"), key),
            signed(claims(p.nonce()).audience(List.of("archive", "other")), key),
            signed(claims(p.nonce()).claim("azp", "other"), key),
            signed(
                claims(p.nonce()).expirationTime(Date.from(home.clock.instant().minusSeconds(61))),
                key))) {
      assertThat(signIn(p, token)).isEqualTo(new SignIn.Refused(Reason.USER_TOKEN));
    }
    assertThat(people.users()).isEmpty();
    unreachable = true;
    assertThat(signIn(p, signed(claims(p.nonce()), key)))
        .isEqualTo(new SignIn.Refused(Reason.UNAVAILABLE));
  }

  @Test
  void aKeyThatIsNewAtTheProviderIsFetched() throws Exception {
    ECKey next = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    published = new JWKSet(List.of(key.toPublicJWK(), next.toPublicJWK()));
    Federation.Pending pending = pending();
    signedIn(signIn(pending, signed(claims(pending.nonce()), next)));
  }

  @Test
  void whatComesBackIsTakenOnceByTheBrowserThatWent() throws Exception {
    Federation.Start start = federation.begin();
    Federation.Start other = federation.begin();
    assertThat(take(start.ticket(), other.state(), Optional.of(ISSUER))).as("state").isEmpty();
    assertThat(take(start.ticket(), start.state(), Optional.of(ISSUER))).as("used up").isEmpty();
    assertThat(take("", other.state(), Optional.of(ISSUER))).as("no cookie").isEmpty();
    assertThat(take(other.ticket(), other.state(), Optional.of("https://mix.up"))).isEmpty();
    Federation.Start third = federation.begin();
    assertThat(take(third.ticket(), third.state(), Optional.empty())).as("no iss").isEmpty();
    Federation.Start slow = federation.begin();
    home.clock.advance(Duration.ofMinutes(10));
    assertThat(take(slow.ticket(), slow.state(), Optional.of(ISSUER))).isEmpty();
    Federation.Start good = federation.begin();
    Federation.Pending pending =
        take(good.ticket(), good.state(), Optional.of(ISSUER)).orElseThrow();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(pending.verifier().getBytes(StandardCharsets.US_ASCII));
    assertThat(good.challenge())
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    assertThat(take(good.ticket(), good.state(), Optional.of(ISSUER))).as("replayed").isEmpty();
  }

  private Optional<Federation.Pending> take(String ticket, String state, Optional<String> iss) {
    return federation.take(ticket, state, iss, true, "192.0.2.9");
  }

  @Test
  void aSecondFactorIsProven() throws Exception {
    Federation.Pending p = pending();
    for (Object methods : new Object[] {List.of("pwd"), List.of(), "MFA", 2, Map.of("mfa", true)}) {
      assertThat(signIn(p, signed(claims(p.nonce()).claim("amr", methods), key)))
          .isEqualTo(new SignIn.Refused(Reason.NO_SECOND_FACTOR));
    }
    assertThat(people.users()).isEmpty();
    asking(Set.of("two-factors"), Federation.Proof.PROVIDER);
    Federation.Pending q = pending();
    assertThat(signIn(q, signed(claims(q.nonce()).claim("acr", "1"), key)))
        .isEqualTo(new SignIn.Refused(Reason.NO_SECOND_FACTOR));
    signedIn(signIn(q, signed(claims(q.nonce()).claim("acr", "two-factors"), key)));
    asking(Set.of(), Federation.Proof.PROVIDER);
    Federation.Pending r = pending();
    signedIn(signIn(r, signed(claims(r.nonce()).claim("amr", null), key)));
  }

  private void asking(Set<String> acr, Federation.Proof proof) {
    federation =
        home.gate
            .web()
            .federation(
                new Federation.Rules(ISSUER, "archive", "groups", RULES.roles(), acr, proof),
                this::keys);
  }
}

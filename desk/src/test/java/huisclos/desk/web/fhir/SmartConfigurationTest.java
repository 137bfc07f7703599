package huisclos.desk.web.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import huisclos.archive.FindMemory;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.gate.Admission;
import huisclos.gate.Identity;
import huisclos.gate.Role;
import huisclos.gate.TokenIssuer;
import huisclos.gate.UserAdmin;
import huisclos.gate.Verb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs are told of tokens, and that tokens grant what they are told. */
class SmartConfigurationTest {
  private static final String ISSUER = "https://login.example.test/realm";
  private static final String AT_HOST = "/.well-known/smart-configuration";
  private static final String AT_BASE = "/fhir/.well-known/smart-configuration";
  private static final SmartConfiguration.Places PLACES =
      new SmartConfiguration.Places(
          Optional.of(URI.create(ISSUER + "/auth")), URI.create(ISSUER + "/token"));

  @TempDir static Path home;
  private static WebSite site;
  private static ECKey key;

  @BeforeAll
  static void open() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    Path keys =
        Files.writeString(home.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
    site =
        new WebSite(
            home.resolve("home"),
            Clock.systemUTC(),
            Optional.of(new TokenIssuer(ISSUER, "https://pacs", keys)));
    site.store(WebSite.ct(1, 1, 1, 1));
    site.store(WebSite.ct(2, 1, 1, 1));
    assertThat(
            site.gate
                .users()
                .add(
                    new UserAdmin.Order(
                        "ann",
                        "ann-there",
                        Set.of(),
                        Set.of(Role.RADIOLOGIST, Role.TECHNOLOGIST),
                        Set.of(),
                        Set.of()),
                    Optional.empty(),
                    "tester"))
        .isEmpty();
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  private static FakeCall get(Identity who, Optional<SmartConfiguration> smart, String path)
      throws IOException {
    Route route =
        new FhirEndpoints(site.gate, site.archive, FindMemory.ofHeap(), smart)
            .routes().stream()
                .filter(r ->
                    r.template().equals(path.replaceAll("ImagingStudy/.*", "ImagingStudy/{id}")))
                .findFirst()
                .orElseThrow();
    return FakeCall.get(who, path)
        .variable("id", path.substring(path.lastIndexOf('/') + 1))
        .parameter("patient", "PID000002")
        .at(route.endpoint());
  }

  private static FakeCall told(SmartConfiguration.Source source, String path) throws IOException {
    return get(site.gate.stranger("192.0.2.8"), Optional.of(new SmartConfiguration(source)), path);
  }

  private static Identity by(String scope, String subject, Optional<String> patient)
      throws Exception {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience("https://pacs")
            .subject(subject)
            .claim("client_id", "ehr")
            .claim("scope", scope)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)));
    patient.ifPresent(id -> claims.claim("patient", id));
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(), claims.build());
    jwt.sign(new ECDSASigner(key));
    return switch (site.gate.web().bearer(jwt.serialize(), "192.0.2.8")) {
      case Admission.Admitted(Identity identity) -> identity;
      case Admission.Refused refused -> throw new AssertionError(refused.reason());
    };
  }

  @Test
  void itSaysWhatSmartRequires() throws Exception {
    for (String path : List.of(AT_HOST, AT_BASE)) {
      FakeCall call = told(() -> PLACES, path);
      assertThat(call.status()).isEqualTo(200);
      assertThat(call.contentType()).isEqualTo("application/json");
      Map<String, Object> said = JSONObjectUtils.parse(call.text());
      assertThat(said)
          .containsEntry("authorization_endpoint", ISSUER + "/auth")
          .containsEntry("token_endpoint", ISSUER + "/token")
          .containsEntry("code_challenge_methods_supported", List.of("S256"))
          .containsEntry(
              "grant_types_supported", List.of("authorization_code", "client_credentials"))
          .containsKeys("capabilities", "scopes_supported", "response_types_supported")
          // Required with sso-openid-connect, and else to be left out.
          .doesNotContainKeys("issuer", "jwks_uri");
    }
    FakeCall machines =
        told(() -> new SmartConfiguration.Places(Optional.empty(), PLACES.token()), AT_HOST);
    assertThat(machines.text()).doesNotContain("authorization");
    FakeCall away =
        told(
            () -> {
              throw new IOException("away");
            },
            AT_HOST);
    assertThat(away.status()).isEqualTo(503);
  }

  @Test
  void theCapabilitiesNameIt() throws Exception {
    CapabilityStatement statement =
        (CapabilityStatement) new JsonParser().parse(told(() -> PLACES, "/fhir/metadata").bytes());
    var security = statement.getRestFirstRep().getSecurity();
    assertThat(security.getService())
        .anyMatch(s -> s.getCodingFirstRep().getCode().equals("SMART-on-FHIR"));
    assertThat(security.getExtension().getFirst().getExtension())
        .extracting(e -> e.getUrl() + " " + e.getValue().primitiveValue())
        .containsExactly("token " + ISSUER + "/token", "authorize " + ISSUER + "/auth");
    assertThat(security.getDescription()).endsWith(AT_BASE);
  }

  @Test
  void eachScopeThatItNamesGrantsSomething() throws Exception {
    for (String scope : SmartConfiguration.scopes()) {
      Identity who = by(scope, "ann-there", Optional.of("PID000001"));
      // Of a person's own roles and the token both count: a verb of no role is looked at alone.
      Identity program = by(scope, "nobody-here", Optional.of("PID000001"));
      assertThat(Arrays.stream(Verb.values()).filter(v -> v != Verb.ECHO))
          .as(scope)
          .anyMatch(verb -> site.gate.may(who, verb) || site.gate.may(program, verb));
    }
    Identity nothing = by("openid launch/patient patient/Patient.rs", "x", Optional.empty());
    assertThat(Arrays.stream(Verb.values()).filter(v -> v != Verb.ECHO))
        .noneMatch(verb -> site.gate.may(nothing, verb));
  }

  @Test
  void aPatientsTokenReachesThatPatientAlone() throws Exception {
    Identity one = by("patient/ImagingStudy.rs", "nobody-here", Optional.of("PID000001"));
    Optional<SmartConfiguration> none = Optional.empty();
    assertThat(get(one, none, "/fhir/ImagingStudy/" + WebSite.study(1, 1)).status()).isEqualTo(200);
    assertThat(get(one, none, "/fhir/ImagingStudy/" + WebSite.study(2, 1)).status()).isEqualTo(404);
    Bundle others = (Bundle) new JsonParser().parse(get(one, none, "/fhir/ImagingStudy").bytes());
    assertThat(others.getTotal()).isZero();
    // A person's scope grants a program nothing, a program's the whole of its verb.
    Identity asPerson = by("user/ImagingStudy.rs", "nobody-here", Optional.empty());
    assertThat(get(asPerson, none, "/fhir/ImagingStudy/" + WebSite.study(2, 1)).status())
        .isEqualTo(403);
    Identity system = by("system/ImagingStudy.rs", "nobody-here", Optional.empty());
    assertThat(get(system, none, "/fhir/ImagingStudy/" + WebSite.study(2, 1)).status())
        .isEqualTo(200);
    Identity ann = by("user/ImagingStudy.rs", "ann-there", Optional.empty());
    assertThat(get(ann, none, "/fhir/ImagingStudy/" + WebSite.study(2, 1)).status()).isEqualTo(200);
    assertThat(site.gate.may(ann, Verb.STORE)).as("her role, but not the token").isFalse();
  }
}

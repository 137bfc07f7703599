package huisclos.desk.web.fhir;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.AccessTokens;
import huisclos.gate.Verb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where programs get tokens for this door, and for what (SMART App Launch 2.2 §"Conformance"). Open
 * to all: it names the issuer's places, not the product. Of what the issuer does beside, nothing is
 * promised: no launch, no sign-on, no refreshing. Thread-safe.
 */
public final class SmartConfiguration {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final String PATH = "/.well-known/smart-configuration";

  /** By resource; what the door's own verbs are called comes beside. */
  private static final List<String> SMART_SCOPES =
      List.of(
          "patient/ImagingStudy.rs",
          "user/ImagingStudy.rs",
          "user/ImagingStudy.crs",
          "system/ImagingStudy.rs",
          "system/ImagingStudy.crs",
          "patient/ImagingStudy.read",
          "user/ImagingStudy.read",
          "system/ImagingStudy.read");

  private final Source source;

  /**
   * The issuer's places.
   *
   * @param authorize where people let a program act for them, if anywhere
   * @param token where tokens are given
   */
  public record Places(Optional<URI> authorize, URI token) {}

  /** Who knows them. */
  @FunctionalInterface
  public interface Source {
    /**
     * Asked at each request.
     *
     * @throws IOException while they aren't to be had
     */
    Places places() throws IOException;
  }

  /** Of an issuer whose tokens are taken. */
  public SmartConfiguration(Source source) {
    this.source = source;
  }

  /** Both places where clients look: below FHIR's base and at the host. */
  List<Route> routes() {
    return List.of(
        Route.get(PATH, Route.Access.PUBLIC, this::serve),
        Route.get(FhirEndpoints.ROOT + PATH, Route.Access.PUBLIC, this::serve));
  }

  /** The issuer's places, where they are to be had now. */
  Optional<Places> known() {
    try {
      return Optional.of(source.places());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The scopes that grant something here. */
  static List<String> scopes() {
    return Stream.concat(
            SMART_SCOPES.stream(), AccessTokens.GRANTABLE.stream().map(Verb::word).sorted())
        .toList();
  }

  private void serve(Call call) throws IOException {
    Optional<Places> places = known();
    if (places.isEmpty()) {
      FhirAnswers.outcome(call, 503, IssueType.TRANSIENT, "The issuer can't be reached");
      return;
    }
    call.respond(200, "application/json", json(places.get()));
  }

  private static byte[] json(Places places) {
    boolean people = places.authorize().isPresent();
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      places
          .authorize()
          .ifPresent(at -> json.writeStringProperty("authorization_endpoint", at.toString()));
      json.writeStringProperty("token_endpoint", places.token().toString());
      array(
          json,
          "grant_types_supported",
          people
              ? List.of("authorization_code", "client_credentials")
              : List.of("client_credentials"));
      array(json, "scopes_supported", scopes());
      if (people) {
        array(json, "response_types_supported", List.of("code"));
      }
      array(json, "code_challenge_methods_supported", List.of("S256"));
      array(
          json,
          "capabilities",
          List.of("permission-patient", "permission-user", "permission-v1", "permission-v2"));
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void array(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}

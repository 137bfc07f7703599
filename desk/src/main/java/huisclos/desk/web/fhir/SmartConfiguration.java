package huisclos.desk.web.fhir;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where programs get tokens for this door (SMART App Launch 2 §"Conformance"). Open to all: it
 * names the issuer, not the product.
 *
 * @param issuer whose tokens are taken
 * @param authorize where people let a program act for them
 * @param token where tokens are given
 */
public record SmartConfiguration(
    String issuer, Optional<String> authorize, Optional<String> token) {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private static final List<String> SCOPES =
      List.of(
          "openid",
          "patient/ImagingStudy.rs",
          "user/ImagingStudy.rs",
          "user/ImagingStudy.crs",
          "system/ImagingStudy.rs",
          "system/ImagingStudy.crs",
          "find-all",
          "commit",
          "reject",
          "delete",
          "changes");

  /** Both places where clients look: beside FHIR's base and at the host. */
  public List<Route> routes() {
    return List.of(
        Route.get("/.well-known/smart-configuration", Route.Access.PUBLIC, this::serve),
        Route.get("/fhir/.well-known/smart-configuration", Route.Access.PUBLIC, this::serve));
  }

  private void serve(Call call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("issuer", issuer);
      authorize.ifPresent(url -> json.writeStringProperty("authorization_endpoint", url));
      token.ifPresent(url -> json.writeStringProperty("token_endpoint", url));
      array(json, "grant_types_supported", List.of("authorization_code", "client_credentials"));
      array(json, "scopes_supported", SCOPES);
      array(json, "code_challenge_methods_supported", List.of("S256"));
      array(
          json,
          "capabilities",
          List.of("permission-patient", "permission-user", "permission-v1", "permission-v2"));
      json.writeEndObject();
    }
    call.respond(200, "application/json", out.toByteArray());
  }

  private static void array(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}

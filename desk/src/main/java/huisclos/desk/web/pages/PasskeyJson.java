package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.gate.PasskeyOffer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** What our script and a browser's authenticator are told, in JSON (WebAuthn level 3 §5.1). */
final class PasskeyJson {
  private static final String TYPE = "application/json";
  private static final JsonFactory JSON = new JsonFactory();

  /** COSE algorithms that are taken: ES256, EdDSA, RS256. */
  private static final int[] ALGORITHMS = {-7, -8, -257};

  private PasskeyJson() {}

  /** Options of a request for a passkey that is there (§5.5). */
  static String request(PasskeyOffer offer) {
    return write(json -> {
      json.writeStringProperty("challenge", offer.challenge());
      json.writeStringProperty("rpId", offer.host());
      json.writeStringProperty("userVerification", "required");
      credentials(json, "allowCredentials", offer.credentials());
    });
  }

  /** Options of a request for a new passkey (§5.4). */
  static String creation(PasskeyOffer offer) {
    return write(json -> {
      json.writeStringProperty("challenge", offer.challenge());
      json.writeObjectPropertyStart("rp");
      json.writeStringProperty("id", offer.host());
      json.writeStringProperty("name", offer.host());
      json.writeEndObject();
      json.writeObjectPropertyStart("user");
      json.writeStringProperty("id", offer.handle());
      json.writeStringProperty("name", offer.name());
      json.writeStringProperty("displayName", offer.name());
      json.writeEndObject();
      json.writeArrayPropertyStart("pubKeyCredParams");
      for (int algorithm : ALGORITHMS) {
        json.writeStartObject();
        json.writeStringProperty("type", "public-key");
        json.writeNumberProperty("alg", algorithm);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringProperty("attestation", "none");
      json.writeObjectPropertyStart("authenticatorSelection");
      json.writeStringProperty("residentKey", "preferred");
      json.writeBooleanProperty("requireResidentKey", false);
      json.writeStringProperty("userVerification", "required");
      json.writeEndObject();
      credentials(json, "excludeCredentials", offer.credentials());
    });
  }

  /** Where to go on, and recovery codes to show before. */
  static String onward(String to, List<String> codes) {
    return write(json -> {
      json.writeStringProperty("to", to);
      json.writeArrayPropertyStart("codes");
      codes.forEach(json::writeString);
      json.writeEndArray();
    });
  }

  static void respond(Call call, int status, String json) throws IOException {
    call.respond(status, TYPE, json.getBytes(StandardCharsets.UTF_8));
  }

  private static void credentials(JsonGenerator json, String name, List<String> ids) {
    json.writeArrayPropertyStart(name);
    for (String id : ids) {
      json.writeStartObject();
      json.writeStringProperty("type", "public-key");
      json.writeStringProperty("id", id);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private interface Body {
    void write(JsonGenerator json);
  }

  private static String write(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JSON.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }
}

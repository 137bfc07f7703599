package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.Glass;
import huisclos.gate.Share;
import huisclos.web.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Sharing and breaking the glass for what runs in a page of ours, in JSON: {@code /api/shares} and
 * {@code /api/emergencies}, listed by {@code GET}, opened by {@code POST}, ended by {@code DELETE}
 * of the id. For people who are signed in; no program shares.
 */
final class OpeningsJson {
  private static final String SHARES = "/api/shares";
  private static final String EMERGENCIES = "/api/emergencies";
  private static final String TYPE = "application/json";
  private static final int MAX_BYTES = 8 * 1024;
  private static final int MAX_FIELDS = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private final Sharing sharing;
  private final Emergencies emergencies;

  OpeningsJson(Sharing sharing, Emergencies emergencies) {
    this.sharing = sharing;
    this.emergencies = emergencies;
  }

  List<Route> routes() {
    return List.of(
        Route.get(SHARES, Route.Access.PERSON, this::shares),
        changing("POST", SHARES, this::share),
        changing("DELETE", SHARES + "/{id}", this::endShare),
        Route.get(EMERGENCIES, Route.Access.PERSON, this::emergencies),
        changing("POST", EMERGENCIES, this::breakGlass),
        changing("DELETE", EMERGENCIES + "/{id}", this::endEmergency));
  }

  private static Route changing(String method, String path, huisclos.desk.web.Endpoint endpoint) {
    return new Route(List.of(method), path, Route.Access.PERSON, MAX_BYTES, endpoint);
  }

  private void shares(Call call) throws IOException {
    respond(
        call,
        200,
        json -> {
          list(json, "withYou", sharing.with(call.who()));
          list(json, "byYou", sharing.by(call.who()));
        });
  }

  private static void list(JsonGenerator json, String name, List<Share> shares) {
    json.writeArrayPropertyStart(name);
    for (Share share : shares) {
      json.writeStartObject();
      json.writeStringProperty("id", share.id());
      json.writeStringProperty("study", share.study());
      json.writeStringProperty("with", share.to());
      json.writeStringProperty("by", share.by().id());
      json.writeStringProperty("until", share.until().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void share(Call call) throws IOException {
    Optional<Map<String, String>> asked = fields(call);
    if (asked.isPresent()) {
      Map<String, String> f = asked.get();
      tell(
          call,
          sharing.open(
              call.who(),
              f.getOrDefault("study", ""),
              f.getOrDefault("with", ""),
              f.getOrDefault("until", "")));
    }
  }

  private void endShare(Call call) throws IOException {
    call.respond(sharing.end(call.who(), call.variable("id")) ? 204 : 404);
  }

  private void emergencies(Call call) throws IOException {
    respond(
        call,
        200,
        json -> {
          json.writeArrayPropertyStart("open");
          for (Glass glass : emergencies.of(call.who())) {
            json.writeStartObject();
            json.writeStringProperty("id", glass.id());
            glass.study().ifPresent(study -> json.writeStringProperty("study", study));
            glass.patient().ifPresent(patient -> json.writeStringProperty("patient", patient.id()));
            json.writeStringProperty("until", glass.until().toString());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private void breakGlass(Call call) throws IOException {
    Optional<Map<String, String>> asked = fields(call);
    if (asked.isEmpty()) {
      return;
    }
    Map<String, String> f = asked.get();
    String reason = f.getOrDefault("reason", "");
    tell(
        call,
        f.containsKey("study")
            ? emergencies.openStudy(call.who(), f.get("study"), reason)
            : emergencies.openPatient(call.who(), f.getOrDefault("patient", ""), reason));
  }

  private void endEmergency(Call call) throws IOException {
    call.respond(emergencies.end(call.who(), call.variable("id")) ? 204 : 404);
  }

  private static void tell(Call call, Opening came) throws IOException {
    switch (came) {
      case Opening.Done done ->
          respond(
              call,
              201,
              json -> {
                json.writeStringProperty("id", done.id());
                json.writeStringProperty("until", done.until().toString());
              });
      case Opening.No(int status, String key) -> refuse(call, status, Texts.of("").get(key));
    }
  }

  private static void refuse(Call call, int status, String why) throws IOException {
    call.respond(status, Problem.TYPE.toString(), Problem.of(status, why).body());
  }

  private static void respond(Call call, int status, Consumer<JsonGenerator> body)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      body.accept(json);
      json.writeEndObject();
    }
    call.respond(status, TYPE, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** One flat object of texts; empty where it is none: then that was answered. */
  private static Optional<Map<String, String>> fields(Call call) throws IOException {
    if (!call.header("Content-Type").orElse("").split(";", 2)[0].strip().equals(TYPE)) {
      refuse(call, 415, "expected " + TYPE);
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json =
        JSON.createParser(ObjectReadContext.empty(), Form.text(call, MAX_BYTES))) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME && fields.size() < MAX_FIELDS) {
          String name = json.currentName();
          if (json.nextToken() != JsonToken.VALUE_STRING
              || fields.put(name, json.getString()) != null) {
            break;
          }
        }
        if (json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null) {
          return Optional.of(fields);
        }
      }
    } catch (JacksonException e) {
      // No JSON: told of below.
    }
    refuse(call, 400, "expected one object of texts");
    return Optional.empty();
  }
}

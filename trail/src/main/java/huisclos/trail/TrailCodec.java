package huisclos.trail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A record's one and only form in bytes, which is a leaf of the log: JSON in UTF-8 without spaces,
 * the fields in this order, those that are empty left out:
 *
 * <pre>
 * v         1, the version of this form
 * time      ISO 8601 in UTC with six decimals
 * action    a name of {@link Action}
 * outcome   a name of {@link Outcome}
 * actor     {kind, id, detail}; id and detail only where not empty
 * remote    address
 * studies   [study instance UID, …]
 * patients  [internal id, …]
 * count     whole number
 * facts     {name of {@link Fact}: text, …}, sorted by name
 * sealed    base64
 * part      [number, of]
 * </pre>
 */
final class TrailCodec {
  private TrailCodec() {}

  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The bytes of a record. */
  static byte[] encode(TrailRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeNumberProperty("v", VERSION);
      json.writeStringProperty("time", TIME.format(record.time()));
      json.writeStringProperty("action", record.action().name());
      json.writeStringProperty("outcome", record.outcome().name());
      json.writeName("actor").writeStartObject();
      json.writeStringProperty("kind", record.actor().kind().name());
      writeText(json, "id", record.actor().id());
      writeText(json, "detail", record.actor().detail());
      json.writeEndObject();
      writeText(json, "remote", record.remote());
      writeList(json, "studies", record.studyUids());
      writeList(json, "patients", record.patientRecords());
      if (record.count().isPresent()) {
        json.writeNumberProperty("count", record.count().getAsLong());
      }
      writeFacts(json, record.facts());
      if (record.sealed().isPresent()) {
        byte[] sealed = record.sealed().get().bytes();
        json.writeStringProperty("sealed", Base64.getEncoder().encodeToString(sealed));
      }
      if (record.part().isPresent()) {
        TrailRecord.Part part = record.part().get();
        json.writeName("part").writeStartArray();
        json.writeNumber(part.number()).writeNumber(part.of()).writeEndArray();
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeText(JsonGenerator json, String name, String text) {
    if (!text.isEmpty()) {
      json.writeStringProperty(name, text);
    }
  }

  private static void writeList(JsonGenerator json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      json.writeName(name).writeStartArray();
      texts.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static void writeFacts(JsonGenerator json, Map<Fact, String> facts) {
    if (!facts.isEmpty()) {
      // Sorted by name, so that a constant may be added anywhere in the enum.
      Map<String, String> sorted = new TreeMap<>();
      facts.forEach((fact, text) -> sorted.put(fact.name(), text));
      json.writeName("facts").writeStartObject();
      sorted.forEach(json::writeStringProperty);
      json.writeEndObject();
    }
  }

  /**
   * The record of these bytes.
   *
   * @throws IOException if they are none, or one of a newer version; the message has no content
   */
  static TrailRecord decode(byte[] bytes) throws IOException {
    if (bytes.length > TrailLimits.MAX_ENTRY_BYTES) {
      throw new IOException("a record is too long");
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      Fields fields = new Fields();
      expect(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        fields.read(json, name, value);
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
      if (json.nextToken() != null) {
        throw malformed();
      }
      return fields.record();
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      // Not chained: a parser's message quotes what it read.
      throw malformed();
    }
  }

  private static IOException malformed() {
    return new IOException("a record is malformed or of a newer version");
  }

  private static void expect(JsonToken actual, JsonToken wanted) throws IOException {
    if (actual != wanted) {
      throw malformed();
    }
  }

  /** The fields as they come. */
  private static final class Fields {
    private int version;
    private Optional<Instant> time = Optional.empty();
    private Optional<Action> action = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<Actor> actor = Optional.empty();
    private String remote = "";
    private List<String> studies = List.of();
    private List<String> patients = List.of();
    private OptionalLong count = OptionalLong.empty();
    private final Map<Fact, String> facts = new EnumMap<>(Fact.class);
    private Optional<SealedPart> sealed = Optional.empty();
    private Optional<TrailRecord.Part> part = Optional.empty();

    void read(JsonParser json, String name, JsonToken value) throws IOException {
      switch (name) {
        case "v" -> version = json.getIntValue();
        case "time" -> time = Optional.of(Instant.parse(text(json, value)));
        case "action" -> action = Optional.of(Action.valueOf(text(json, value)));
        case "outcome" -> outcome = Optional.of(Outcome.valueOf(text(json, value)));
        case "actor" -> actor = Optional.of(readActor(json, value));
        case "remote" -> remote = text(json, value);
        case "studies" -> studies = list(json, value);
        case "patients" -> patients = list(json, value);
        case "count" -> count = OptionalLong.of(json.getLongValue());
        case "facts" -> object(json, value).forEach((k, v) -> facts.put(Fact.valueOf(k), v));
        case "sealed" ->
            sealed = Optional.of(SealedPart.stored(Base64.getDecoder().decode(text(json, value))));
        case "part" -> part = Optional.of(readPart(json, value));
        default -> throw malformed();
      }
    }

    TrailRecord record() throws IOException {
      if (version != VERSION
          || time.isEmpty()
          || action.isEmpty()
          || outcome.isEmpty()
          || actor.isEmpty()) {
        throw malformed();
      }
      return new TrailRecord(
          time.get(),
          action.get(),
          outcome.get(),
          actor.get(),
          remote,
          studies,
          patients,
          count,
          facts,
          sealed,
          part);
    }

    private static Actor readActor(JsonParser json, JsonToken value) throws IOException {
      Map<String, String> fields = object(json, value);
      return new Actor(
          Actor.Kind.valueOf(fields.getOrDefault("kind", "")),
          fields.getOrDefault("id", ""),
          fields.getOrDefault("detail", ""));
    }

    private static TrailRecord.Part readPart(JsonParser json, JsonToken value) throws IOException {
      expect(value, JsonToken.START_ARRAY);
      expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
      int number = json.getIntValue();
      expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
      int of = json.getIntValue();
      expect(json.nextToken(), JsonToken.END_ARRAY);
      return new TrailRecord.Part(number, of);
    }

    private static String text(JsonParser json, JsonToken value) throws IOException {
      expect(value, JsonToken.VALUE_STRING);
      return json.getString();
    }

    private static List<String> list(JsonParser json, JsonToken value) throws IOException {
      expect(value, JsonToken.START_ARRAY);
      List<String> texts = new ArrayList<>();
      for (JsonToken next = json.nextToken();
          next != JsonToken.END_ARRAY;
          next = json.nextToken()) {
        texts.add(text(json, next));
      }
      return texts;
    }

    private static Map<String, String> object(JsonParser json, JsonToken value) throws IOException {
      expect(value, JsonToken.START_OBJECT);
      Map<String, String> texts = new TreeMap<>();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        texts.put(name, text(json, json.nextToken()));
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
      return texts;
    }
  }
}

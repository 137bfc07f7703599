package huisclos.desk.web.dicomweb;

import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.Route;
import huisclos.web.Accept;
import huisclos.web.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What this service can do (PS3.18 §8.9): its resources with their methods, made from the routes
 * themselves; as WADL or as JSON. The same for everybody: what somebody may do, the gate says at
 * each request.
 */
final class CapabilitiesEndpoint implements Endpoint {
  private static final MediaType WADL = MediaType.of("application/vnd.sun.wadl+xml");
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final Map<String, TreeSet<String>> methods = new TreeMap<>();

  CapabilitiesEndpoint(List<Route> routes) {
    for (Route route : routes) {
      if (route.template().startsWith(DicomWeb.ROOT)) {
        methods.computeIfAbsent(route.template(), _ -> new TreeSet<>()).addAll(route.methods());
      }
    }
  }

  @Override
  public void serve(Call call) throws IOException {
    Optional<MediaType> form =
        DicomAnswers.accepted(call)
            .flatMap((Accept accept) -> accept.choose(List.of(WADL, MediaType.JSON)));
    if (form.isEmpty()) {
      DicomAnswers.problem(call, 406, "None of the media types is available", WADL.toString());
    } else if (form.get().isAs(WADL)) {
      call.respond(200, WADL.toString(), wadl(call.origin()).getBytes(StandardCharsets.UTF_8));
    } else {
      call.respond(200, MediaType.JSON.toString(), json());
    }
  }

  /** Templates and methods are our own text: nothing in them is to be escaped. */
  private String wadl(String origin) {
    StringBuilder wadl = new StringBuilder(1024);
    wadl.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .append("<application xmlns=\"http://wadl.dev.java.net/2009/02\">\n")
        .append("<resources base=\"")
        .append(origin.replaceAll("[^A-Za-z0-9:/.\\[\\]-]", ""))
        .append("\">\n");
    methods.forEach((template, verbs) -> {
      wadl.append("<resource path=\"").append(template).append("\">");
      verbs.forEach(verb -> wadl.append("<method name=\"").append(verb).append("\"/>"));
      wadl.append("</resource>\n");
    });
    return wadl.append("</resources>\n</application>\n").toString();
  }

  private byte[] json() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      methods.forEach((template, verbs) -> {
        json.writeName(template);
        json.writeStartArray();
        verbs.forEach(json::writeString);
        json.writeEndArray();
      });
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}

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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What this service can do (PS3.18 §8.9): its resources with their methods and the media types of
 * their answers, transfer syntaxes among them, made from the routes themselves; as WADL or as JSON.
 * The same for everybody: what somebody may do, the gate says at each request.
 */
final class CapabilitiesEndpoint implements Endpoint {
  private static final MediaType WADL = MediaType.of("application/vnd.sun.wadl+xml");
  private static final JsonFactory JSON = JsonFactory.builder().build();

  static final List<MediaType> OFFERS = List.of(WADL, MediaType.JSON);

  /** By template, then by method: what it is answered with. */
  private final Map<String, Map<String, List<MediaType>>> resources = new TreeMap<>();

  CapabilitiesEndpoint(List<Route> routes) {
    for (Route route : routes) {
      if (route.template().startsWith(DicomWeb.ROOT)) {
        Map<String, List<MediaType>> methods =
            resources.computeIfAbsent(route.template(), _ -> new TreeMap<>());
        route.methods().forEach(method -> methods.put(method, route.produces()));
      }
    }
  }

  @Override
  public void serve(Call call) throws IOException {
    Optional<MediaType> form =
        DicomAnswers.accepted(call).flatMap((Accept accept) -> accept.choose(OFFERS));
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
    resources.forEach((template, methods) -> {
      wadl.append("<resource path=\"").append(template).append("\">\n");
      methods.forEach((method, produces) -> {
        wadl.append("<method name=\"").append(method).append("\"><response>\n");
        produces.forEach(type ->
            wadl.append("<representation mediaType=\"")
                .append(type.toString().replace("\"", "&quot;"))
                .append("\"/>\n"));
        wadl.append("</response></method>\n");
      });
      wadl.append("</resource>\n");
    });
    return wadl.append("</resources>\n</application>\n").toString();
  }

  private byte[] json() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      resources.forEach((template, methods) -> {
        json.writeName(template);
        json.writeStartObject();
        methods.forEach((method, produces) -> {
          json.writeName(method);
          json.writeStartArray();
          produces.forEach(type -> json.writeString(type.toString()));
          json.writeEndArray();
        });
        json.writeEndObject();
      });
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}

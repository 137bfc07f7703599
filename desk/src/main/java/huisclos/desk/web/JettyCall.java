package huisclos.desk.web;

import huisclos.gate.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** One request of Jetty's as an endpoint sees it. Of one thread. */
final class JettyCall implements Call {
  private final Request request;
  private final Response response;
  private final Identity who;
  private final Map<String, String> variables;
  private final List<Map.Entry<String, String>> query;
  private final String origin;
  private final InputStream body;
  private final Pace pace;
  private @Nullable ResponseStream begun;

  /** What was found out about a request before its endpoint sees it. */
  record Parsed(
      Identity who,
      Map<String, String> variables,
      List<Map.Entry<String, String>> query,
      String origin,
      long maxBody) {}

  JettyCall(Request request, Response response, Parsed parsed, Pace pace) {
    this.request = request;
    this.response = response;
    this.who = parsed.who();
    this.variables = parsed.variables();
    this.query = parsed.query();
    this.origin = parsed.origin();
    this.pace = pace;
    this.body = new BodyStream(Content.Source.asInputStream(request), parsed.maxBody(), pace);
  }

  @Override
  public Identity who() {
    return who;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no such variable");
    }
    return value;
  }

  @Override
  public String path() {
    return request.getHttpURI().getPath();
  }

  @Override
  public List<Map.Entry<String, String>> query() {
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    List<HttpField> fields = request.getHeaders().getFields(name);
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(
            fields.stream()
                .map(field -> field.getValue() == null ? "" : field.getValue())
                .collect(Collectors.joining(", ")));
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public Call set(String header, String value) {
    if (header.equalsIgnoreCase("Set-Cookie")) {
      response.getHeaders().add(header, value);
    } else {
      response.getHeaders().put(header, value);
    }
    return this;
  }

  @Override
  public OutputStream begin(int status, String contentType, long length) {
    if (begun != null) {
      throw new IllegalStateException("the response has begun");
    }
    response.setStatus(status);
    if (!contentType.isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    }
    boolean bodiless = status == 204 || status == 304;
    if (length >= 0 && !bodiless) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    }
    boolean discard = bodiless || request.getMethod().equals("HEAD");
    ResponseStream stream = new ResponseStream(response, length, discard, pace);
    begun = stream;
    return stream;
  }

  @Override
  public void respond(int status, String contentType, byte[] content) throws IOException {
    try (OutputStream out = begin(status, contentType, content.length)) {
      out.write(content);
    }
  }

  /** Whether the endpoint has begun to answer. */
  boolean hasBegun() {
    return begun != null;
  }

  /** Whether it has answered in full. */
  boolean hasEnded() {
    ResponseStream stream = begun;
    return stream != null && stream.ended();
  }
}

package huisclos.desk.web;

import huisclos.gate.Identity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request made by hand, and what came of it. */
public final class FakeCall implements Call {
  private final Identity who;
  private final String method;
  private final String path;
  private final Map<String, String> variables = new HashMap<>();
  private final List<Map.Entry<String, String>> query = new ArrayList<>();
  private final Map<String, String> asked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, List<String>> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private byte[] body = new byte[0];
  private int status;
  private String contentType = "";
  private boolean closed;

  public FakeCall(Identity who, String method, String path) {
    this.who = who;
    this.method = method;
    this.path = path;
  }

  public static FakeCall get(Identity who, String path) {
    return new FakeCall(who, "GET", path);
  }

  /** A route's variable. */
  public FakeCall variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public FakeCall parameter(String name, String value) {
    query.add(new SimpleImmutableEntry<>(name, value));
    return this;
  }

  public FakeCall asking(String header, String value) {
    asked.put(header, value);
    return this;
  }

  public FakeCall body(String type, byte[] bytes) {
    asked.put("Content-Type", type);
    body = bytes.clone();
    return this;
  }

  /** Has the endpoint answer. */
  public FakeCall at(Endpoint endpoint) throws IOException {
    endpoint.serve(this);
    return this;
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  /** The first value of a header of the response. */
  public Optional<String> answered(String header) {
    return Optional.ofNullable(answered.get(header)).map(List::getFirst);
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  public String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Whether the response was completed. */
  public boolean isComplete() {
    return closed;
  }

  @Override
  public Identity who() {
    return who;
  }

  @Override
  public String method() {
    return method;
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
    return path;
  }

  @Override
  public List<Map.Entry<String, String>> query() {
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(asked.get(name));
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public String origin() {
    return "https://localhost:8443";
  }

  @Override
  public Call set(String header, String value) {
    if (header.equalsIgnoreCase("Set-Cookie")) {
      answered.computeIfAbsent(header, _ -> new ArrayList<>()).add(value);
    } else {
      answered.put(header, new ArrayList<>(List.of(value)));
    }
    return this;
  }

  @Override
  public OutputStream begin(int withStatus, String type, long length) {
    if (status != 0) {
      throw new IllegalStateException("the response has begun");
    }
    status = withStatus;
    contentType = type;
    return new OutputStream() {
      @Override
      public void write(int b) {
        out.write(b);
      }

      @Override
      public void write(byte[] b, int off, int len) {
        out.write(b, off, len);
      }

      @Override
      public void close() throws IOException {
        if (length >= 0 && length != out.size() && !method.equals("HEAD")) {
          throw new IOException("a body shorter or longer than it was said to be");
        }
        closed = true;
      }
    };
  }
}

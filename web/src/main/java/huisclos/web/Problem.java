package huisclos.web;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What went wrong, for a program to read (RFC 9457; PS3.18 §8.6.1.3 leaves the form open).
 *
 * @param status the HTTP status
 * @param title the kind of error: a static text
 * @param detail what this client can do about it; may name a parameter or media type, never a
 *     patient's value, the product or the site; may be empty
 */
public record Problem(int status, String title, String detail) {
  /** The media type of {@link #body}. */
  public static final MediaType TYPE = MediaType.PROBLEM;

  private static final JsonFactory JSON = JsonFactory.builder().build();

  /** Without more to say than its kind. */
  public static Problem of(int status, String title) {
    return new Problem(status, title, "");
  }

  /** The problem as one JSON object in UTF-8. */
  public byte[] body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeNumberProperty("status", status);
      json.writeStringProperty("title", title);
      if (!detail.isEmpty()) {
        json.writeStringProperty("detail", detail);
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}

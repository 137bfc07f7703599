package huisclos.desk.web.dicomweb;

import huisclos.archive.Archive;
import huisclos.archive.ArchiveLimits;
import huisclos.archive.Change;
import huisclos.archive.ChangePage;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.web.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The change feed: {@code GET /dicom-web/changes?since=N&limit=M} and {@code /changes/latest}. No
 * part of the standard. Thread-safe.
 *
 * <p>The answer names the feed, the number to ask {@code since} next ({@code reached}) and whether
 * there is more now. A reader that gives the feed's name by {@code feed=} is told by 410 when it is
 * another one now, and reads from the beginning.
 */
final class ChangesEndpoint implements Endpoint {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final Gate gate;
  private final Archive archive;
  private final boolean latest;

  /**
   * @param latest whether the last change alone is asked for
   */
  ChangesEndpoint(Gate gate, Archive archive, boolean latest) {
    this.gate = gate;
    this.archive = archive;
    this.latest = latest;
  }

  @Override
  public void serve(Call call) throws IOException {
    long since = number(call, "since", 0);
    long limit = number(call, "limit", ArchiveLimits.MAX_MATCHES);
    if (since < 0 || limit < 1) {
      DicomAnswers.problem(call, 400, "A parameter can't be understood", "since, limit");
      return;
    }
    switch (gate.decide(call.who(), new Request.Changes())) {
      case Decision.Denied(Reason reason) -> DicomAnswers.denied(call, reason);
      case Decision.Granted(Pass pass) -> {
        ChangePage page =
            latest
                ? archive.latestChange(pass)
                : archive.changes(pass, since, (int) Math.min(limit, ArchiveLimits.MAX_MATCHES));
        Optional<String> known = call.query("feed").filter(feed -> !feed.equals(page.feed()));
        if (known.isPresent()) {
          DicomAnswers.problem(call, 410, "The feed began anew", "read from the beginning");
        } else {
          call.respond(200, MediaType.JSON.toString(), body(page));
        }
      }
    }
  }

  /** A parameter's number; -1 where it is none. */
  private static long number(Call call, String name, long otherwise) {
    Optional<String> text = call.query(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    boolean digits = text.get().length() <= 18 && text.get().matches("[0-9]+");
    return digits ? Long.parseLong(text.get()) : -1;
  }

  private static byte[] body(ChangePage page) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64 + 256 * page.changes().size());
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("feed", page.feed());
      json.writeNumberProperty("reached", page.reached());
      json.writeBooleanProperty("more", page.more());
      json.writeName("changes");
      json.writeStartArray();
      for (Change change : page.changes()) {
        json.writeStartObject();
        json.writeNumberProperty("number", change.number());
        json.writeStringProperty("at", change.at().toString());
        json.writeStringProperty("kind", word(change.kind()));
        if (!change.reason().isEmpty()) {
          json.writeStringProperty("reason", change.reason());
        }
        json.writeStringProperty("study", change.study());
        json.writeStringProperty("series", change.series());
        json.writeStringProperty("instance", change.sopInstance());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static String word(Change.Kind kind) {
    return switch (kind) {
      case STORED -> "stored";
      case CORRECTED -> "corrected";
      case REPLACED -> "replaced";
      case DELETED -> "deleted";
      case RESTORED -> "restored";
      case PURGED -> "purged";
    };
  }
}

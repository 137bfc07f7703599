package huisclos.trail;

import java.io.IOException;
import java.io.OutputStream;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer to "who saw this patient or study", from records that {@link TrailReader} selected.
 * Pure functions of their arguments.
 */
public final class WhoReport {
  private WhoReport() {}

  /** One row per action: parts of a disclosure that was split give one. */
  public static Stream<WhoRow> rows(Stream<TrailEntry> entries) {
    Map<String, Long> lastStart = new HashMap<>();
    return entries
        .filter(entry -> {
          long start =
              entry.index() + 1 - entry.record().part().map(TrailRecord.Part::number).orElse(1);
          Long earlier = lastStart.put(entry.logId(), start);
          return earlier == null || earlier != start;
        })
        .map(WhoReport::row);
  }

  private static WhoRow row(TrailEntry entry) {
    TrailRecord record = entry.record();
    return new WhoRow(
        record.time(),
        record.actor(),
        record.remote(),
        record.action(),
        record.outcome(),
        record.count(),
        entry.logId(),
        entry.index());
  }

  /** Lines of columns for a terminal, under a heading; says so if there is no row. */
  public static void text(Stream<WhoRow> rows, Appendable out) throws IOException {
    String format = "%-20s  %-9s  %-18s  %-24s  %-14s  %-8s  %6s  %s%n";
    String none = "no access is on record" + System.lineSeparator();
    boolean any = false;
    for (WhoRow row : (Iterable<WhoRow>) rows::iterator) {
      if (!any) {
        any = true;
        String heading =
            String.format(
                Locale.ROOT,
                format,
                "when (UTC)",
                "kind",
                "who",
                "from",
                "what",
                "outcome",
                "count",
                "on record at");
        out.append(heading);
      }
      out.append(
          String.format(
              Locale.ROOT,
              format,
              row.time().truncatedTo(ChronoUnit.SECONDS),
              row.actor().kind().name().toLowerCase(Locale.ROOT),
              orDash(row.actor().id()),
              orDash(row.remote()),
              row.action().name().toLowerCase(Locale.ROOT),
              row.outcome().name().toLowerCase(Locale.ROOT),
              row.count().isPresent() ? Long.toString(row.count().getAsLong()) : "-",
              row.logId().substring(0, Math.min(8, row.logId().length())) + "/" + row.index()));
    }
    if (!any) {
      out.append(none);
    }
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** A JSON array with an object per row; {@code out} is left open. */
  public static void json(Stream<WhoRow> rows, OutputStream out) throws IOException {
    JsonFactory keepsOpen =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = keepsOpen.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartArray();
      rows.forEach(row -> write(json, row));
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, WhoRow row) {
    json.writeStartObject();
    json.writeStringProperty("time", row.time().toString());
    json.writeStringProperty("kind", row.actor().kind().name());
    json.writeStringProperty("who", row.actor().id());
    json.writeStringProperty("proof", row.actor().detail());
    json.writeStringProperty("from", row.remote());
    json.writeStringProperty("action", row.action().name());
    json.writeStringProperty("outcome", row.outcome().name());
    row.count().ifPresent(count -> json.writeNumberProperty("count", count));
    json.writeStringProperty("log", row.logId());
    json.writeNumberProperty("index", row.index());
    json.writeEndObject();
  }
}

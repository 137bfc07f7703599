package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.PersonName;
import huisclos.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The content tree of a structured report as text or as a page (PS3.3 §C.17.3, PS3.18 §8.7.3.5).
 *
 * <p>Every value is somebody else's: on the page it is escaped and never a link, in both control
 * characters and changes of direction are taken out. Lines and characters are limited; what is cut
 * off is said.
 *
 * @param lines the tree in its order
 */
public record ReportText(List<Line> lines) {
  /** Content items of a report that is shown. */
  public static final int MAX_LINES = 20_000;

  /** Characters of a report that is shown. */
  public static final int MAX_CHARS = 2_000_000;

  private static final String CUT = "(cut off here: the report is longer than is shown)";

  /**
   * A content item.
   *
   * @param depth of its place in the tree, 0 for the report itself
   * @param section whether it is a heading for what follows
   * @param name what it is about, empty for none
   * @param value what it says
   */
  public record Line(int depth, boolean section, String name, String value) {
    /** Its place, nothing of its words. */
    @Override
    public String toString() {
      return "Line at depth " + depth;
    }
  }

  public ReportText {
    lines = List.copyOf(lines);
  }

  /** Whether a data set has a content tree. */
  public static boolean isReport(DataSet set) {
    return set.string(Tag.VALUE_TYPE, "").equals("CONTAINER") && set.contains(Tag.CONTENT_SEQUENCE);
  }

  /** The report of a data set; empty of lines where it has no content tree. */
  public static ReportText of(DataSet set) {
    Builder builder = new Builder();
    builder.head(set);
    builder.add(set, 0);
    return new ReportText(builder.lines);
  }

  private static final class Builder {
    private final List<Line> lines = new ArrayList<>();
    private int left = MAX_CHARS;

    /** Whose it is and how far it has come. */
    void head(DataSet set) {
      fact("Patient", name(set.string(Tag.PATIENT_NAME, "")));
      fact("Patient ID", set.string(Tag.PATIENT_ID, ""));
      fact("Birth date", set.string(Tag.PATIENT_BIRTH_DATE, ""));
      fact("Study date", set.string(Tag.STUDY_DATE, ""));
      fact("Completion", set.string(Tag.COMPLETION_FLAG, ""));
      fact("Verification", set.string(Tag.VERIFICATION_FLAG, ""));
    }

    private void fact(String name, String value) {
      if (!value.isEmpty()) {
        lines.add(new Line(0, false, name, clean(value)));
      }
    }

    void add(DataSet item, int depth) {
      if (left <= 0) {
        return;
      }
      boolean section = item.string(Tag.VALUE_TYPE, "").equals("CONTAINER");
      String name = clean(meaning(item, Tag.CONCEPT_NAME_CODE_SEQUENCE));
      String value = section ? "" : clean(value(item));
      if (lines.size() == MAX_LINES || name.length() + value.length() > left) {
        lines.add(new Line(depth, false, "", CUT));
        left = 0;
        return;
      }
      left -= name.length() + value.length();
      if (!name.isEmpty() || !value.isEmpty()) {
        lines.add(new Line(depth, section, name, value));
      }
      for (DataSet child : item.items(Tag.CONTENT_SEQUENCE)) {
        add(child, depth + 1);
      }
    }
  }

  private static String value(DataSet item) {
    return switch (item.string(Tag.VALUE_TYPE, "")) {
      case "TEXT" -> item.string(Tag.TEXT_VALUE, "");
      case "CODE" -> meaning(item, Tag.CONCEPT_CODE_SEQUENCE);
      case "NUM" -> number(item);
      case "DATETIME" -> item.string(Tag.DATE_TIME, "");
      case "DATE" -> item.string(Tag.DATE, "");
      case "TIME" -> item.string(Tag.TIME, "");
      case "UIDREF" -> item.string(Tag.UID, "");
      case "PNAME" -> name(item.string(Tag.PERSON_NAME, ""));
      case "SCOORD", "SCOORD3D" -> item.string(Tag.GRAPHIC_TYPE, "");
      case "IMAGE", "COMPOSITE", "WAVEFORM" ->
          item.items(Tag.REFERENCED_SOP_SEQUENCE).stream()
              .map(reference -> reference.string(Tag.REFERENCED_SOP_INSTANCE_UID, ""))
              .collect(Collectors.joining(", "));
      default -> "";
    };
  }

  private static String number(DataSet item) {
    return item.items(Tag.MEASURED_VALUE_SEQUENCE).stream()
        .map(m ->
            m.string(Tag.NUMERIC_VALUE, "") + " " + meaning(m, Tag.MEASUREMENT_UNITS_CODE_SEQUENCE))
        .collect(Collectors.joining("; "));
  }

  private static String name(String value) {
    return PersonName.parse(value).groups().stream()
        .filter(group -> !group.isEmpty())
        .map(group ->
            group.components().stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" = "));
  }

  private static String meaning(DataSet item, int sequence) {
    List<DataSet> codes = item.items(sequence);
    return codes.isEmpty()
        ? ""
        : codes.getFirst().string(Tag.CODE_MEANING, codes.getFirst().string(Tag.CODE_VALUE, ""));
  }

  /** Without control characters but line feeds, and without marks that turn the direction. */
  private static String clean(String text) {
    return text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD")
        .replaceAll("[\u202A-\u202E\u2066-\u2069\u200E\u200F]", "")
        .strip();
  }

  /** As plain text, a line for each item, two spaces for each level. */
  public String plain() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      String indent = "  ".repeat(line.depth());
      String words = words(line).replace("\n", "\n" + indent + "  ");
      text.append(indent).append(words).append('\n');
    }
    return text.toString();
  }

  private static String words(Line line) {
    boolean both = !line.name().isEmpty() && !line.value().isEmpty();
    return line.name() + (both ? ": " : "") + line.value();
  }

  /** As a page in UTF-8 without scripts, styles, links or anything to load. */
  public String html() {
    StringBuilder html =
        new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Report</title>"
                + "</head><body>\n");
    for (Line line : lines) {
      if (line.section()) {
        String heading = "h" + Math.min(line.depth() + 1, 6);
        element(html, heading, escaped(line.name()));
      } else {
        String name = line.name().isEmpty() ? "" : "<b>" + escaped(line.name()) + ":</b> ";
        element(html, "p", name + escaped(line.value()).replace("\n", "<br>"));
      }
    }
    return html.append("</body></html>\n").toString();
  }

  private static void element(StringBuilder html, String tag, String content) {
    html.append('<').append(tag).append('>').append(content);
    html.append("</").append(tag).append(">\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** How long it is, nothing of its words. */
  @Override
  public String toString() {
    return "ReportText of " + lines.size() + " lines";
  }
}

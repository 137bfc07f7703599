package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.PersonName;
import huisclos.dicom.Tag;
import huisclos.pixels.RenderRequest.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The lines that are written into an image on request (PS3.18 §8.3.5.1.1). */
final class AnnotationText {
  /** Characters of a line; a value is text from outside and may be long. */
  private static final int MAX_LINE = 64;

  private AnnotationText() {}

  /** The lines, from the top. */
  static List<String> lines(DataSet header, Set<Annotation> wanted) {
    List<String> lines = new ArrayList<>();
    if (wanted.contains(Annotation.PATIENT)) {
      PersonName name = PersonName.parse(header.string(Tag.PATIENT_NAME, ""));
      add(lines, String.join(" ", name.alphabetic().components()).strip());
      add(lines, joined(header, "ID ", Tag.PATIENT_ID));
      add(
          lines,
          joined(header, "", Tag.PATIENT_BIRTH_DATE) + " " + joined(header, "", Tag.PATIENT_SEX));
    }
    if (wanted.contains(Annotation.TECHNIQUE)) {
      add(lines, joined(header, "", Tag.MODALITY) + " " + joined(header, "", Tag.STUDY_DATE));
      add(lines, joined(header, "", Tag.SERIES_DESCRIPTION));
      add(
          lines,
          joined(header, "Se ", Tag.SERIES_NUMBER)
              + " "
              + joined(header, "Im ", Tag.INSTANCE_NUMBER));
      add(
          lines,
          joined(header, "kVp ", Tag.KVP) + " " + joined(header, "mA ", Tag.X_RAY_TUBE_CURRENT));
      add(
          lines,
          joined(header, "TR ", Tag.REPETITION_TIME) + " " + joined(header, "TE ", Tag.ECHO_TIME));
      add(
          lines,
          joined(header, "Thk ", Tag.SLICE_THICKNESS)
              + " "
              + joined(header, "Loc ", Tag.SLICE_LOCATION));
    }
    return lines;
  }

  private static String joined(DataSet header, String label, int tag) {
    return header.string(tag).map(value -> label + value).orElse("");
  }

  private static void add(List<String> lines, String line) {
    String text = line.strip();
    if (!text.isEmpty()) {
      lines.add(text.substring(0, Math.min(text.length(), MAX_LINE)));
    }
  }
}

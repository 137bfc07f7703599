package huisclos.app.probelab;

import huisclos.dicom.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A study of a {@link FakeArchive}.
 *
 * @param date as on the wire; empty where it has none
 */
record FakeStudy(String uid, String date, int instances, String patientId, String patientName) {
  /** So many, bunched on some days of ten years as in life; the first few have no date. */
  static List<FakeStudy> many(int station, int count, int undated) {
    List<FakeStudy> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int spread = i * 7919 % 997;
      String date =
          i < undated
              ? ""
              : "%d%02d%02d"
                  .formatted(2015 + spread % 10, 1 + (spread / 3) % 12, 1 + (spread / 11) % 28);
      all.add(
          new FakeStudy(
              Canaries.study(station, i / 2, i % 2),
              date,
              1 + i % 3,
              Canaries.id(station, i / 2),
              Canaries.name(station, i / 2)));
    }
    return all;
  }

  /** So many on one day. */
  static List<FakeStudy> onOneDay(int station, int count) {
    return many(station, count, 0).stream()
        .map(s -> new FakeStudy(s.uid(), "20200220", s.instances(), s.patientId(), s.patientName()))
        .toList();
  }

  boolean matches(Map<Integer, String> asked) {
    String uidAsked = asked.getOrDefault(Tag.STUDY_INSTANCE_UID, "");
    if (!uidAsked.isEmpty() && !List.of(uidAsked.split("\\\\", -1)).contains(uid)) {
      return false;
    }
    String range = asked.getOrDefault(Tag.STUDY_DATE, "");
    if (range.isEmpty()) {
      return true;
    }
    if (date.isEmpty()) {
      return false;
    }
    int dash = range.indexOf('-');
    String from = dash < 0 ? range : range.substring(0, dash).strip();
    String to = dash < 0 ? range : range.substring(dash + 1).strip();
    return date.compareTo(from) >= 0 && (to.isEmpty() || date.compareTo(to) <= 0);
  }

  /** A match in implicit VR: what was asked for, and with a bad habit more than that. */
  byte[] encode(Map<Integer, String> asked, boolean names) {
    Map<Integer, String> values = new TreeMap<>();
    for (int tag : asked.keySet()) {
      values.put(tag, asked.getOrDefault(tag, ""));
    }
    values.put(Tag.STUDY_INSTANCE_UID, uid);
    values.computeIfPresent(Tag.STUDY_DATE, (_, _) -> date);
    values.computeIfPresent(
        Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, (_, _) -> Integer.toString(instances));
    values.computeIfPresent(Tag.PATIENT_ID, (_, _) -> patientId);
    values.computeIfPresent(Tag.PATIENT_NAME, (_, _) -> patientName);
    if (names) {
      values.put(Tag.PATIENT_ID, patientId);
      values.put(Tag.PATIENT_NAME, patientName);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    values.forEach((tag, value) -> Dimse.element(out, tag, value.getBytes(StandardCharsets.UTF_8)));
    return out.toByteArray();
  }
}

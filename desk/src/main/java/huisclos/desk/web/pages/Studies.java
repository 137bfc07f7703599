package huisclos.desk.web.pages;

import huisclos.archive.Archive;
import huisclos.archive.FindMemory;
import huisclos.archive.FindOutcome;
import huisclos.archive.Level;
import huisclos.archive.Query;
import huisclos.archive.Root;
import huisclos.archive.Selectivity;
import huisclos.archive.Semantics;
import huisclos.dicom.DataSet;
import huisclos.dicom.PersonName;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds studies for a person, as any search: by the gate's leave and on record. Thread-safe. */
final class Studies {
  /** Most studies that one page describes. */
  static final int MAX_SHOWN = 100;

  private static final List<Integer> TAGS =
      List.of(
          Tag.STUDY_INSTANCE_UID,
          Tag.STUDY_DATE,
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.MODALITIES_IN_STUDY,
          Tag.STUDY_DESCRIPTION,
          Tag.ACCESSION_NUMBER);

  private final Gate gate;
  private final Archive archive;
  private final FindMemory memory;

  Studies(Gate gate, Archive archive, FindMemory memory) {
    this.gate = gate;
    this.archive = archive;
    this.memory = memory;
  }

  /**
   * A study as a page shows it. Its text form says nothing of the patient.
   *
   * @param modalities separated by commas
   */
  record Row(
      String uid,
      String patient,
      String patientId,
      String date,
      String modalities,
      String description,
      String accession) {
    static Row of(DataSet set) {
      return new Row(
          set.string(Tag.STUDY_INSTANCE_UID, ""),
          name(set.string(Tag.PATIENT_NAME, "")),
          set.string(Tag.PATIENT_ID, ""),
          date(set.string(Tag.STUDY_DATE, "")),
          String.join(", ", set.strings(Tag.MODALITIES_IN_STUDY)),
          set.string(Tag.STUDY_DESCRIPTION, ""),
          set.string(Tag.ACCESSION_NUMBER, ""));
    }

    /** Its groups as people read them: the family name first, as DICOM has it. */
    private static String name(String value) {
      return PersonName.parse(value).groups().stream()
          .map(group ->
              group.components().stream()
                  .filter(part -> !part.isBlank())
                  .collect(Collectors.joining(" ")))
          .filter(group -> !group.isEmpty())
          .collect(Collectors.joining(" · "));
    }

    /** ISO 8601, which reads the same in every language; what is no date stays as it is. */
    private static String date(String da) {
      return da.matches("[0-9]{8}")
          ? da.substring(0, 4) + "-" + da.substring(4, 6) + "-" + da.substring(6)
          : da;
    }

    @Override
    public String toString() {
      return "Row[...]";
    }
  }

  /** What a search came to. */
  sealed interface Found {
    /** These; perhaps none. */
    record Rows(List<Row> rows) implements Found {}

    /** So many that none is told. */
    record TooMany() implements Found {}

    /** The gate says no. */
    record No(Reason why) implements Found {}
  }

  /** Those with one of these UIDs; what is out of reach isn't among them. */
  Found byUid(Identity who, List<String> uids) throws IOException {
    return uids.isEmpty() ? new Found.Rows(List.of()) : by(who, Tag.STUDY_INSTANCE_UID, uids);
  }

  /** Those of which an attribute has one of these values. */
  Found by(Identity who, int tag, List<String> values) throws IOException {
    DataSet keys = new DataSet();
    keys.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    keys.putString(tag, values.stream().limit(MAX_SHOWN).toArray(String[]::new));
    TAGS.stream().filter(t -> t != tag).forEach(keys::putEmpty);
    try (FindMemory.Lease lease = memory.lease()) {
      Query query =
          new Query(Level.STUDY, Root.STUDY, keys, new Semantics(true, false, false, false))
              .within(lease);
      return switch (gate.decide(who, new Request.Find(Selectivity.isSelective(query)))) {
        case Decision.Denied(Reason reason) -> new Found.No(reason);
        case Decision.Granted(Pass pass) ->
            switch (archive.find(pass, query)) {
              case FindOutcome.Found(List<DataSet> rows, boolean _) -> rows(rows);
              case FindOutcome.TooMany _ -> new Found.TooMany();
              case FindOutcome.Invalid _ -> new Found.Rows(List.of());
              case FindOutcome.Denied(Reason reason) -> new Found.No(reason);
            };
      };
    }
  }

  private static Found rows(List<DataSet> rows) {
    return rows.size() > MAX_SHOWN
        ? new Found.TooMany()
        : new Found.Rows(rows.stream().map(Row::of).toList());
  }

  /** A table of studies, each leading to its own page. */
  static Html table(Texts t, List<Row> rows) {
    return Html.of(
        """
        <table>
        <thead><tr>%s</tr></thead>
        <tbody>
        %s</tbody>
        </table>
        """,
        heads(
            t,
            "study.patient",
            "study.patient-id",
            "study.date",
            "study.modality",
            "study.description"),
        Html.all(
            rows.stream()
                .map(row ->
                    Html.of(
                        "<tr><td><a"
                            + " href=\"/studies/%s\">%s</a></td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n",
                        row.uid(),
                        row.patient().isEmpty() ? t.get("study.unnamed") : row.patient(),
                        row.patientId(),
                        row.date(),
                        row.modalities(),
                        row.description()))
                .toList()));
  }

  /** The heads of a table's columns. */
  static Html heads(Texts t, String... keys) {
    return Html.all(
        Arrays.stream(keys).map(key -> Html.of("<th scope=\"col\">%s</th>", t.get(key))).toList());
  }
}

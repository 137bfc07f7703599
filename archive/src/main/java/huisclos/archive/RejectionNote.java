package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import huisclos.dicom.Uids;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A rejection note (IHE RAD TF-2 §4.66, IOCM): a Key Object Selection whose title says that what it
 * names is rejected (PS3.3 §A.35.4, PS3.16 TID 2010, CID 7010).
 *
 * @param reason what its title means
 * @param named study UID to SOP instance UIDs, from its evidence
 */
record RejectionNote(DeleteReason reason, Map<String, Set<String>> named) {
  static final String SOP_CLASS = Uids.KEY_OBJECT_SELECTION_DOCUMENT_STORAGE;

  /** Longest note read, bytes. */
  static final long MAX_BYTES = 16 << 20;

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  /** What a Key Object Selection rejects; empty where its title rejects nothing. */
  static Optional<RejectionNote> of(DataSet note) {
    Optional<DeleteReason> reason =
        note.items(Tag.CONCEPT_NAME_CODE_SEQUENCE).stream()
            .findFirst()
            .flatMap(title ->
                DeleteReason.ofTitle(
                    title.string(Tag.CODE_VALUE, ""),
                    title.string(Tag.CODING_SCHEME_DESIGNATOR, "")));
    return reason.map(r -> new RejectionNote(r, evidence(note)));
  }

  private static Map<String, Set<String>> evidence(DataSet note) {
    Map<String, Set<String>> named = new LinkedHashMap<>();
    int left = ArchiveLimits.MAX_RETRIEVED;
    for (DataSet study : note.items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE)) {
      Set<String> instances =
          named.computeIfAbsent(
              study.string(Tag.STUDY_INSTANCE_UID, ""), _ -> new LinkedHashSet<>());
      for (DataSet series : study.items(Tag.REFERENCED_SERIES_SEQUENCE)) {
        for (DataSet sop : series.items(Tag.REFERENCED_SOP_SEQUENCE)) {
          if (left-- > 0) {
            instances.add(sop.string(Tag.REFERENCED_SOP_INSTANCE_UID, ""));
          }
        }
      }
    }
    return named;
  }

  /**
   * A note of our own.
   *
   * @param study the patient's and the study's attributes, with their character set
   * @param rejected instances of that one study
   */
  static DataSet make(
      DataSet study, List<Deletions.Affected> rejected, DeleteReason reason, LocalDateTime now) {
    DataSet note = new DataSet();
    study.get(Tag.SPECIFIC_CHARACTER_SET).ifPresent(note::put);
    copyOrEmpty(
        study,
        note,
        Tag.PATIENT_NAME,
        Tag.PATIENT_ID,
        Tag.PATIENT_BIRTH_DATE,
        Tag.PATIENT_SEX,
        Tag.STUDY_DATE,
        Tag.STUDY_TIME,
        Tag.REFERRING_PHYSICIAN_NAME,
        Tag.STUDY_ID,
        Tag.ACCESSION_NUMBER);
    if (!study.string(Tag.ISSUER_OF_PATIENT_ID, "").isEmpty()) {
      study.get(Tag.ISSUER_OF_PATIENT_ID).ifPresent(note::put);
    }
    note.putString(Tag.STUDY_INSTANCE_UID, rejected.getFirst().study());
    note.putString(Tag.SOP_CLASS_UID, SOP_CLASS);
    note.putString(Tag.SOP_INSTANCE_UID, Uid.fromUuid(UUID.randomUUID()));
    note.putString(Tag.SERIES_INSTANCE_UID, Uid.fromUuid(UUID.randomUUID()));
    note.putString(Tag.MODALITY, "KO");
    note.putString(Tag.SERIES_NUMBER, "1");
    note.putString(Tag.INSTANCE_NUMBER, "1");
    note.putEmpty(Tag.MANUFACTURER);
    note.putItems(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, List.of());
    note.putString(Tag.CONTENT_DATE, DATE.format(now));
    note.putString(Tag.CONTENT_TIME, TIME.format(now));
    note.putString(Tag.VALUE_TYPE, "CONTAINER");
    note.putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, List.of(code(reason.code(), reason.meaning())));
    note.putString(Tag.CONTINUITY_OF_CONTENT, "SEPARATE");
    DataSet template = new DataSet();
    template.putString(Tag.MAPPING_RESOURCE, "DCMR");
    template.putString(Tag.TEMPLATE_IDENTIFIER, "2010");
    note.putItems(Tag.CONTENT_TEMPLATE_SEQUENCE, List.of(template));
    note.putItems(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, List.of(evidenceOf(rejected)));
    note.putItems(Tag.CONTENT_SEQUENCE, content(rejected, reason));
    return note;
  }

  /** What a note of our own is stored as. */
  static StoreHeader header(DataSet note) {
    return new StoreHeader(
        SOP_CLASS,
        note.string(Tag.SOP_INSTANCE_UID, ""),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
  }

  private static DataSet evidenceOf(List<Deletions.Affected> rejected) {
    Map<String, List<DataSet>> bySeries = new LinkedHashMap<>();
    for (Deletions.Affected one : rejected) {
      bySeries.computeIfAbsent(one.series(), _ -> new ArrayList<>()).add(reference(one));
    }
    List<DataSet> series = new ArrayList<>();
    bySeries.forEach((uid, references) -> {
      DataSet item = new DataSet();
      item.putString(Tag.SERIES_INSTANCE_UID, uid);
      item.putItems(Tag.REFERENCED_SOP_SEQUENCE, references);
      series.add(item);
    });
    DataSet study = new DataSet();
    study.putString(Tag.STUDY_INSTANCE_UID, rejected.getFirst().study());
    study.putItems(Tag.REFERENCED_SERIES_SEQUENCE, series);
    return study;
  }

  private static List<DataSet> content(List<Deletions.Affected> rejected, DeleteReason reason) {
    List<DataSet> content = new ArrayList<>();
    if (reason == DeleteReason.QUALITY) {
      // TID 2010 row 2 asks this title for a modifier of CID 7011; nobody told us which.
      DataSet modifier = new DataSet();
      modifier.putString(Tag.RELATIONSHIP_TYPE, "HAS CONCEPT MOD");
      modifier.putString(Tag.VALUE_TYPE, "CODE");
      modifier.putItems(
          Tag.CONCEPT_NAME_CODE_SEQUENCE, List.of(code("113011", "Document Title Modifier")));
      modifier.putItems(Tag.CONCEPT_CODE_SEQUENCE, List.of(code("111221", "Unknown failure")));
      content.add(modifier);
    }
    for (Deletions.Affected one : rejected) {
      DataSet item = new DataSet();
      item.putString(Tag.RELATIONSHIP_TYPE, "CONTAINS");
      // COMPOSITE may name any object, an image as well.
      item.putString(Tag.VALUE_TYPE, "COMPOSITE");
      item.putItems(Tag.REFERENCED_SOP_SEQUENCE, List.of(reference(one)));
      content.add(item);
    }
    return content;
  }

  private static DataSet reference(Deletions.Affected one) {
    DataSet reference = new DataSet();
    reference.putString(Tag.REFERENCED_SOP_CLASS_UID, one.sopClass());
    reference.putString(Tag.REFERENCED_SOP_INSTANCE_UID, one.sop());
    return reference;
  }

  private static DataSet code(String value, String meaning) {
    DataSet code = new DataSet();
    code.putString(Tag.CODE_VALUE, value);
    code.putString(Tag.CODING_SCHEME_DESIGNATOR, "DCM");
    code.putString(Tag.CODE_MEANING, meaning);
    return code;
  }

  private static void copyOrEmpty(DataSet from, DataSet to, int... tags) {
    for (int tag : tags) {
      from.get(tag).ifPresentOrElse(to::put, () -> to.putEmpty(tag));
    }
  }

  /** How much it names. */
  @Override
  public String toString() {
    return "RejectionNote[" + reason + ", " + named.size() + " studies]";
  }
}

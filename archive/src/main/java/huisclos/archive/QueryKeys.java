package huisclos.archive;

import huisclos.dicom.Dictionary;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one table of what a query can ask for: which attribute belongs to which level, and where its
 * value comes from (PS3.4 §C.6.1.1, §C.6.2.1 and §C.3.4).
 *
 * <p>Required and unique keys come first in each list. How a key is matched follows from its VR,
 * see {@link Match}. Everything listed is returned.
 */
public final class QueryKeys {
  /** Counted up when a stored key is added: an index of fewer keys is made anew. */
  static final int VERSION = 2;

  private QueryKeys() {}

  /** Where a value comes from. */
  public enum Source {
    /** From the data set: of the first instance of its entity. */
    STORED,
    /** Worked out from what the archive holds. */
    COMPUTED,
    /** Of a key that was added, see {@link ExtraKey}. */
    EXTRA
  }

  /** A key. */
  public record Key(int tag, Level level, Vr vr, Source source) {
    /** Whether the value is worked out for what matches the other keys alone. */
    boolean isLate() {
      return source == Source.COMPUTED
          && ((level == Level.PATIENT && tag != Tag.INSTANCE_AVAILABILITY)
              || tag == Tag.ANATOMIC_REGIONS_IN_STUDY_CODE_SEQUENCE);
    }
  }

  private static final Map<Integer, Key> KEYS = new LinkedHashMap<>();

  /** Asked for with every instance that is stored. */
  private static final Map<Level, List<Integer>> STORED_AT = new EnumMap<>(Level.class);

  static {
    stored(
        Level.PATIENT,
        Tag.PATIENT_ID,
        Tag.PATIENT_NAME,
        Tag.ISSUER_OF_PATIENT_ID,
        Tag.PATIENT_BIRTH_DATE,
        Tag.PATIENT_BIRTH_TIME,
        Tag.PATIENT_SEX,
        Tag.OTHER_PATIENT_IDS,
        Tag.OTHER_PATIENT_NAMES,
        Tag.OTHER_PATIENT_IDS_SEQUENCE,
        Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE,
        Tag.PATIENT_BIRTH_NAME,
        Tag.PATIENT_MOTHER_BIRTH_NAME,
        Tag.ETHNIC_GROUP,
        Tag.PATIENT_COMMENTS,
        Tag.PATIENT_SPECIES_DESCRIPTION,
        Tag.PATIENT_BREED_DESCRIPTION,
        Tag.RESPONSIBLE_PERSON,
        Tag.RESPONSIBLE_ORGANIZATION,
        Tag.PATIENT_IDENTITY_REMOVED,
        Tag.REFERENCED_PATIENT_SEQUENCE,
        Tag.RESPONSIBLE_PERSON_ROLE,
        Tag.PATIENT_SPECIES_CODE_SEQUENCE,
        Tag.PATIENT_BREED_CODE_SEQUENCE,
        Tag.BREED_REGISTRATION_SEQUENCE,
        Tag.STRAIN_DESCRIPTION,
        Tag.STRAIN_NOMENCLATURE,
        Tag.STRAIN_STOCK_SEQUENCE,
        Tag.STRAIN_ADDITIONAL_INFORMATION,
        Tag.STRAIN_CODE_SEQUENCE,
        Tag.GENETIC_MODIFICATIONS_SEQUENCE,
        Tag.QUALITY_CONTROL_SUBJECT,
        Tag.CLINICAL_TRIAL_SPONSOR_NAME,
        Tag.CLINICAL_TRIAL_PROTOCOL_ID,
        Tag.CLINICAL_TRIAL_SITE_ID,
        Tag.CLINICAL_TRIAL_SUBJECT_ID,
        Tag.CLINICAL_TRIAL_SUBJECT_READING_ID);
    stored(
        Level.STUDY,
        Tag.STUDY_INSTANCE_UID,
        Tag.STUDY_DATE,
        Tag.STUDY_TIME,
        Tag.ACCESSION_NUMBER,
        Tag.STUDY_ID,
        Tag.STUDY_DESCRIPTION,
        Tag.REFERRING_PHYSICIAN_NAME,
        Tag.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE,
        Tag.PROCEDURE_CODE_SEQUENCE,
        Tag.PHYSICIANS_OF_RECORD,
        Tag.NAME_OF_PHYSICIANS_READING_STUDY,
        Tag.ADMITTING_DIAGNOSES_DESCRIPTION,
        Tag.ADMITTING_DIAGNOSES_CODE_SEQUENCE,
        Tag.REQUESTED_PROCEDURE_DESCRIPTION,
        Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE,
        Tag.REASON_FOR_PERFORMED_PROCEDURE_CODE_SEQUENCE,
        Tag.REQUESTING_PHYSICIAN,
        Tag.REQUESTING_SERVICE,
        Tag.ADMISSION_ID,
        Tag.PATIENT_AGE,
        Tag.PATIENT_SIZE,
        Tag.PATIENT_WEIGHT,
        Tag.OCCUPATION,
        Tag.ADDITIONAL_PATIENT_HISTORY,
        Tag.MEDICAL_ALERTS,
        Tag.ALLERGIES,
        Tag.PREGNANCY_STATUS,
        Tag.REFERENCED_STUDY_SEQUENCE,
        Tag.OTHER_STUDY_NUMBERS,
        Tag.CONSULTING_PHYSICIAN_NAME,
        Tag.ISSUER_OF_ADMISSION_ID_SEQUENCE,
        Tag.SERVICE_EPISODE_ID,
        Tag.SERVICE_EPISODE_DESCRIPTION,
        Tag.REASON_FOR_VISIT,
        Tag.SMOKING_STATUS,
        Tag.PATIENT_STATE,
        Tag.PATIENT_SEX_NEUTERED,
        Tag.CLINICAL_TRIAL_TIME_POINT_ID,
        Tag.CLINICAL_TRIAL_TIME_POINT_DESCRIPTION,
        Tag.TIMEZONE_OFFSET_FROM_UTC);
    stored(
        Level.SERIES,
        Tag.SERIES_INSTANCE_UID,
        Tag.MODALITY,
        Tag.SERIES_NUMBER,
        Tag.SERIES_DATE,
        Tag.SERIES_TIME,
        Tag.SERIES_DESCRIPTION,
        Tag.SERIES_DESCRIPTION_CODE_SEQUENCE,
        Tag.BODY_PART_EXAMINED,
        Tag.LATERALITY,
        Tag.PROTOCOL_NAME,
        Tag.PERFORMING_PHYSICIAN_NAME,
        Tag.OPERATORS_NAME,
        Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
        Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
        Tag.PERFORMED_PROCEDURE_STEP_ID,
        Tag.PERFORMED_PROCEDURE_STEP_DESCRIPTION,
        Tag.REQUEST_ATTRIBUTES_SEQUENCE,
        Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE,
        Tag.INSTITUTION_NAME,
        Tag.INSTITUTIONAL_DEPARTMENT_NAME,
        Tag.STATION_NAME,
        Tag.MANUFACTURER,
        Tag.MANUFACTURER_MODEL_NAME,
        Tag.DEVICE_SERIAL_NUMBER,
        Tag.SOFTWARE_VERSIONS,
        Tag.PATIENT_POSITION,
        Tag.FRAME_OF_REFERENCE_UID,
        Tag.PERFORMED_PROCEDURE_STEP_END_DATE,
        Tag.PERFORMED_PROCEDURE_STEP_END_TIME,
        Tag.PERFORMED_PROTOCOL_CODE_SEQUENCE,
        Tag.COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP,
        Tag.OPERATOR_IDENTIFICATION_SEQUENCE,
        Tag.PERFORMING_PHYSICIAN_IDENTIFICATION_SEQUENCE,
        Tag.ANATOMIC_REGION_SEQUENCE,
        Tag.PRESENTATION_INTENT_TYPE,
        Tag.INSTITUTION_ADDRESS,
        Tag.SYNCHRONIZATION_FRAME_OF_REFERENCE_UID,
        Tag.POSITION_REFERENCE_INDICATOR,
        Tag.CLINICAL_TRIAL_COORDINATING_CENTER_NAME,
        Tag.CLINICAL_TRIAL_SERIES_ID,
        Tag.CLINICAL_TRIAL_SERIES_DESCRIPTION);
    stored(
        Level.IMAGE,
        Tag.SOP_INSTANCE_UID,
        Tag.INSTANCE_NUMBER,
        Tag.SOP_CLASS_UID,
        Tag.ACQUISITION_DATE,
        Tag.ACQUISITION_TIME,
        Tag.ACQUISITION_DATE_TIME,
        Tag.ACQUISITION_NUMBER,
        Tag.CONTENT_DATE,
        Tag.CONTENT_TIME,
        Tag.INSTANCE_CREATION_DATE,
        Tag.INSTANCE_CREATION_TIME,
        Tag.IMAGE_TYPE,
        Tag.ROWS,
        Tag.COLUMNS,
        Tag.BITS_ALLOCATED,
        Tag.BITS_STORED,
        Tag.NUMBER_OF_FRAMES,
        Tag.SAMPLES_PER_PIXEL,
        Tag.PHOTOMETRIC_INTERPRETATION,
        Tag.SLICE_LOCATION,
        Tag.IMAGE_LATERALITY,
        Tag.VIEW_POSITION,
        Tag.IMAGE_COMMENTS,
        Tag.CONTENT_LABEL,
        Tag.CONTENT_DESCRIPTION,
        Tag.CONTENT_CREATOR_NAME,
        Tag.PRESENTATION_CREATION_DATE,
        Tag.PRESENTATION_CREATION_TIME,
        Tag.CONCEPT_NAME_CODE_SEQUENCE,
        Tag.REFERENCED_REQUEST_SEQUENCE,
        Tag.COMPLETION_FLAG,
        Tag.VERIFICATION_FLAG,
        Tag.OBSERVATION_DATE_TIME,
        Tag.DOCUMENT_TITLE,
        Tag.CONTAINER_IDENTIFIER,
        Tag.RELATED_GENERAL_SOP_CLASS_UID,
        Tag.CONTENT_TEMPLATE_SEQUENCE,
        Tag.SPECIMEN_DESCRIPTION_SEQUENCE,
        Tag.INSTANCE_CREATOR_UID,
        Tag.TEMPORAL_POSITION_IDENTIFIER,
        Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT);
    computed(
        Level.PATIENT,
        Tag.NUMBER_OF_PATIENT_RELATED_STUDIES,
        Tag.NUMBER_OF_PATIENT_RELATED_SERIES,
        Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES);
    computed(
        Level.STUDY,
        Tag.MODALITIES_IN_STUDY,
        Tag.SOP_CLASSES_IN_STUDY,
        Tag.ANATOMIC_REGIONS_IN_STUDY_CODE_SEQUENCE,
        Tag.NUMBER_OF_STUDY_RELATED_SERIES,
        Tag.NUMBER_OF_STUDY_RELATED_INSTANCES);
    computed(Level.SERIES, Tag.NUMBER_OF_SERIES_RELATED_INSTANCES);
    // An alternate representation is another encoding kept beside: this archive keeps none, so the
    // key is known, and empty in every answer.
    computed(Level.IMAGE, Tag.AVAILABLE_TRANSFER_SYNTAX_UID, Tag.ALTERNATE_REPRESENTATION_SEQUENCE);
    // Any entity of this archive is online, whatever its level.
    computed(Level.PATIENT, Tag.INSTANCE_AVAILABILITY);
  }

  private static void stored(Level level, int... tags) {
    add(level, Source.STORED, tags);
  }

  private static void computed(Level level, int... tags) {
    add(level, Source.COMPUTED, tags);
  }

  private static void add(Level level, Source source, int... tags) {
    for (int tag : tags) {
      KEYS.put(tag, new Key(tag, level, Dictionary.vrOf(tag), source));
      if (source == Source.STORED) {
        STORED_AT.computeIfAbsent(level, _ -> new ArrayList<>()).add(tag);
      }
    }
  }

  /** The key of a tag, if a query can ask for it. */
  public static Optional<Key> find(int tag) {
    return Optional.ofNullable(KEYS.get(tag));
  }

  /** All keys, level by level. */
  public static Collection<Key> all() {
    return List.copyOf(KEYS.values());
  }

  /** The tags whose stored values an entity of this level keeps. */
  static List<Integer> storedAt(Level level) {
    return List.copyOf(STORED_AT.getOrDefault(level, List.of()));
  }
}

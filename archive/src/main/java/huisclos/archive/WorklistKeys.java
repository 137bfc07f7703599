package huisclos.archive;

import huisclos.dicom.Tag;
import java.util.List;
import java.util.Set;

/**
 * The keys of the Modality Worklist Information Model that are supported (PS3.4 Table K.6-1). The
 * conformance statement is read off it.
 */
public final class WorklistKeys {
  private static final List<Integer> IN_STEP =
      List.of(
          Tag.SCHEDULED_STATION_AE_TITLE,
          Tag.SCHEDULED_PROCEDURE_STEP_START_DATE,
          Tag.SCHEDULED_PROCEDURE_STEP_START_TIME,
          Tag.MODALITY,
          Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME,
          Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION,
          Tag.SCHEDULED_STATION_NAME,
          Tag.SCHEDULED_PROCEDURE_STEP_LOCATION,
          Tag.REFERENCED_DEFINED_PROTOCOL_SEQUENCE,
          Tag.REFERENCED_PERFORMED_PROTOCOL_SEQUENCE,
          Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE,
          Tag.PRE_MEDICATION,
          Tag.SCHEDULED_PROCEDURE_STEP_ID,
          Tag.REQUESTED_CONTRAST_AGENT,
          Tag.SCHEDULED_PROCEDURE_STEP_STATUS,
          Tag.SCHEDULED_PROCEDURE_STEP_END_DATE,
          Tag.SCHEDULED_PROCEDURE_STEP_END_TIME,
          Tag.COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP);

  private static final List<Integer> OUTSIDE =
      List.of(
          Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE,
          Tag.REQUESTED_PROCEDURE_ID,
          Tag.REQUESTED_PROCEDURE_DESCRIPTION,
          Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE,
          Tag.STUDY_INSTANCE_UID,
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.REFERENCED_STUDY_SEQUENCE,
          Tag.REQUESTED_PROCEDURE_PRIORITY,
          Tag.PATIENT_TRANSPORT_ARRANGEMENTS,
          Tag.REASON_FOR_THE_REQUESTED_PROCEDURE,
          Tag.REASON_FOR_REQUESTED_PROCEDURE_CODE_SEQUENCE,
          Tag.REQUESTED_PROCEDURE_COMMENTS,
          Tag.REQUESTED_PROCEDURE_LOCATION,
          Tag.NAMES_OF_INTENDED_RECIPIENTS_OF_RESULTS,
          Tag.ACCESSION_NUMBER,
          Tag.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE,
          Tag.REQUESTING_PHYSICIAN,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.REQUESTING_SERVICE,
          Tag.ORDER_ENTERED_BY,
          Tag.ORDER_ENTERER_LOCATION,
          Tag.ORDER_CALLBACK_PHONE_NUMBER,
          Tag.ISSUE_DATE_OF_IMAGING_SERVICE_REQUEST,
          Tag.ISSUE_TIME_OF_IMAGING_SERVICE_REQUEST,
          Tag.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
          Tag.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
          Tag.IMAGING_SERVICE_REQUEST_COMMENTS,
          Tag.REASON_FOR_VISIT,
          Tag.ADMISSION_ID,
          Tag.ISSUER_OF_ADMISSION_ID_SEQUENCE,
          Tag.INSTITUTION_NAME,
          Tag.CURRENT_PATIENT_LOCATION,
          Tag.REFERENCED_PATIENT_SEQUENCE,
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE,
          Tag.OTHER_PATIENT_IDS_SEQUENCE,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_BIRTH_TIME,
          Tag.PATIENT_SEX,
          Tag.PATIENT_SIZE,
          Tag.PATIENT_WEIGHT,
          Tag.PATIENT_ADDRESS,
          Tag.PATIENT_AGE,
          Tag.ETHNIC_GROUP,
          Tag.PATIENT_COMMENTS,
          Tag.MEDICAL_ALERTS,
          Tag.ALLERGIES,
          Tag.PREGNANCY_STATUS,
          Tag.LAST_MENSTRUAL_DATE,
          Tag.SMOKING_STATUS,
          Tag.ADDITIONAL_PATIENT_HISTORY,
          Tag.PATIENT_STATE,
          Tag.SPECIAL_NEEDS,
          Tag.CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION);

  private static final Set<Integer> STEP_SET = Set.copyOf(IN_STEP);
  private static final Set<Integer> OUTSIDE_SET = Set.copyOf(OUTSIDE);

  private WorklistKeys() {}

  /** Those of the item of Scheduled Procedure Step Sequence. */
  public static List<Integer> inStep() {
    return IN_STEP;
  }

  /** All others. */
  public static List<Integer> outside() {
    return OUTSIDE;
  }

  static boolean supported(int tag) {
    return OUTSIDE_SET.contains(tag);
  }

  static boolean supportedInStep(int tag) {
    return STEP_SET.contains(tag);
  }
}

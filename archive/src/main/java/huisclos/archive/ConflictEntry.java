package huisclos.archive;

import huisclos.dicom.DataSet;
import java.time.Instant;

/**
 * An instance that joined its study though it names another patient. {@code toString} shows no
 * value of a patient.
 *
 * @param id number of the entry
 * @param kind what differs: {@code PATIENT_ID}
 * @param noted when it was stored
 * @param studyUid the study that it joined
 * @param sopInstance the instance
 * @param patientRecord internal id of the record that the study belongs to
 * @param came patient attributes as the instance has them
 */
public record ConflictEntry(
    long id,
    String kind,
    Instant noted,
    String studyUid,
    String sopInstance,
    String patientRecord,
    DataSet came) {}

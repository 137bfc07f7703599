package huisclos.probe.dimse;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A question's SOP class and identifier.
 *
 * @param sopClass also the abstract syntax of its context
 * @param identifier what is asked for; nothing in it is of a patient
 */
record Ask(String sopClass, DataSet identifier) {
  /** The identifier on the wire. */
  byte[] encoded(boolean explicitVr) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try {
      DataSetWriter.write(
          identifier,
          out,
          explicitVr
              ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
              : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A study, or a patient, or a worklist entry, that nobody has. */
  static Ask nobody(String sopClass, String randomUid) {
    DataSet set = new DataSet();
    switch (sopClass) {
      case Offer.WORKLIST_FIND -> {
        set.putString(Tag.PATIENT_ID, randomUid);
        DataSet step = new DataSet();
        step.putEmpty(Tag.MODALITY);
        set.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step));
      }
      case Offer.PATIENT_FIND, Offer.PATIENT_GET -> {
        set.putString(Tag.QUERY_RETRIEVE_LEVEL, "PATIENT");
        set.putString(Tag.PATIENT_ID, randomUid);
      }
      default -> {
        set.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
        set.putString(Tag.STUDY_INSTANCE_UID, randomUid);
      }
    }
    return new Ask(sopClass, set);
  }

  /** Every study of these dates, by its UID, its date and how many instances it has. */
  static Ask studies(DateRange dates) {
    DataSet set = new DataSet();
    set.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    date(set, dates);
    set.putEmpty(Tag.STUDY_INSTANCE_UID);
    set.putEmpty(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES);
    return new Ask(Offer.STUDY_FIND, set);
  }

  /** The Patient ID of every study of these dates: names may cross. */
  static Ask patientsOfStudies(DateRange dates) {
    DataSet set = new DataSet();
    set.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    date(set, dates);
    set.putEmpty(Tag.STUDY_INSTANCE_UID);
    set.putEmpty(Tag.PATIENT_ID);
    return new Ask(Offer.STUDY_FIND, set);
  }

  /** The Patient ID of every patient: names may cross. */
  static Ask patients() {
    DataSet set = new DataSet();
    set.putString(Tag.QUERY_RETRIEVE_LEVEL, "PATIENT");
    set.putEmpty(Tag.PATIENT_ID);
    return new Ask(Offer.PATIENT_FIND, set);
  }

  private static void date(DataSet set, DateRange dates) {
    String text = dates.text();
    if (text.isEmpty()) {
      set.putEmpty(Tag.STUDY_DATE);
    } else {
      set.putString(Tag.STUDY_DATE, text);
    }
  }

  /** A secondary capture of one black pixel that says whose it is. */
  static Ask canary(String studyUid, String seriesUid, String instanceUid) {
    DataSet set = new DataSet();
    set.putString(Tag.SOP_CLASS_UID, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, instanceUid);
    set.putString(Tag.MODALITY, "OT");
    set.putString(Tag.CONVERSION_TYPE, "SYN");
    set.putString(Tag.PATIENT_NAME, "HUISCLOS^PROBE");
    set.putString(Tag.PATIENT_ID, "HUISCLOS-PROBE");
    set.putString(Tag.STUDY_INSTANCE_UID, studyUid);
    set.putString(Tag.SERIES_INSTANCE_UID, seriesUid);
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putInt(Tag.ROWS, 1);
    set.putInt(Tag.COLUMNS, 1);
    set.putInt(Tag.BITS_ALLOCATED, 8);
    set.putInt(Tag.BITS_STORED, 8);
    set.putInt(Tag.HIGH_BIT, 7);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
    set.putBytes(Tag.PIXEL_DATA, huisclos.dicom.Vr.OB, new byte[2]);
    return new Ask(Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, set);
  }
}

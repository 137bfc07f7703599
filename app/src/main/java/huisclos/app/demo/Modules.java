package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Modules that several kinds of instances share (PS3.3 Annex C). */
final class Modules {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private Modules() {}

  static String date(LocalDate date) {
    return date.format(DATE);
  }

  static String time(LocalDateTime time) {
    return time.format(TIME);
  }

  /** Patient, study, series, equipment and SOP common. */
  static void common(DataSet set, DemoStudy study, DemoSeries series, String instance, int index) {
    DemoPatient patient = study.patient();
    if (!patient.characterSet().isEmpty()) {
      set.putString(Tag.SPECIFIC_CHARACTER_SET, patient.characterSet().toArray(String[]::new));
    }
    LocalDateTime made = study.start().plusMinutes(4L * series.number()).plusSeconds(index);
    set.putString(Tag.SOP_CLASS_UID, series.sopClass());
    set.putString(Tag.SOP_INSTANCE_UID, instance);
    set.putString(Tag.INSTANCE_CREATION_DATE, date(made.toLocalDate()));
    set.putString(Tag.INSTANCE_CREATION_TIME, time(made));
    patient(set, patient, study.start().toLocalDate());
    set.putString(Tag.STUDY_INSTANCE_UID, study.uid());
    set.putString(Tag.STUDY_ID, study.accession().substring(study.accession().length() - 4));
    set.putString(Tag.STUDY_DATE, date(study.start().toLocalDate()));
    set.putString(Tag.STUDY_TIME, time(study.start()));
    set.putString(Tag.ACCESSION_NUMBER, study.accession());
    set.putString(Tag.STUDY_DESCRIPTION, study.description());
    set.putString(Tag.REFERRING_PHYSICIAN_NAME, study.referrer());
    set.putString(Tag.SERIES_INSTANCE_UID, series.uid());
    set.putInt(Tag.SERIES_NUMBER, series.number());
    set.putString(Tag.MODALITY, series.modality());
    set.putString(Tag.SERIES_DESCRIPTION, series.description());
    set.putString(Tag.SERIES_DATE, date(made.toLocalDate()));
    set.putString(Tag.SERIES_TIME, time(study.start().plusMinutes(4L * series.number())));
    set.putInt(Tag.INSTANCE_NUMBER, index + 1);
    set.putString(Tag.CONTENT_DATE, date(made.toLocalDate()));
    set.putString(Tag.CONTENT_TIME, time(made));
    set.putString(Tag.MANUFACTURER, "DEMO");
    set.putString(Tag.MANUFACTURER_MODEL_NAME, "DEMO");
    set.putString(Tag.DEVICE_SERIAL_NUMBER, "DEMO-1");
    set.putString(Tag.SOFTWARE_VERSIONS, "1");
    set.putString(Tag.INSTITUTION_NAME, "DEMO");
  }

  private static void patient(DataSet set, DemoPatient patient, LocalDate at) {
    set.putString(Tag.PATIENT_NAME, patient.name());
    set.putString(Tag.PATIENT_ID, patient.id());
    set.putString(Tag.PATIENT_BIRTH_DATE, date(patient.birthDate()));
    set.putString(Tag.PATIENT_SEX, patient.sex());
    int years = patient.birthDate().until(at).getYears();
    set.putString(Tag.PATIENT_AGE, "%03dY".formatted(years));
  }

  /** What all images but secondary captures tell of their making. */
  static void acquired(DataSet set, String... imageType) {
    set.putString(Tag.IMAGE_TYPE, imageType);
    set.putString(Tag.ACQUISITION_DATE, set.string(Tag.CONTENT_DATE, ""));
    set.putString(Tag.ACQUISITION_TIME, set.string(Tag.CONTENT_TIME, ""));
    set.putInt(Tag.ACQUISITION_NUMBER, 1);
  }

  /** Image Pixel (C.7.6.3) of unsigned 12-bit samples. */
  static void pixels(DataSet set, int columns, int rows, short[] samples) {
    geometry(set, columns, rows, 16, 12);
    byte[] bytes = new byte[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[2 * i] = (byte) samples[i];
      bytes[2 * i + 1] = (byte) (samples[i] >> 8);
    }
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, bytes);
  }

  /** Image Pixel (C.7.6.3) of unsigned 8-bit samples; the length must be even. */
  static void pixels(DataSet set, int columns, int rows, byte[] samples) {
    geometry(set, columns, rows, 8, 8);
    set.putBytes(Tag.PIXEL_DATA, Vr.OB, samples);
  }

  private static void geometry(DataSet set, int columns, int rows, int allocated, int stored) {
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putInt(Tag.ROWS, rows);
    set.putInt(Tag.COLUMNS, columns);
    set.putInt(Tag.BITS_ALLOCATED, allocated);
    set.putInt(Tag.BITS_STORED, stored);
    set.putInt(Tag.HIGH_BIT, stored - 1);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
  }

  /** Frame of Reference and Image Plane (C.7.4.1, C.7.6.2) of an axial slice about the z axis. */
  static void axial(DataSet set, String frame, int size, float spacing, float thickness, float z) {
    set.putString(Tag.FRAME_OF_REFERENCE_UID, frame);
    set.putEmpty(Tag.POSITION_REFERENCE_INDICATOR);
    set.putString(Tag.PATIENT_POSITION, "HFS");
    String corner = number(-(size - 1) / 2f * spacing);
    set.putString(Tag.IMAGE_POSITION_PATIENT, corner, corner, number(z));
    set.putString(Tag.IMAGE_ORIENTATION_PATIENT, "1", "0", "0", "0", "1", "0");
    set.putString(Tag.PIXEL_SPACING, number(spacing), number(spacing));
    set.putString(Tag.SLICE_THICKNESS, number(thickness));
    set.putString(Tag.SPACING_BETWEEN_SLICES, number(thickness));
    set.putString(Tag.SLICE_LOCATION, number(z));
  }

  /** A decimal string (DS), at most 1/10000 fine. */
  static String number(float v) {
    return Float.toString(Math.round(v * 10000) / 10000f);
  }
}

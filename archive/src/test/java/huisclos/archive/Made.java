package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;

/** Made-up instances; every UID hangs on the numbers given. */
final class Made {
  private Made() {}

  static String study(int patient, int study) {
    return "1.2.826.0.1.3680043.10.1." + patient + "." + study;
  }

  static String series(int patient, int study, int series) {
    return study(patient, study) + "." + series;
  }

  static String instance(int patient, int study, int series, int instance) {
    return series(patient, study, series) + "." + instance;
  }

  /** A small CT image in UTF-8. */
  static DataSet ct(int patient, int study, int series, int instance) {
    DataSet set = new DataSet();
    set.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    set.putString(Tag.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, instance(patient, study, series, instance));
    set.putString(Tag.STUDY_INSTANCE_UID, study(patient, study));
    set.putString(Tag.SERIES_INSTANCE_UID, series(patient, study, series));
    set.putString(
        Tag.STUDY_DATE,
        "%d%02d%02d".formatted(2000 + study % 20, 1 + patient % 12, 1 + study % 28));
    set.putString(Tag.STUDY_TIME, "%02d3015".formatted(patient % 24));
    set.putString(Tag.ACCESSION_NUMBER, "ACC%05d-%d".formatted(patient, study));
    set.putString(Tag.MODALITY, "CT");
    set.putString(Tag.STUDY_DESCRIPTION, "Study %d".formatted(study));
    set.putString(Tag.REFERRING_PHYSICIAN_NAME, "Referrer%d^Rita".formatted(patient % 5));
    set.putString(Tag.PATIENT_NAME, "Patient%05d^Péter".formatted(patient));
    set.putString(Tag.PATIENT_ID, "PID%06d".formatted(patient));
    set.putString(
        Tag.PATIENT_BIRTH_DATE,
        "%d%02d%02d".formatted(1930 + patient % 80, 1 + patient % 12, 1 + patient % 28));
    set.putString(Tag.PATIENT_SEX, patient % 2 == 0 ? "F" : "M");
    set.putString(Tag.SERIES_NUMBER, Integer.toString(series));
    set.putString(Tag.INSTANCE_NUMBER, Integer.toString(instance));
    set.putInt(Tag.ROWS, 4);
    set.putInt(Tag.COLUMNS, 4);
    set.putInt(Tag.BITS_ALLOCATED, 16);
    byte[] pixels = new byte[32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7 + instance);
    }
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    return set;
  }

  static DataSet keys(Object... tagsAndValues) {
    DataSet set = new DataSet();
    set.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    for (int i = 0; i < tagsAndValues.length; i += 2) {
      String value = (String) tagsAndValues[i + 1];
      if (value.isEmpty()) {
        set.putEmpty((int) tagsAndValues[i]);
      } else {
        set.putString((int) tagsAndValues[i], value.split("\\\\", -1));
      }
    }
    return set;
  }
}

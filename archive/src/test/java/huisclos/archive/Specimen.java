package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Element;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * One made-up instance of a simulation, small, middling or so large that it spills; all of its
 * bytes hang on these numbers.
 *
 * @param version another content under the same UID
 */
record Specimen(int patient, int study, int series, int instance, int version) {
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private static final int[] IDENTITY = {
    Tag.PATIENT_NAME, Tag.PATIENT_ID, Tag.PATIENT_BIRTH_DATE, Tag.PATIENT_SEX
  };

  private static final int LARGE = 200_000;
  private static final int MIDDLING = 20_000;

  String uid() {
    return Made.instance(patient, study, series, instance);
  }

  String studyUid() {
    return Made.study(patient, study);
  }

  static String patientId(int patient) {
    return "PID%06d".formatted(patient);
  }

  Specimen other(int version) {
    return new Specimen(patient, study, series, instance, version);
  }

  private int pixelBytes() {
    return switch (instance % 9) {
      case 0 -> LARGE;
      case 1, 2 -> MIDDLING;
      default -> 32;
    };
  }

  private DataSet dataSet() {
    DataSet set = Made.ct(patient, study, series, instance);
    byte[] pixels = new byte[pixelBytes()];
    Arrays.fill(pixels, (byte) (instance + 101 * version));
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    return set;
  }

  StoreHeader header() {
    DataSet set = dataSet();
    return new StoreHeader(set.string(Tag.SOP_CLASS_UID, ""), uid(), SYNTAX.uid());
  }

  byte[] bytes() throws IOException {
    return Site.bytes(dataSet(), SYNTAX);
  }

  /** Whether it comes out as these bytes: as it went in, but for what acts of a keeper change. */
  boolean comesOutAs(byte[] bytes, Corrected corrected) throws IOException {
    DataSet set = dataSet();
    if (!corrected.everChanged) {
      return Arrays.equals(bytes(), bytes);
    }
    if (!corrected.description.isEmpty()) {
      set.putString(Tag.STUDY_DESCRIPTION, corrected.description);
    }
    if (corrected.owner != patient) {
      DataSet owner = Made.ct(corrected.owner, 1, 1, 1);
      for (int tag : IDENTITY) {
        set.putString(tag, owner.string(tag, ""));
      }
    }
    DataSet came =
        DataSetDecoder.read(new ByteArrayInputStream(bytes), SYNTAX, ReadOptions.whole());
    // What was there before the act, and that there is no issuer.
    came.remove(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE);
    came.remove(Tag.ISSUER_OF_PATIENT_ID);
    return Arrays.equals(Site.bytes(set, SYNTAX), Site.bytes(came, SYNTAX));
  }

  /** The elements of a data set, for a report: all of it is made up. */
  static String text(byte[] bytes) {
    try {
      DataSet set =
          DataSetDecoder.read(new ByteArrayInputStream(bytes), SYNTAX, ReadOptions.whole());
      StringBuilder text = new StringBuilder();
      for (Element element : set) {
        String values = set.strings(element.tag()).toString();
        text.append(
            "%08x %s%n"
                .formatted(element.tag(), values.substring(0, Math.min(80, values.length()))));
      }
      return text.toString();
    } catch (IOException e) {
      return "no data set: " + e;
    }
  }

  /**
   * What acts make of a study.
   *
   * @param description empty where none was put in place of its own
   * @param owner the patient that it belongs to
   * @param everChanged whether an act was ever about it
   */
  record Corrected(String description, int owner, boolean everChanged) {}
}

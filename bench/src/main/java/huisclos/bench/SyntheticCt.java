package huisclos.bench;

import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

/** A made-up CT slice of 512 by 512 and 16 bits, as a file of 525 KB; its pixels are noise. */
final class SyntheticCt {
  static final String STUDY = "1.2.826.0.1.3680043.8.498.1";
  static final String SERIES = STUDY + ".1";
  static final String INSTANCE = SERIES + ".1";

  private static final int PIXEL_BYTES = 512 * 512 * 2;

  private SyntheticCt() {}

  static byte[] file() throws IOException {
    byte[] pixels = new byte[PIXEL_BYTES];
    new Random(7).nextBytes(pixels);
    DataSet set = new DataSet();
    set.putString(Tag.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, INSTANCE);
    set.putString(Tag.STUDY_INSTANCE_UID, STUDY);
    set.putString(Tag.SERIES_INSTANCE_UID, SERIES);
    set.putString(Tag.PATIENT_ID, "BENCH-1");
    set.putString(Tag.PATIENT_NAME, "Bench^Part");
    set.putString(Tag.MODALITY, "CT");
    set.putInt(Tag.ROWS, 512);
    set.putInt(Tag.COLUMNS, 512);
    set.putInt(Tag.BITS_ALLOCATED, 16);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.write(out, set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return out.toByteArray();
  }
}

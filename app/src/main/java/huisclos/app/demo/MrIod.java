package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.function.Supplier;

/** MR Image IOD (PS3.3 A.4) of an axial series of a brain, T1 or FLAIR. */
final class MrIod implements Iod {
  static final int SIZE = 256;

  private static final float SPACING = 0.9f;
  private static final float THICKNESS = 6;
  private static final float BOTTOM = -35;

  private final boolean flair;
  private final String frame;
  private final Supplier<HeadSlices> head;

  MrIod(boolean flair, String frame, Supplier<HeadSlices> head) {
    this.flair = flair;
    this.frame = frame;
    this.head = head;
  }

  @Override
  public void fill(DataSet set, int index) {
    float z = BOTTOM + index * THICKNESS;
    Modules.acquired(set, "ORIGINAL", "PRIMARY", "OTHER");
    Modules.axial(set, frame, SIZE, SPACING, THICKNESS, z);
    set.putString(Tag.BODY_PART_EXAMINED, "BRAIN");
    Codes.BRAIN.putInto(set, Tag.ANATOMIC_REGION_SEQUENCE);
    if (flair) {
      set.putString(Tag.SCANNING_SEQUENCE, "SE", "IR");
      set.putString(Tag.INVERSION_TIME, "2500");
    } else {
      set.putString(Tag.SCANNING_SEQUENCE, "SE");
    }
    set.putString(Tag.SEQUENCE_VARIANT, flair ? "SK" : "NONE");
    set.putEmpty(Tag.SCAN_OPTIONS);
    set.putString(Tag.MR_ACQUISITION_TYPE, "2D");
    set.putString(Tag.REPETITION_TIME, flair ? "9000" : "520");
    set.putString(Tag.ECHO_TIME, flair ? "110" : "10");
    set.putInt(Tag.ECHO_TRAIN_LENGTH, flair ? 16 : 1);
    set.putString(Tag.FLIP_ANGLE, "90");
    set.putString(Tag.MAGNETIC_FIELD_STRENGTH, "1.5");
    set.putString(Tag.WINDOW_CENTER, flair ? "380" : "430");
    set.putString(Tag.WINDOW_WIDTH, flair ? "820" : "900");
    Modules.pixels(set, SIZE, SIZE, head.get().mr(SIZE, SPACING, z, index, flair));
  }
}

package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;

/** CT Image IOD (PS3.3 A.3) of an axial series, head or chest. */
final class CtIod implements Iod {
  static final int SIZE = 512;

  /** Makes a slice's stored values. */
  interface Slices {
    short[] slice(int size, float spacing, float z, int image);
  }

  private record Region(
      Codes anatomy, String bodyPart, float spacing, float thickness, float bottom) {}

  private static final Region HEAD = new Region(Codes.HEAD, "HEAD", 0.449f, 5, -37);
  private static final Region CHEST = new Region(Codes.CHEST, "CHEST", 0.76f, 12, -15);

  private final Region region;
  private final String frame;
  private final Slices slices;

  private CtIod(Region region, String frame, Slices slices) {
    this.region = region;
    this.frame = frame;
    this.slices = slices;
  }

  static CtIod head(String frame, Slices slices) {
    return new CtIod(HEAD, frame, slices);
  }

  static CtIod chest(String frame, Slices slices) {
    return new CtIod(CHEST, frame, slices);
  }

  @Override
  public void fill(DataSet set, int index) {
    boolean chest = region.equals(CHEST);
    float z = region.bottom() + index * region.thickness();
    Modules.acquired(set, "ORIGINAL", "PRIMARY", "AXIAL");
    Modules.axial(set, frame, SIZE, region.spacing(), region.thickness(), z);
    set.putString(Tag.BODY_PART_EXAMINED, region.bodyPart());
    region.anatomy().putInto(set, Tag.ANATOMIC_REGION_SEQUENCE);
    set.putString(Tag.KVP, "120");
    set.putString(Tag.X_RAY_TUBE_CURRENT, chest ? "180" : "260");
    set.putString(Tag.EXPOSURE_TIME, "500");
    set.putString(Tag.GANTRY_DETECTOR_TILT, "0");
    set.putString(Tag.CONVOLUTION_KERNEL, "STANDARD");
    if (chest) {
      set.putString(Tag.CONTRAST_BOLUS_AGENT, "DEMO");
      set.putString(Tag.WINDOW_CENTER, "40", "-600");
      set.putString(Tag.WINDOW_WIDTH, "400", "1500");
      set.putString(Tag.WINDOW_CENTER_WIDTH_EXPLANATION, "MEDIASTINUM", "LUNG");
    } else {
      set.putString(Tag.WINDOW_CENTER, "40", "500");
      set.putString(Tag.WINDOW_WIDTH, "80", "2500");
      set.putString(Tag.WINDOW_CENTER_WIDTH_EXPLANATION, "BRAIN", "BONE");
    }
    set.putInt(Tag.RESCALE_INTERCEPT, HeadSlices.RESCALE_INTERCEPT);
    set.putString(Tag.RESCALE_SLOPE, "1");
    set.putString(Tag.RESCALE_TYPE, "HU");
    Modules.pixels(set, SIZE, SIZE, slices.slice(SIZE, region.spacing(), z, index));
  }
}

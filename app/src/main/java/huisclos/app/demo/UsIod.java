package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;

/** Ultrasound Multi-frame Image IOD (PS3.3 A.7) of a beating heart. */
final class UsIod implements Iod {
  /** Values of the region calibration (C.8.5.5): two-dimensional tissue, centimetres. */
  private static final int SPATIAL_2D = 1;

  private static final int DATA_TISSUE = 1;
  private static final int UNIT_CM = 3;

  private final Supplier<EchoCine> cine;

  UsIod(Supplier<EchoCine> cine) {
    this.cine = cine;
  }

  @Override
  public void fill(DataSet set, int index) {
    Modules.acquired(set, "ORIGINAL", "PRIMARY", "TTE", "0001");
    set.putString(Tag.BODY_PART_EXAMINED, "HEART");
    Codes.HEART.putInto(set, Tag.ANATOMIC_REGION_SEQUENCE);
    set.putEmpty(Tag.PATIENT_ORIENTATION);
    set.putString(Tag.FRAME_TIME, Integer.toString(EchoCine.FRAME_TIME));
    set.putInt(Tag.CINE_RATE, 1000 / EchoCine.FRAME_TIME);
    set.putInt(Tag.RECOMMENDED_DISPLAY_FRAME_RATE, 1000 / EchoCine.FRAME_TIME);
    set.putInt(Tag.HEART_RATE, 75);
    set.putInt(Tag.NUMBER_OF_FRAMES, EchoCine.FRAMES);
    set.putInt(Tag.FRAME_INCREMENT_POINTER, Tag.FRAME_TIME);
    set.putString(Tag.LOSSY_IMAGE_COMPRESSION, "00");
    set.putString(Tag.BURNED_IN_ANNOTATION, "NO");
    set.putItems(Tag.SEQUENCE_OF_ULTRASOUND_REGIONS, List.of(region()));
    Modules.pixels(set, EchoCine.WIDTH, EchoCine.HEIGHT, cine.get().frames());
  }

  private static DataSet region() {
    var region = new DataSet();
    region.putInt(Tag.REGION_SPATIAL_FORMAT, SPATIAL_2D);
    region.putInt(Tag.REGION_DATA_TYPE, DATA_TISSUE);
    region.putInt(Tag.REGION_FLAGS, 0);
    region.putInt(Tag.REGION_LOCATION_MIN_X0, 40);
    region.putInt(Tag.REGION_LOCATION_MIN_Y0, EchoCine.APEX_Y);
    region.putInt(Tag.REGION_LOCATION_MAX_X1, 600);
    region.putInt(Tag.REGION_LOCATION_MAX_Y1, EchoCine.APEX_Y + EchoCine.DEPTH);
    region.putInt(Tag.REFERENCE_PIXEL_X0, EchoCine.APEX_X - 40);
    region.putInt(Tag.REFERENCE_PIXEL_Y0, 0);
    region.putInt(Tag.PHYSICAL_UNITS_X_DIRECTION, UNIT_CM);
    region.putInt(Tag.PHYSICAL_UNITS_Y_DIRECTION, UNIT_CM);
    real(region, Tag.REFERENCE_PIXEL_PHYSICAL_VALUE_X, 0);
    real(region, Tag.REFERENCE_PIXEL_PHYSICAL_VALUE_Y, 0);
    real(region, Tag.PHYSICAL_DELTA_X, EchoCine.PIXEL_MM / 10);
    real(region, Tag.PHYSICAL_DELTA_Y, EchoCine.PIXEL_MM / 10);
    return region;
  }

  private static void real(DataSet set, int tag, double value) {
    byte[] bytes =
        ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
    set.putBytes(tag, Vr.FD, bytes);
  }
}

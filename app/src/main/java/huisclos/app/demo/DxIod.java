package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.function.Supplier;

/** Digital X-Ray Image IOD (PS3.3 A.26), for presentation: a chest from behind to front. */
final class DxIod implements Iod {
  static final int SIZE = 2048;

  private final Supplier<ChestRadiograph> chest;

  DxIod(Supplier<ChestRadiograph> chest) {
    this.chest = chest;
  }

  @Override
  public void fill(DataSet set, int index) {
    ProjectionIod.fill(set, "U", Codes.CHEST, Codes.POSTERO_ANTERIOR);
    set.putString(Tag.BODY_PART_EXAMINED, "CHEST");
    set.putString(Tag.VIEW_POSITION, "PA");
    set.putString(Tag.PATIENT_ORIENTATION, "L", "F");
    set.putString(Tag.POSITIONER_TYPE, "NONE");
    set.putString(Tag.KVP, "125");
    set.putString(Tag.IMAGER_PIXEL_SPACING, "0.1709", "0.1709");
    set.putString(Tag.WINDOW_CENTER, "2048");
    set.putString(Tag.WINDOW_WIDTH, "4096");
    Modules.pixels(set, SIZE, SIZE, chest.get().image(SIZE));
  }
}

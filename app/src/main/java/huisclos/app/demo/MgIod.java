package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.function.Supplier;

/** Digital Mammography X-Ray Image IOD (PS3.3 A.27), for presentation: the four usual views. */
final class MgIod implements Iod {
  private final Supplier<Mammogram> breast;

  MgIod(Supplier<Mammogram> breast) {
    this.breast = breast;
  }

  @Override
  public void fill(DataSet set, int index) {
    boolean left = index % 2 == 1;
    boolean oblique = index >= 2;
    ProjectionIod.fill(
        set,
        left ? "L" : "R",
        Codes.BREAST,
        oblique ? Codes.MEDIO_LATERAL_OBLIQUE : Codes.CRANIO_CAUDAL);
    set.putString(Tag.BODY_PART_EXAMINED, "BREAST");
    set.putString(Tag.ORGAN_EXPOSED, "BREAST");
    set.putString(Tag.BREAST_IMPLANT_PRESENT, "NO");
    set.putString(Tag.PARTIAL_VIEW, "NO");
    set.putString(Tag.POSITIONER_TYPE, "MAMMOGRAPHIC");
    set.putString(Tag.POSITIONER_PRIMARY_ANGLE, oblique ? "45" : "0");
    String down = oblique ? (left ? "FR" : "FL") : (left ? "R" : "L");
    set.putString(Tag.PATIENT_ORIENTATION, left ? "A" : "P", down);
    set.putString(Tag.KVP, "28");
    set.putString(Tag.BODY_PART_THICKNESS, "52");
    set.putString(Tag.COMPRESSION_FORCE, "110");
    String spacing = Modules.number(Mammogram.PIXEL_MM);
    set.putString(Tag.IMAGER_PIXEL_SPACING, spacing, spacing);
    set.putString(Tag.WINDOW_CENTER, "1900");
    set.putString(Tag.WINDOW_WIDTH, "3600");
    short[] image = breast.get().image(left, oblique);
    Modules.pixels(set, Mammogram.WIDTH, Mammogram.HEIGHT, image);
  }
}

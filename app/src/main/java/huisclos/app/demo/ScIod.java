package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;

/** Secondary Capture Image IOD (PS3.3 A.8), in colour. */
final class ScIod implements Iod {
  private final FlowMap map;

  ScIod(FlowMap map) {
    this.map = map;
  }

  @Override
  public void fill(DataSet set, int index) {
    set.putString(Tag.IMAGE_TYPE, "DERIVED", "SECONDARY");
    set.putString(Tag.CONVERSION_TYPE, "WSD");
    set.putString(Tag.BODY_PART_EXAMINED, "HEAD");
    set.putEmpty(Tag.PATIENT_ORIENTATION);
    set.putString(Tag.BURNED_IN_ANNOTATION, "NO");
    Modules.pixels(set, FlowMap.SIZE, FlowMap.SIZE, map.image());
    set.putInt(Tag.SAMPLES_PER_PIXEL, 3);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "RGB");
    set.putInt(Tag.PLANAR_CONFIGURATION, 0);
  }
}

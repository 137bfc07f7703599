package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.List;

/** What DX and MG images for presentation share (PS3.3 C.8.11). */
final class ProjectionIod {
  private ProjectionIod() {}

  static void fill(DataSet set, String laterality, Codes anatomy, Codes view) {
    Modules.acquired(set, "ORIGINAL", "PRIMARY", "");
    set.putString(Tag.PRESENTATION_INTENT_TYPE, "FOR PRESENTATION");
    set.putString(Tag.IMAGE_LATERALITY, laterality);
    anatomy.putInto(set, Tag.ANATOMIC_REGION_SEQUENCE);
    DataSet viewed = view.item();
    viewed.putEmpty(Tag.VIEW_MODIFIER_CODE_SEQUENCE);
    set.putItems(Tag.VIEW_CODE_SEQUENCE, List.of(viewed));
    set.putString(Tag.PIXEL_INTENSITY_RELATIONSHIP, "LOG");
    set.putInt(Tag.PIXEL_INTENSITY_RELATIONSHIP_SIGN, -1);
    set.putString(Tag.RESCALE_INTERCEPT, "0");
    set.putString(Tag.RESCALE_SLOPE, "1");
    set.putString(Tag.RESCALE_TYPE, "US");
    set.putString(Tag.PRESENTATION_LUT_SHAPE, "IDENTITY");
    set.putString(Tag.LOSSY_IMAGE_COMPRESSION, "00");
    set.putString(Tag.BURNED_IN_ANNOTATION, "NO");
    set.putString(Tag.DETECTOR_TYPE, "DIRECT");
    set.putEmpty(Tag.ACQUISITION_CONTEXT_SEQUENCE);
  }
}

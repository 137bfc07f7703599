package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.List;

/**
 * What a header says of one frame: in the frame's functional groups, in the shared ones, or in the
 * data set itself (PS3.3 §C.7.6.16).
 *
 * @param header the data set without its pixels
 * @param frame the frame, from 0
 */
record FrameAttributes(DataSet header, int frame) {
  /** Rescale or Modality LUT (PS3.3 §C.7.6.16.2.9). */
  DataSet pixelValueTransformation() {
    return group(Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE);
  }

  /** Windows and VOI LUTs (PS3.3 §C.7.6.16.2.10). */
  DataSet voiLut() {
    return group(Tag.FRAME_VOILUT_SEQUENCE);
  }

  /** Pixel Spacing (PS3.3 §C.7.6.16.2.1). */
  DataSet pixelMeasures() {
    return group(Tag.PIXEL_MEASURES_SEQUENCE);
  }

  /** The display shutter (PS3.3 §C.7.6.16.2.16). */
  DataSet shutter() {
    return group(Tag.FRAME_DISPLAY_SHUTTER_SEQUENCE);
  }

  private DataSet group(int tag) {
    List<DataSet> frames = header.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
    if (frame < frames.size() && !frames.get(frame).items(tag).isEmpty()) {
      return frames.get(frame).items(tag).getFirst();
    }
    for (DataSet shared : header.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE)) {
      if (!shared.items(tag).isEmpty()) {
        return shared.items(tag).getFirst();
      }
    }
    return header;
  }

  @Override
  public String toString() {
    return "frame " + frame;
  }
}

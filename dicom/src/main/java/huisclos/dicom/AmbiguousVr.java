package huisclos.dicom;

/**
 * The elements for which the registry leaves a choice of VR that an implicit encoding doesn't tell
 * (PS3.6 §6). OB or OW needs no choosing: without a VR it is OW (PS3.5 §A.1).
 */
final class AmbiguousVr {
  private AmbiguousVr() {}

  /** US or SS: SS where pixel values are signed (PS3.3 §C.7.6.3, PS3.5 §A.1). */
  static boolean isPixelValue(int tag) {
    return switch (tag) {
      case 0x00189810, 0x00221452, 0x00280071 -> true;
      case 0x00280104, 0x00280105, 0x00280106, 0x00280107, 0x00280108, 0x00280109 -> true;
      case 0x00280110, 0x00280111, 0x00280120, 0x00280121 -> true;
      case 0x00281100, 0x00281101, 0x00281102, 0x00281103 -> true;
      case 0x00281111, 0x00281112, 0x00281113, 0x00283002 -> true;
      case 0x00409211, 0x00409216, 0x00603004, 0x00603006 -> true;
      default -> false;
    };
  }

  /** US or OW: Gray Lookup Table Data and LUT Data. US has no room beyond 65,535 bytes. */
  static boolean isLookupTable(int tag) {
    return tag == 0x00281200 || tag == 0x00283006;
  }
}

package huisclos.pixels;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.dicom.ValueElement;
import huisclos.pixels.Undecodable.Reason;
import java.util.Optional;
import java.util.Set;

/** What the attributes before the pixel data are once it is coded otherwise. */
final class TranscodedHeader {
  private static final Set<String> LOSSY =
      Set.of(
          Uids.JPEG_BASELINE8_BIT,
          Uids.JPEG_EXTENDED12_BIT,
          Uids.JPEG_SPECTRAL_SELECTION_NON_HIERARCHICAL68,
          Uids.JPEG_FULL_PROGRESSION_NON_HIERARCHICAL1012);

  private TranscodedHeader() {}

  /**
   * Takes out what belongs to the whole's coding: group lengths, and an icon that is compressed
   * itself (PS3.3 §C.7.6.1.1.6), which the other syntax can't hold as it is.
   *
   * @return why the data set can't be transcoded
   */
  static Optional<Undecodable> prepare(DataSet header) {
    header.removeGroupLengths();
    if (header.get(Tag.ICON_IMAGE_SEQUENCE).filter(TranscodedHeader::hasFragments).isPresent()) {
      header.remove(Tag.ICON_IMAGE_SEQUENCE);
    }
    for (Element element : header) {
      if (element instanceof BulkElement) {
        return Optional.of(new Undecodable(Reason.TOO_LARGE));
      }
      if (hasFragments(element)) {
        return Optional.of(new Undecodable(Reason.NOT_SUPPORTED));
      }
    }
    return Optional.empty();
  }

  private static boolean hasFragments(Element element) {
    return switch (element) {
      case FragmentsElement _ -> true;
      case ValueElement _, BulkElement _ -> false;
      case SequenceElement sequence -> {
        for (DataSet item : sequence.items()) {
          for (Element inner : item) {
            if (hasFragments(inner)) {
              yield true;
            }
          }
        }
        yield false;
      }
    };
  }

  /**
   * Says what the samples are now; all frames of an object are of one kind. The offset tables of
   * what was there before go.
   */
  static void describe(DataSet header, NativeFrame frame, String photometric) {
    PixelDescription d = frame.description();
    header.remove(Tag.EXTENDED_OFFSET_TABLE);
    header.remove(Tag.EXTENDED_OFFSET_TABLE_LENGTHS);
    header.remove(Tag.ENCAPSULATED_PIXEL_DATA_VALUE_TOTAL_LENGTH);
    header.putString(Tag.PHOTOMETRIC_INTERPRETATION, photometric);
    if (d.samplesPerPixel() > 1) {
      header.putInt(Tag.PLANAR_CONFIGURATION, 0);
    }
    header.putInt(Tag.BITS_ALLOCATED, d.bitsAllocated() == 1 ? 1 : d.cellBits());
    header.putInt(Tag.BITS_STORED, d.bitsStored());
    header.putInt(Tag.HIGH_BIT, d.highBit());
    if (LOSSY.contains(d.syntax().uid())) {
      header.putString(Tag.LOSSY_IMAGE_COMPRESSION, "01");
    }
  }
}

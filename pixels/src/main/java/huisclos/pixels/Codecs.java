package huisclos.pixels;

import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import java.util.Optional;

/** Which decoder a transfer syntax needs (PS3.5 annex A). */
enum Codecs {
  NATIVE,
  DEFLATED,
  RLE,
  JPEG,
  JPEG_LS,
  JPEG_2000;

  static Optional<Codecs> of(TransferSyntax syntax) {
    if (syntax.uncompressed() || !syntax.encapsulated()) {
      return Optional.of(NATIVE);
    }
    return Optional.ofNullable(
        switch (syntax.uid()) {
          case Uids.DEFLATED_IMAGE_FRAME_COMPRESSION -> DEFLATED;
          case Uids.RLE_LOSSLESS -> RLE;
          case Uids.JPEG_BASELINE8_BIT,
              Uids.JPEG_EXTENDED12_BIT,
              Uids.JPEG_SPECTRAL_SELECTION_NON_HIERARCHICAL68,
              Uids.JPEG_FULL_PROGRESSION_NON_HIERARCHICAL1012,
              Uids.JPEG_LOSSLESS,
              Uids.JPEG_LOSSLESS_SV1 ->
              JPEG;
          case Uids.JPEGLS_LOSSLESS, Uids.JPEGLS_NEAR_LOSSLESS -> JPEG_LS;
          case Uids.JPEG2000_LOSSLESS,
              Uids.JPEG2000,
              Uids.HTJ2K_LOSSLESS,
              Uids.HTJ2K_LOSSLESS_RPCL,
              Uids.HTJ2K ->
              JPEG_2000;
          default -> null;
        });
  }
}

package huisclos.web;

import huisclos.dicom.Uids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which transfer syntax a media type stands for, and which media type frames in a transfer syntax
 * have (PS3.18 §8.7.3.5, tables 8.7.3-2 to 8.7.3-5). Pure.
 */
public final class MediaTransferSyntaxes {
  /** The first syntax of each is the default: what the media type means without the parameter. */
  private static final Map<String, List<String>> BY_TYPE = byType();

  private MediaTransferSyntaxes() {}

  private static Map<String, List<String>> byType() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    table.put(
        "image/jpeg",
        List.of(
            Uids.JPEG_LOSSLESS_SV1,
            Uids.JPEG_BASELINE8_BIT,
            Uids.JPEG_EXTENDED12_BIT,
            Uids.JPEG_LOSSLESS));
    table.put("image/dicom-rle", List.of(Uids.RLE_LOSSLESS));
    table.put("image/jls", List.of(Uids.JPEGLS_LOSSLESS, Uids.JPEGLS_NEAR_LOSSLESS));
    table.put("image/jp2", List.of(Uids.JPEG2000_LOSSLESS, Uids.JPEG2000));
    table.put("image/jpx", List.of(Uids.JPEG2000_MC_LOSSLESS, Uids.JPEG2000_MC));
    table.put("image/jphc", List.of(Uids.HTJ2K_LOSSLESS, Uids.HTJ2K_LOSSLESS_RPCL, Uids.HTJ2K));
    table.put(
        "image/jxl", List.of(Uids.JPEGXL_LOSSLESS, Uids.JPEGXLJPEG_RECOMPRESSION, Uids.JPEGXL));
    table.put(
        "video/mpeg",
        List.of(Uids.MPEG2_MPML, Uids.MPEG2_MPMLF, Uids.MPEG2_MPHL, Uids.MPEG2_MPHLF));
    table.put(
        "video/mp4",
        List.of(
            Uids.MPEG4_HP41,
            Uids.MPEG4_HP41_F,
            Uids.MPEG4_HP41_BD,
            Uids.MPEG4_HP41_BDF,
            Uids.MPEG4_HP422D,
            Uids.MPEG4_HP422D_F,
            Uids.MPEG4_HP423D,
            Uids.MPEG4_HP423D_F));
    return table;
  }

  /**
   * The media type of a frame as it is kept in this syntax: {@code image/jpeg} and its like for a
   * compressed one that has one, else {@code application/octet-stream}.
   */
  public static MediaType ofFrames(String transferSyntax) {
    for (Map.Entry<String, List<String>> entry : BY_TYPE.entrySet()) {
      if (entry.getValue().contains(transferSyntax)) {
        return MediaType.of(entry.getKey());
      }
    }
    return MediaType.OCTETS;
  }

  /** Whether a media type that names no transfer syntax means this one. */
  public static boolean isDefault(MediaType type, String transferSyntax) {
    return defaultOf(type).map(transferSyntax::equals).orElse(true);
  }

  /** The syntax that a media type means without the parameter; empty for types that have none. */
  public static Optional<String> defaultOf(MediaType type) {
    if (type.isAs(MediaType.DICOM) || type.isAs(MediaType.OCTETS)) {
      return Optional.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    return Optional.ofNullable(BY_TYPE.get(type.essence())).map(List::getFirst);
  }
}

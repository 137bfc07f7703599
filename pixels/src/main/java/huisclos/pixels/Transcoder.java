package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.pixels.Transcoding.Transcoded;
import huisclos.pixels.Undecodable.Reason;
import java.util.Set;

/**
 * Data sets with encapsulated pixel data made uncompressed: every frame is decoded, and the Image
 * Pixel attributes say what the samples then are (PS3.3 §C.7.6.3, PS3.5 §8.2). In memory, up to
 * {@link PixelLimits#MAX_HELD_BYTES} decoded. Thread-safe.
 */
public final class Transcoder {
  private static final Set<String> LOSSY =
      Set.of(
          Uids.JPEG_BASELINE8_BIT,
          Uids.JPEG_EXTENDED12_BIT,
          Uids.JPEG_SPECTRAL_SELECTION_NON_HIERARCHICAL68,
          Uids.JPEG_FULL_PROGRESSION_NON_HIERARCHICAL1012);

  private final FrameDecoder decoder;

  /** One whose frames this decoder decodes. */
  public Transcoder(FrameDecoder decoder) {
    this.decoder = decoder;
  }

  /**
   * The data set as explicit or implicit VR little endian has it; the same set where its pixel data
   * is uncompressed already.
   *
   * @param set whole, pixel data held
   * @param syntax the one that it was read in
   */
  public Transcoding uncompressed(DataSet set, TransferSyntax syntax) {
    if (!syntax.encapsulated()) {
      return new Transcoded(set);
    }
    return switch (FrameSource.of(set, syntax)) {
      case Undecodable undecodable -> undecodable;
      case FrameSource source -> uncompressed(set, source);
    };
  }

  private Transcoding uncompressed(DataSet set, FrameSource source) {
    PixelDescription description = source.description();
    boolean bits = description.bitsAllocated() == 1;
    long frame = bits ? description.samples() : description.decodedBytes() * 8;
    long total = (frame * description.frames() + 7) / 8;
    if (total > PixelLimits.MAX_HELD_BYTES || total > huisclos.dicom.Limits.MAX_VALUE_BYTES) {
      return new Undecodable(Reason.TOO_LARGE);
    }
    byte[] pixels = new byte[(int) total];
    DataSet plain = copy(set);
    for (int n = 0; n < description.frames(); n++) {
      switch (decoder.decodeNative(source, n)) {
        case Undecodable undecodable -> {
          return undecodable;
        }
        case NativeFrame decoded -> {
          if (bits) {
            pack(decoded.bytes(), pixels, n * frame);
          } else {
            int at = (int) (n * frame / 8);
            System.arraycopy(decoded.bytes(), 0, pixels, at, decoded.bytes().length);
          }
          if (n == 0) {
            describe(plain, decoded, bits);
          }
        }
      }
    }
    Vr vr = bits || description.cellBits() == 8 ? Vr.OB : Vr.OW;
    plain.putBytes(Tag.PIXEL_DATA, vr, pixels);
    return new Transcoded(plain);
  }

  /** Samples of one bit go back to bits, frame after frame without padding (PS3.5 §8.1.1). */
  private static void pack(byte[] samples, byte[] pixels, long start) {
    for (int i = 0; i < samples.length; i++) {
      long at = start + i;
      pixels[(int) (at >>> 3)] |= (byte) ((samples[i] & 1) << (at & 7));
    }
  }

  private static DataSet copy(DataSet set) {
    DataSet copy = new DataSet();
    for (Element element : set) {
      copy.put(element);
    }
    copy.remove(Tag.EXTENDED_OFFSET_TABLE);
    copy.remove(Tag.EXTENDED_OFFSET_TABLE_LENGTHS);
    copy.remove(Tag.ENCAPSULATED_PIXEL_DATA_VALUE_TOTAL_LENGTH);
    return copy;
  }

  /** What the samples are now; all frames of an object are of one kind. */
  private static void describe(DataSet set, NativeFrame frame, boolean bits) {
    PixelDescription d = frame.description();
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, frame.photometric());
    if (d.samplesPerPixel() > 1) {
      set.putInt(Tag.PLANAR_CONFIGURATION, 0);
    }
    set.putInt(Tag.BITS_ALLOCATED, bits ? 1 : d.cellBits());
    set.putInt(Tag.BITS_STORED, d.bitsStored());
    set.putInt(Tag.HIGH_BIT, d.highBit());
    if (LOSSY.contains(d.syntax().uid())) {
      set.putString(Tag.LOSSY_IMAGE_COMPRESSION, "01");
    }
  }
}

package huisclos.pixels;

/**
 * A frame in another syntax.
 *
 * @param samples what it consists of
 * @param photometric the Photometric Interpretation that goes with the bytes
 * @param bytes not to be changed; without padding to an even length
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record ConvertedFrame(NativeFrame samples, String photometric, byte[] bytes)
    implements FrameConversion {
  @Override
  public String toString() {
    return samples + ", " + photometric + ", as " + bytes.length + " bytes";
  }
}

package huisclos.pixels;

/**
 * A frame as a compressed syntax holds it, without the padding to an even length.
 *
 * @param photometric the Photometric Interpretation that goes with it (PS3.5 §8.2)
 * @param bytes not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record EncodedFrame(String photometric, byte[] bytes) implements Encoding {
  @Override
  public String toString() {
    return photometric + ", " + bytes.length + " bytes";
  }
}

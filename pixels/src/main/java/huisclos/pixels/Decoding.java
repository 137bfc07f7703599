package huisclos.pixels;

/** What comes of decoding a frame. */
public sealed interface Decoding permits Decoding.Decoded, Undecodable {
  /** It was decoded. */
  record Decoded(DecodedFrame frame) implements Decoding {}
}

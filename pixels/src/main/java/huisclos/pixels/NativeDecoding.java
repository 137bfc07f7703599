package huisclos.pixels;

/** What comes of decoding a frame to uncompressed bytes. */
public sealed interface NativeDecoding permits NativeFrame, Undecodable {}

package huisclos.pixels;

/** What comes of coding a frame. */
public sealed interface Encoding permits EncodedFrame, Undecodable {}

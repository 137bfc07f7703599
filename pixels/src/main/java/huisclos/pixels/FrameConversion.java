package huisclos.pixels;

/** What comes of converting a frame. */
public sealed interface FrameConversion permits ConvertedFrame, Undecodable {}

package huisclos.pixels;

/** What comes of looking for frames in a data set. */
public sealed interface Opening permits FrameSource, Undecodable {}

package huisclos.pixels;

/** What comes of transcoding a data set. */
public sealed interface Transcoding permits Transcoded, Undecodable {}

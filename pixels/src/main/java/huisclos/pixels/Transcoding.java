package huisclos.pixels;

import huisclos.dicom.DataSet;

/** What comes of converting a data set. */
public sealed interface Transcoding permits Transcoding.Transcoded, Undecodable {
  /** The data set with uncompressed pixel data; elements that did not change are shared. */
  record Transcoded(DataSet set) implements Transcoding {}
}

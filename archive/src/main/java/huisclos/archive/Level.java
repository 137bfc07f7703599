package huisclos.archive;

import huisclos.dicom.Tag;

/** The levels of the query/retrieve information models (PS3.4 §C.6), from the top down. */
public enum Level {
  PATIENT(Tag.PATIENT_ID),
  STUDY(Tag.STUDY_INSTANCE_UID),
  SERIES(Tag.SERIES_INSTANCE_UID),
  IMAGE(Tag.SOP_INSTANCE_UID);

  private final int uniqueKey;

  Level(int uniqueKey) {
    this.uniqueKey = uniqueKey;
  }

  /** The attribute that names an entity of this level. */
  public int uniqueKey() {
    return uniqueKey;
  }

  /** Whether this level lies above the other. */
  boolean above(Level other) {
    return compareTo(other) < 0;
  }
}

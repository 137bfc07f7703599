package huisclos.app.movein;

/** What became of one thing that was to move in. */
enum Fate {
  /** It is in now. */
  STORED("stored", true),
  /** The archive had the same content already. */
  DUPLICATE("duplicate", true),
  /** An earlier, interrupted run brought it in. */
  EARLIER("earlier", true),
  /** The archive has other content under its UID; the newcomer is in quarantine. */
  CONFLICT("conflict", false),
  /** It could not be taken. */
  REFUSED("refused", false),
  /** The old PACS says that it has it, and did not send it. */
  MISSING("missing", false),
  /** It is no DICOM file. */
  NOT_DICOM("notDicom", false),
  /** It lists others: a DICOMDIR. */
  DIRECTORY("directories", false);

  private final String word;
  private final boolean in;

  Fate(String word, boolean in) {
    this.word = word;
    this.in = in;
  }

  /** As the report has it. */
  String word() {
    return word;
  }

  /** Whether its content is in the archive. */
  boolean in() {
    return in;
  }

  /** Whether whoever moves has to look at it. */
  boolean wrong() {
    return this == CONFLICT || this == REFUSED || this == MISSING;
  }
}

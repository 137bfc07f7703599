package huisclos.dicom;

/** Text that the character sets of its data set do not hold. Carries no part of the text. */
public final class UnencodableTextException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int index;

  UnencodableTextException(int index) {
    super("the text has a character that its data set's character sets do not hold");
    this.index = index;
  }

  /** Where in the text the character stands, in UTF-16 units from 0. */
  public int index() {
    return index;
  }
}

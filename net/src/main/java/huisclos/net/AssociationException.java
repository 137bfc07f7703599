package huisclos.net;

import java.io.IOException;

/** The association is gone, or never came about; {@link #ending()} says how. */
public final class AssociationException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Ending ending;

  public AssociationException(Ending ending) {
    super(ending.words());
    this.ending = ending;
  }

  public AssociationException(Ending ending, Throwable cause) {
    super(ending.words(), cause);
    this.ending = ending;
  }

  /** How it ended. */
  public Ending ending() {
    return ending;
  }
}

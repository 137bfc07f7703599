package huisclos.web;

import java.io.IOException;

/** A document that is not of the native DICOM model, or beyond a limit (status 400). */
public final class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a static text: nothing of the document. */
  public ModelException(String message) {
    super(message);
  }
}

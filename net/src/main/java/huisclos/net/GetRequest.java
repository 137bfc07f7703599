package huisclos.net;

import huisclos.dicom.DataSet;

/**
 * A C-GET-RQ (PS3.7 §9.3.3.1).
 *
 * @param context where it came in; its abstract syntax is the SOP class
 * @param identifier what is asked for
 */
public record GetRequest(AcceptedContext context, DataSet identifier) {
  /** Affected SOP Class UID. */
  public String sopClass() {
    return context.abstractSyntax();
  }
}

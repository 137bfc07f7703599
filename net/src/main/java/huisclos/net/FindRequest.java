package huisclos.net;

import huisclos.dicom.DataSet;

/**
 * A C-FIND-RQ (PS3.7 §9.3.2.1).
 *
 * @param context where it came in; its abstract syntax is the SOP class
 * @param identifier what is asked for; it names patients
 */
public record FindRequest(AcceptedContext context, DataSet identifier) {
  /** Affected SOP Class UID. */
  public String sopClass() {
    return context.abstractSyntax();
  }
}

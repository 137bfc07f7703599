/**
 * The archive's DICOM face: maps DIMSE requests to archive calls and outcomes to statuses. Decides
 * nothing.
 */
@NullMarked
package huisclos.desk.dimse;

import org.jspecify.annotations.NullMarked;

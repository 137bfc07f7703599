/**
 * Moving in: from files, folders, DICOMDIRs and ZIPs ({@link huisclos.app.movein.Import}), and from
 * an old PACS ({@link huisclos.app.movein.Pull}). Both go on where they were interrupted, take
 * nothing twice and reconcile what was there with what came.
 */
@NullMarked
package huisclos.app.movein;

import org.jspecify.annotations.NullMarked;

/**
 * Looks at DICOM doors: the upper layer, queries that match nobody, counting without names, TLS.
 */
@NullMarked
package huisclos.probe.dimse;

import org.jspecify.annotations.NullMarked;

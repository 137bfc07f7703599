/** Tests of the look at DICOM doors, against scripted servers on loopback. */
@NullMarked
package huisclos.probe.dimse;

import org.jspecify.annotations.NullMarked;

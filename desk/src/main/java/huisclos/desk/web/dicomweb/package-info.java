/**
 * DICOMweb without the retrieving (PS3.18): storing (STOW-RS), searching (QIDO-RS), what is on
 * offer, deleting and rejecting, the feed of changes. Each asks the gate for its {@code Pass}
 * first.
 */
@NullMarked
package huisclos.desk.web.dicomweb;

import org.jspecify.annotations.NullMarked;

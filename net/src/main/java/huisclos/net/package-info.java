/**
 * The DICOM upper layer (PS3.8) and the DIMSE services (PS3.7), both sides. No association without an explicit Admission.
 */
@NullMarked
package huisclos.net;

import org.jspecify.annotations.NullMarked;

/** Looks at doors that are no DICOM and no web: HL7 v2, FTP, SMB. */
@NullMarked
package huisclos.probe.share;

import org.jspecify.annotations.NullMarked;

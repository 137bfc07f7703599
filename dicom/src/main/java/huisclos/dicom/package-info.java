/**
 * DICOM as bytes and values: tags, VRs, data sets, Part 10, DICOM JSON, character sets, the dictionary. Touches nothing: no socket, file, clock or log.
 */
@NullMarked
package huisclos.dicom;

import org.jspecify.annotations.NullMarked;

/**
 * DICOM as bytes and values: tags, VRs, data sets, Part 10 files, DICOM JSON, character sets, the
 * dictionary and UID tables (PS3.5, PS3.6, PS3.10, PS3.18 Annex F).
 *
 * <p>It touches nothing: no socket, file, clock or log. Guarantee: whatever the bytes, reading ends
 * in values or in a {@link huisclos.dicom.DicomException} that says where and which rule, within
 * {@link huisclos.dicom.Limits}; no exception message, and no {@code toString}, holds a patient's
 * value.
 *
 * <p>Start at {@link huisclos.dicom.Part10} (a file), {@link huisclos.dicom.DataSetReader} (a
 * stream as tokens), {@link huisclos.dicom.DataSet} (a tree).
 */
@NullMarked
package huisclos.dicom;

import org.jspecify.annotations.NullMarked;

package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.ObjectId;
import huisclos.vault.StudyKeyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * An instance that the index holds under some SOP instance UID.
 *
 * @param sha256 of its bytes, in hexadecimal
 * @param transferSyntax it is kept in
 * @param address where it lies
 * @param studyKey the key of its study
 * @param studyUid its study
 * @param record the internal id of its patient record
 * @param hiddenFor the word of the reason why it was deleted or rejected; empty while it shows
 */
record Known(
    String sha256,
    String transferSyntax,
    BlobAddress address,
    StudyKeyId studyKey,
    String studyUid,
    String record,
    String hiddenFor) {

  /** From a row of {@link Sql#INSTANCE_BY_UID}. */
  static Known read(ResultSet row) throws SQLException {
    return new Known(
        HexFormat.of().formatHex(row.getBytes(1)),
        row.getString(2),
        address(row, 3),
        studyKey(row.getString(8)),
        row.getString(9),
        row.getString(10),
        row.getString(11));
  }

  /** Whether it was deleted or rejected, and not yet destroyed. */
  boolean hidden() {
    return !hiddenFor.isEmpty();
  }

  /** The address in the columns store, container, blob_offset, blob_length, object_id. */
  static BlobAddress address(ResultSet row, int column) throws SQLException {
    return new BlobAddress(
        ObjectId.of(row.getBytes(column + 4)),
        row.getInt(column),
        row.getLong(column + 1),
        row.getLong(column + 2),
        row.getLong(column + 3));
  }

  static StudyKeyId studyKey(String hex) {
    return StudyKeyId.of(HexFormat.of().parseHex(hex));
  }
}

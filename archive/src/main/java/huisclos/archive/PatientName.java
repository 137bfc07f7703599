package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.vault.PatientKeyId;
import java.util.HexFormat;
import java.util.List;

/**
 * How an act names a patient record.
 *
 * @param key its key
 * @param identity the keyed hash that it is known by, in hexadecimal; empty where it has no Patient
 *     ID
 */
record PatientName(PatientKeyId key, String identity) {
  void write(ActFields to, Field field) {
    to.list(field, List.of(key.toString(), identity));
  }

  static PatientName from(ActFields fields, Field field) throws ArchiveException {
    List<String> parts = fields.list(field);
    try {
      return new PatientName(
          PatientKeyId.of(HexFormat.of().parseHex(parts.isEmpty() ? "" : parts.getFirst())),
          parts.size() > 1 ? parts.get(1) : "");
    } catch (IllegalArgumentException e) {
      throw new ArchiveException("an act names what is no patient record", e);
    }
  }
}

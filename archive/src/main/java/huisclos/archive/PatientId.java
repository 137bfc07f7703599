package huisclos.archive;

import java.util.Optional;

/**
 * How an operator names a patient: by Patient ID, or by the internal id of the record. Its {@code
 * toString} shows neither.
 *
 * @param id Patient ID, or the 32 hexadecimal digits of a record
 * @param issuer of the Patient ID; empty where any will do as long as one patient has it
 */
public record PatientId(String id, Optional<String> issuer) {
  /** Whether it may be a record's internal id. */
  boolean isRecord() {
    return id.matches("[0-9a-f]{32}");
  }

  @Override
  public String toString() {
    return "PatientId[]";
  }
}

package huisclos.archive;

import huisclos.gate.Pass;
import huisclos.vault.BlobAddress;
import huisclos.vault.StudyKeyId;

/**
 * An instance that a retrieve selected and whose disclosure is on record. Made by {@link
 * Archive#select} alone, opened by {@link Archive#open} with the same pass. Immutable.
 */
public final class StoredInstance {
  private final Pass pass;
  private final String sopClass;
  private final String sopInstance;
  private final String transferSyntax;
  private final long length;
  private final String seriesUid;
  private final String studyUid;
  private final String sha256;
  private final BlobAddress address;
  private final StudyKeyId studyKey;

  StoredInstance(
      Pass pass,
      String sopClass,
      String sopInstance,
      String transferSyntax,
      long length,
      String seriesUid,
      String studyUid,
      String sha256,
      BlobAddress address,
      StudyKeyId studyKey) {
    this.pass = pass;
    this.sopClass = sopClass;
    this.sopInstance = sopInstance;
    this.transferSyntax = transferSyntax;
    this.length = length;
    this.seriesUid = seriesUid;
    this.studyUid = studyUid;
    this.sha256 = sha256;
    this.address = address;
    this.studyKey = studyKey;
  }

  public String sopClass() {
    return sopClass;
  }

  public String sopInstance() {
    return sopInstance;
  }

  /** UID of the transfer syntax that the data set is kept in, as it was received. */
  public String transferSyntax() {
    return transferSyntax;
  }

  /** Bytes of the data set. */
  public long length() {
    return length;
  }

  public String seriesUid() {
    return seriesUid;
  }

  public String studyUid() {
    return studyUid;
  }

  boolean isFor(Pass other) {
    return pass == other;
  }

  String sha256() {
    return sha256;
  }

  BlobAddress address() {
    return address;
  }

  StudyKeyId studyKey() {
    return studyKey;
  }

  @Override
  public String toString() {
    return "StoredInstance[" + sopInstance + ", " + length + " bytes]";
  }
}

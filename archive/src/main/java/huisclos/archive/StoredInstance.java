package huisclos.archive;

import huisclos.gate.Pass;
import huisclos.vault.BlobAddress;
import huisclos.vault.StudyKeyId;
import java.util.List;

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
  private final List<Correction> corrections;

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
      StudyKeyId studyKey,
      List<Correction> corrections) {
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
    this.corrections = List.copyOf(corrections);
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

  /** Bytes of the data set; -1 where corrections make it a length that isn't known before. */
  public long length() {
    return corrections.isEmpty() ? length : -1;
  }

  /** Bytes of the data set as it is kept. */
  long keptLength() {
    return length;
  }

  /** The corrections about it, in the order in which they apply. */
  List<Correction> corrections() {
    return corrections;
  }

  /** The same with the corrections of its study that are about it. */
  StoredInstance with(List<Correction> ofStudy) {
    List<Correction> about = Correction.about(ofStudy, studyUid, seriesUid, sopInstance);
    return about.isEmpty()
        ? this
        : new StoredInstance(
            pass,
            sopClass,
            sopInstance,
            transferSyntax,
            length,
            seriesUid,
            studyUid,
            sha256,
            address,
            studyKey,
            about);
  }

  public String seriesUid() {
    return seriesUid;
  }

  public String studyUid() {
    return studyUid;
  }

  /**
   * Stands for what comes out: another content or another correction makes another version. It says
   * nothing of the content.
   */
  public String version() {
    StringBuilder version = new StringBuilder(sha256).append('/').append(sopInstance);
    corrections.forEach(c -> version.append('/').append(c.act()));
    return version.toString();
  }

  /** Whether corrections change it on its way out. */
  public boolean corrected() {
    return !corrections.isEmpty();
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

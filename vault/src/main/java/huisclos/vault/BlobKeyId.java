package huisclos.vault;

/** Names the key that wraps an object's key: a study's, or a quarantined object's own. */
public sealed interface BlobKeyId permits StudyKeyId, QuarantineKeyId {
  /** The id's 16 bytes, big-endian. */
  byte[] bytes();
}

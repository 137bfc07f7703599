package huisclos.vault;

/**
 * One object of a group to commit.
 *
 * @param blob with its sink closed
 * @param study the key that is to wrap the object's
 * @param descriptor what {@link PendingBlob#describe} gave for it
 */
public record SealRequest(PendingBlob blob, StudyKeyId study, BlobDescriptor descriptor) {}

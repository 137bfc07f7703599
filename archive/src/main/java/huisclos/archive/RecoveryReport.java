package huisclos.archive;

/**
 * What opening an archive, or a reindex, had to make good.
 *
 * @param rebuilt whether the whole index was made anew from blobs and key ring
 * @param indexed instances that were in the vault and not in the index
 * @param quarantined quarantined objects likewise
 * @param damaged objects that could not be read: they stay where they are, and no index row names
 *     them
 */
public record RecoveryReport(boolean rebuilt, long indexed, long quarantined, long damaged) {
  static final RecoveryReport NOTHING = new RecoveryReport(false, 0, 0, 0);

  /** Whether there was nothing to do. */
  public boolean clean() {
    return !rebuilt && indexed == 0 && quarantined == 0 && damaged == 0;
  }
}

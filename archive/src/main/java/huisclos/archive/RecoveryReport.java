package huisclos.archive;

/**
 * What opening an archive, or a reindex, had to make good.
 *
 * @param rebuilt whether the whole index was made anew from blobs and key ring
 * @param indexed instances that were in the vault and not in the index
 * @param acts housekeeping acts likewise
 * @param quarantined quarantined objects likewise
 * @param damaged objects that could not be read: they stay where they are, and no index row names
 *     them
 * @param missing instances and acts that an index before named and that were not met in the vault
 * @param hiddenAgain instances that had been deleted or destroyed, lie in the vault as it is now,
 *     and were hidden again
 */
public record RecoveryReport(
    boolean rebuilt,
    long indexed,
    long acts,
    long quarantined,
    long damaged,
    long missing,
    long hiddenAgain) {
  static final RecoveryReport NOTHING = new RecoveryReport(false, 0, 0, 0, 0, 0, 0);

  /** The same with what a comparison with the index before showed. */
  RecoveryReport compared(long newMissing, long newHiddenAgain) {
    return new RecoveryReport(
        rebuilt, indexed, acts, quarantined, damaged, newMissing, newHiddenAgain);
  }

  /** Whether there was nothing to do. */
  public boolean clean() {
    return !rebuilt && indexed == 0 && quarantined == 0 && damaged == 0;
  }

  /** In one line for a person. */
  public String line() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d instances were indexed again, %d acts, %d quarantined objects, %d damaged"
            .formatted(indexed, acts, quarantined, damaged));
    if (missing > 0) {
      text.append("; %d acknowledged before are not in the vault".formatted(missing));
    }
    if (hiddenAgain > 0) {
      text.append("; %d deleted before were hidden again".formatted(hiddenAgain));
    }
    return text.append(rebuilt ? "; the index was rebuilt" : "").toString();
  }
}

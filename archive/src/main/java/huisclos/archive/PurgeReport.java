package huisclos.archive;

/**
 * What was destroyed.
 *
 * @param studies whole studies, by their key
 * @param patients patient records of which no study is left, by theirs
 * @param instances single instances, by overwriting their wrapped key
 * @param held studies that are due, yet held
 * @param rotated whether the site key was rotated: its recovery phrase is to be taken anew
 */
public record PurgeReport(int studies, int patients, int instances, int held, boolean rotated) {
  /** Nothing was due. */
  public boolean isEmpty() {
    return studies + patients + instances == 0;
  }
}

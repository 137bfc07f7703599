package huisclos.archive;

/**
 * Which of the matches of a query are wanted, of an order that stays the same as long as nothing is
 * stored or deleted: of few candidates the newest studies first, of many the newest by whatever the
 * index was entered by.
 *
 * @param offset how many matches come before
 * @param limit how many are wanted at most; 0 counts and gives none
 */
public record Page(int offset, int limit) {
  /** Checks the bounds: {@link ArchiveLimits#MAX_OFFSET}, {@link ArchiveLimits#MAX_MATCHES}. */
  public Page {
    if (offset < 0
        || offset > ArchiveLimits.MAX_OFFSET
        || limit < 0
        || limit > ArchiveLimits.MAX_MATCHES) {
      throw new IllegalArgumentException("no page of a query");
    }
  }
}

package huisclos.archive;

import java.util.List;

/**
 * A stretch of the change feed.
 *
 * @param feed the feed's name: with another one the numbers began anew, and what was read before
 *     has to be read again
 * @param changes in their order
 * @param reached the number to go on from: that of the last change that was looked at, whether it
 *     is within the reader's reach or not
 * @param more whether there are changes behind it now
 */
public record ChangePage(String feed, List<Change> changes, long reached, boolean more) {
  public ChangePage {
    changes = List.copyOf(changes);
  }
}

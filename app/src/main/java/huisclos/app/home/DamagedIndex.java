package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.archive.IndexRepair;
import java.io.IOException;
import java.time.Clock;

/**
 * A home whose index is damaged when it is opened: made anew by itself where all that lies in the
 * index alone can still be read, else left as it is, with the ways out named.
 */
public final class DamagedIndex {
  private DamagedIndex() {}

  /** Opens something that stands on the index. */
  interface Opening<T> {
    T open() throws IOException;
  }

  /** Opens; a damaged index is put aside and the opening tried once more. */
  static <T> T mended(Home home, Opening<T> opening) throws IOException {
    try {
      return opening.open();
    } catch (IOException | RuntimeException e) {
      // A damaged page may read as a row with nothing in it, which no code expects.
      boolean suspect = e instanceof RuntimeException || IndexRepair.isOfIndex(e);
      if (!suspect || !IndexRepair.isDamaged(home.root())) {
        throw e;
      }
      IndexRepair.Report report = IndexRepair.run(home.root(), Clock.systemUTC(), false);
      if (!report.done()) {
        throw refused(report);
      }
      return opening.open();
    }
  }

  /** Why an index can't be made anew by itself. */
  public static UserError refused(IndexRepair.Report report) {
    return UserError.refused(
        "index.db is damaged, and what lies in it alone can't be read to its end: "
            + String.join(", ", report.incomplete()),
        "put back index.db from a backup, however old: what was stored since is caught up with; or"
            + " give up what can't be read: `huisclos reindex --lose-unreadable`");
  }
}

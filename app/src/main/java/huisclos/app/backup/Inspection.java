package huisclos.app.backup;

import java.io.IOException;
import java.util.List;

/** Looking at a backup set without any key. */
public final class Inspection {
  private Inspection() {}

  /**
   * Reads every file of a set again and compares it with what was written.
   *
   * @return what is wrong, a line each; empty if nothing is
   */
  public static List<String> verify(BackupSet set, BackupProgress progress) throws IOException {
    set.requireExists();
    return Sums.verify(set, progress);
  }
}

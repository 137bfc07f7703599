package huisclos.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Instances that were acknowledged once, an index having named them, and that the vault no longer
 * holds: so that a rebuild drops nothing silently. Thread-safe.
 */
final class Losses {
  /** Studies that are listed. */
  private static final int MAX_STUDIES = 1_000;

  private final IndexDatabase index;

  Losses(IndexDatabase index) {
    this.index = index;
  }

  /** How many instances. */
  long count() {
    try {
      return index.read(session -> session.number(ScrubSql.COUNT_MISSING));
    } catch (ArchiveException e) {
      return 0;
    }
  }

  /** By study, with one of the instances and how many there are. */
  List<Damage> byStudy(Instant now) throws IOException {
    return index.read(session -> {
      List<Damage> list = new ArrayList<>();
      session.each(
          ScrubSql.MISSING_BY_STUDY,
          row -> {
            long instances = row.getLong(2);
            return list.add(
                new Damage(
                    DamageKind.MISSING,
                    "blobs/",
                    row.getString(1),
                    "",
                    row.getString(4),
                    instances,
                    instances == 1
                        ? "an instance or act was acknowledged and is not in the vault"
                        : instances
                            + " instances or acts were acknowledged and are not in the vault",
                    Instant.ofEpochMilli(row.getLong(3))));
          },
          MAX_STUDIES);
      return list;
    });
  }

  /** The missing instances of a study, as SOP instance UIDs. */
  List<String> ofStudy(String study, int limit) throws IOException {
    return index.read(session -> {
      List<String> list = new ArrayList<>();
      session.each(ScrubSql.MISSING_OF_STUDY, row -> list.add(row.getString(1)), study, limit);
      return list;
    });
  }

  /** What has come back is missing no longer. */
  void forgetReturned() throws IOException {
    if (count() > 0) {
      var _ = index.administer(session -> session.update(ScrubSql.FORGET_RETURNED));
    }
  }

  /** Names none any more. */
  void accept() throws IOException {
    var _ = index.administer(session -> session.update(ScrubSql.ACCEPT_MISSING));
  }
}

package huisclos.archive;

import huisclos.dicom.DataSet;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of the index as it was read, to be held against what it was made of once the connection is
 * given back.
 */
interface ScrubRow {
  /** Its id in its table. */
  long id();

  /** What is wrong with it. */
  Optional<Damage> check(Instant now) throws IOException;

  /** The rows of one table. */
  interface Table {
    /** Its name. */
    String name();

    /** The rows after an id, at most so many. */
    List<ScrubRow> after(Session session, long id, int limit) throws java.sql.SQLException;

    /** The row of an id, if it is still there. */
    default Optional<ScrubRow> one(Session session, long id) throws java.sql.SQLException {
      return after(session, id - 1, 1).stream().filter(row -> row.id() == id).findFirst();
    }
  }

  /** The attributes of a level as an arrival, whose ways of reading them the row was made by. */
  static Arrival arrival(DataSet attributes, String study, String series, String sop) {
    return new Arrival(attributes, study, series, sop, "", List.of());
  }

  /** Whether attributes were cut to their bound, so that they can't speak for the clear columns. */
  static boolean cut(DataSet attributes) {
    return attributes.tags().length <= 1;
  }
}

package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that were added to those built in, and their values in the index. The list is read by
 * any thread; whoever changes it holds the ingest connection.
 */
final class ExtraKeys {
  private final SealedAttributes sealed;
  private final Tokens tokens;
  private volatile List<ExtraKey> keys = List.of();

  ExtraKeys(SealedAttributes sealed, Tokens tokens) {
    this.sealed = sealed;
    this.tokens = tokens;
  }

  List<ExtraKey> all() {
    return keys;
  }

  /** The key that an element of an identifier asks for. */
  static Optional<ExtraKey> find(List<ExtraKey> keys, int tag, DataSet identifier) {
    return keys.stream().filter(key -> key.isAt(tag, identifier)).findFirst();
  }

  /** Reads the list anew. */
  void load(Session session) throws SQLException {
    List<ExtraKey> read = new ArrayList<>();
    session.each(
        ExtraSql.SELECT_KEYS,
        row ->
            read.add(
                new ExtraKey(
                    row.getLong(1),
                    row.getInt(2),
                    row.getString(3),
                    Vr.valueOf(row.getString(4)),
                    Level.valueOf(row.getString(5)),
                    Instant.ofEpochMilli(row.getLong(6)),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9))));
    keys = List.copyOf(read);
  }

  /** Adds a key, to be filled from all that is stored. */
  void add(Session session, int tag, String creator, Vr vr, Level level, Instant now)
      throws SQLException {
    long target = session.number(Sql.MAX_INSTANCE);
    session.update(
        ExtraSql.INSERT_KEY,
        session.number(ExtraSql.MAX_KEY) + 1,
        tag,
        creator,
        vr.name(),
        level.name(),
        now.toEpochMilli(),
        target);
    load(session);
  }

  /** Removes a key with its values. */
  boolean remove(Session session, int tag, String creator) throws SQLException {
    boolean removed = session.update(ExtraSql.DELETE_KEY, tag, creator) > 0;
    load(session);
    return removed;
  }

  /**
   * Writes the values that a new entity has of the keys of its level.
   *
   * @param instance the instance they come from: if its header was read before a key was there, it
   *     is left to the background
   */
  void write(Session session, Level level, long entity, String uid, Arrival arrival, long instance)
      throws SQLException, IOException {
    for (ExtraKey key : keys) {
      if (key.level() != level) {
        continue;
      }
      if (arrival.extras().stream().anyMatch(known -> known.id() == key.id())) {
        write(session, key, entity, uid, arrival.header());
      } else {
        session.update(ExtraSql.RAISE_TARGET, instance, key.id(), instance);
        load(session);
      }
    }
  }

  /** Writes the values that an entity has anew, those of keys that are not filled yet too. */
  void restate(Session session, Level level, long entity, String uid, Arrival arrival)
      throws SQLException, IOException {
    for (ExtraKey key : arrival.extras()) {
      if (key.level() == level) {
        session.update(ExtraSql.deleteValue(level), entity, key.id());
        session.update(ExtraSql.deleteTokens(level), entity, key.id());
        write(session, key, entity, uid, arrival.header());
      }
    }
  }

  /** Writes the value that a header has of a key, unless one is there. */
  void write(Session session, ExtraKey key, long entity, String uid, DataSet header)
      throws SQLException, IOException {
    Optional<DataSet> value = key.in(header);
    if (value.isEmpty()) {
      return;
    }
    byte[] bytes = sealed.seal(SealedAttributes.encode(value.get()), table(key), uid);
    if (session.update(ExtraSql.insertValue(key.level()), entity, key.id(), bytes) > 0) {
      for (long token : tokens.ofExtra(key, value.get())) {
        session.update(ExtraSql.insertToken(key.level()), token, entity, key.id());
      }
    }
  }

  /** The value of an entity; an empty data set if it has none. */
  DataSet read(Session session, ExtraKey key, long entity, String uid)
      throws SQLException, ArchiveException {
    Optional<SealedColumn> column =
        session.first(
            ExtraSql.selectValue(key.level()),
            row -> new SealedColumn(row.getBytes(1)),
            entity,
            key.id());
    return column.isEmpty() ? new DataSet() : sealed.open(column.get().bytes(), table(key), uid);
  }

  private static String table(ExtraKey key) {
    return "extra/" + key.name();
  }
}

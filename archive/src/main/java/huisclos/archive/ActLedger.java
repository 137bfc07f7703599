package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.ObjectId;
import huisclos.vault.SealedBlob;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The index's list of acts: where each lies, and which count no more. Stateless. */
final class ActLedger {
  /** Acts shown of one study. */
  static final int MAX_SHOWN = 10_000;

  private ActLedger() {}

  /**
   * A row of the list.
   *
   * @param number its place in the order of acts
   * @param undoneBy id of the act that took it back
   */
  record Line(
      long number,
      String id,
      String kind,
      Instant at,
      String actor,
      BlobAddress address,
      Optional<String> undoneBy) {
    private static Line read(ResultSet row) throws SQLException {
      return new Line(
          row.getLong(1),
          row.getString(2),
          row.getString(3),
          Instant.ofEpochMilli(row.getLong(4)),
          row.getString(5),
          new BlobAddress(
              ObjectId.of(row.getBytes(9)),
              BlobAddress.BLOBS,
              row.getLong(6),
              row.getLong(7),
              row.getLong(8)),
          Optional.ofNullable(row.getString(10)));
    }
  }

  /** Writes a line; its number. Within a transaction. */
  static long add(Session session, ActEntry entry) throws SQLException {
    long number = session.number(ActSql.MAX_ACT) + 1;
    BlobAddress at = entry.address();
    session.update(
        ActSql.INSERT_ACT,
        number,
        entry.id(),
        entry.act().kind(),
        entry.time().toEpochMilli(),
        entry.actor(),
        at.container(),
        at.offset(),
        at.length(),
        at.object().bytes());
    for (String study : new LinkedHashSet<>(entry.act().studies())) {
      session.update(ActSql.INSERT_ACT_STUDY, study, number);
    }
    return number;
  }

  static Optional<Line> find(Session session, String id) throws SQLException {
    return session.first(ActSql.ACT_BY_ID, Line::read, id);
  }

  /** The acts whose ids begin like this; two stand for more than one. */
  static List<Line> like(Session session, String prefix) throws SQLException {
    List<Line> lines = new ArrayList<>();
    session.each(ActSql.ACTS_LIKE, row -> lines.add(Line.read(row)), prefix, prefix + "g");
    return lines;
  }

  /** The acts about a study, oldest first. */
  static List<Line> ofStudy(Session session, String study) throws SQLException {
    List<Line> lines = new ArrayList<>();
    session.each(ActSql.ACTS_OF_STUDY, row -> lines.add(Line.read(row)), study, MAX_SHOWN);
    return lines;
  }

  /** The act itself, from the vault. */
  static ActEntry open(Vault vault, BlobAddress address) throws IOException {
    return open(vault.open(new huisclos.vault.BlobEntry(address, vault.keyOf(address))), address);
  }

  static ActEntry open(SealedBlob blob, BlobAddress address) throws IOException {
    if (!blob.descriptor().sopClassUid().equals(ActEntry.SOP_CLASS)
        || blob.descriptor().length() > ActEntry.MAX_BYTES) {
      throw new ArchiveException("an object of the vault is not the act that the index names");
    }
    try (InputStream in = blob.read()) {
      return ActEntry.decode(address, in.readNBytes(ActEntry.MAX_BYTES));
    }
  }
}

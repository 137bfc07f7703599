package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import huisclos.vault.VaultException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The rows of deletions, corrections, conflicts, holds and quarantined objects. */
final class ScrubOthers {
  private final Vault vault;
  private final SealedAttributes sealed;
  private final IndexDatabase index;

  ScrubOthers(Vault vault, SealedAttributes sealed, IndexDatabase index) {
    this.vault = vault;
    this.sealed = sealed;
    this.index = index;
  }

  /** Which keys the studies need. */
  ScrubRow.Table keys() {
    return new Of("study", ScrubSql.STUDY_KEYS_AFTER, KeyOfStudy::new);
  }

  /** Each of the others as a table. */
  List<ScrubRow.Table> tables() {
    return List.of(
        new ScrubActs(vault, index),
        new Of("deletion", ScrubSql.DELETIONS, MadeByAct.of("deletion")),
        new Of("hold", ScrubSql.HOLD_ACTS, MadeByAct.of("hold")),
        new Of(
            "correction",
            ScrubSql.CORRECTIONS,
            row -> new Sealed("correction", row, row.getLong(3) + "/" + row.getString(4), 4)),
        new Of("conflict", ScrubSql.CONFLICTS, row -> new Sealed("conflict", row, text(row), 0)),
        new Of("hold", ScrubSql.HOLDS, row -> new Sealed("hold", row, text(row), 3)),
        new Of("quarantine", ScrubSql.QUARANTINE, Quarantined::new));
  }

  private static String text(ResultSet row) throws SQLException {
    return Objects.requireNonNullElse(row.getString(3), "");
  }

  private record Of(String name, String sql, Session.RowReader<ScrubRow> reader)
      implements ScrubRow.Table {
    @Override
    public List<ScrubRow> after(Session session, long id, int limit) throws SQLException {
      List<ScrubRow> rows = new ArrayList<>();
      session.each(sql, row -> rows.add(reader.read(row)), id, limit);
      return rows;
    }
  }

  /** A row with a sealed column. */
  private final class Sealed implements ScrubRow {
    private final String table;
    private final long id;
    private final SealedColumn details;
    private final String context;
    private final String study;

    /**
     * @param studyColumn which one names the study; 0 for none
     */
    Sealed(String table, ResultSet row, String context, int studyColumn) throws SQLException {
      this.table = table;
      this.id = row.getLong(1);
      this.details = new SealedColumn(row.getBytes(2));
      this.context = context;
      this.study = studyColumn == 0 ? "" : row.getString(studyColumn);
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public Optional<Damage> check(Instant now) {
      try {
        var _ = sealed.openBytes(details.bytes(), table, context);
        return Optional.empty();
      } catch (ArchiveException e) {
        return Optional.of(
            new Damage(
                DamageKind.ROW,
                "index.db " + table + " " + id,
                study,
                "",
                "",
                0,
                "its sealed details don't open",
                now));
      }
    }
  }

  /** A study whose key must be in the ring. */
  private final class KeyOfStudy implements ScrubRow {
    private final long id;
    private final String uid;
    private final String key;
    private final long instances;

    KeyOfStudy(ResultSet row) throws SQLException {
      this.id = row.getLong(1);
      this.uid = row.getString(2);
      this.key = row.getString(3);
      this.instances = row.getLong(4);
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public Optional<Damage> check(Instant now) {
      StudyKeyId named = Known.studyKey(key);
      return vault.ring().contains(named) || vault.ring().wasDestroyed(named)
          ? Optional.empty()
          : Optional.of(
              new Damage(
                  DamageKind.KEY_MISSING,
                  "keys/ring",
                  uid,
                  "",
                  "",
                  instances,
                  "the study's key " + key + " is in no record of the ring",
                  now));
    }
  }

  /** A row that an act made: the act and its study must be there. */
  private record MadeByAct(String table, long id, String act, String study, boolean whole)
      implements ScrubRow {
    static Session.RowReader<ScrubRow> of(String table) {
      return row ->
          new MadeByAct(
              table,
              row.getLong(1),
              row.getString(2),
              row.getString(3),
              row.getLong(4) > 0 && row.getLong(5) > 0);
    }

    @Override
    public Optional<Damage> check(Instant now) {
      return whole
          ? Optional.empty()
          : Optional.of(
              new Damage(
                  DamageKind.ROW,
                  "index.db " + table + " " + id,
                  study,
                  "",
                  "",
                  0,
                  "the act or the study that it names is not there",
                  now));
    }
  }

  private final class Quarantined implements ScrubRow {
    private final long id;
    private final BlobDescriptor named;
    private final BlobAddress address;

    Quarantined(ResultSet row) throws SQLException {
      this.id = row.getLong(1);
      this.named =
          new BlobDescriptor(
              row.getString(4),
              row.getString(3),
              row.getString(2),
              row.getString(5),
              row.getString(6),
              row.getLong(8),
              HexFormat.of().formatHex(row.getBytes(7)));
      this.address = Known.address(row, 9);
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public Optional<Damage> check(Instant now) throws IOException {
      try {
        return vault.openQuarantined(address).descriptor().equals(named)
            ? Optional.empty()
            : Optional.of(
                damage(DamageKind.ROW, "a quarantined object is not as its row says", now));
      } catch (NoSuchFileException e) {
        return Optional.of(damage(DamageKind.NO_OBJECT, "a quarantined object is not there", now));
      } catch (VaultException e) {
        return Optional.of(damage(DamageKind.OBJECT, "a quarantined object can't be opened", now));
      }
    }

    private Damage damage(DamageKind kind, String detail, Instant now) {
      return new Damage(
          kind,
          ScrubInstances.place(address),
          named.studyUid(),
          named.seriesUid(),
          named.sopInstanceUid(),
          1,
          detail,
          now);
    }
  }
}

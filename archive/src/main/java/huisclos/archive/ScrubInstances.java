package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.CorruptBlobException;
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
import java.util.OptionalLong;

/** The rows of instances, held against their sealed attributes and the objects they name. */
final class ScrubInstances implements ScrubRow.Table {
  private final Vault vault;
  private final SealedAttributes sealed;
  private final SpareCopies copies;

  ScrubInstances(Vault vault, SealedAttributes sealed, SpareCopies copies) {
    this.vault = vault;
    this.sealed = sealed;
    this.copies = copies;
  }

  @Override
  public String name() {
    return "instance";
  }

  @Override
  public List<ScrubRow> after(Session session, long id, int limit) throws SQLException {
    List<ScrubRow> rows = new ArrayList<>();
    session.each(ScrubSql.INSTANCES_AFTER, row -> rows.add(new One(row)), id, limit);
    return rows;
  }

  /** The row of an instance. */
  Optional<One> instance(Session session, long id) throws SQLException {
    return session.first(ScrubSql.INSTANCE, row -> new One(row), id);
  }

  /** What a scrub calls a position in a container. */
  static String place(int store, long container, long offset) {
    return "%s/%010d.hcb offset %d"
        .formatted(store == BlobAddress.BLOBS ? "blobs" : "quarantine", container, offset);
  }

  static String place(BlobAddress at) {
    return place(at.store(), at.container(), at.offset());
  }

  /** A row of the table of instances. */
  final class One implements ScrubRow {
    private final long id;
    final String sop;
    private final String sopClass;
    private final String syntax;
    private final OptionalLong number;
    private final OptionalLong date;
    private final OptionalLong time;
    private final String sha256;
    private final long bytes;
    final BlobAddress address;
    final boolean hidden;
    private final SealedColumn attributes;
    final String series;
    final String study;
    private final String key;

    One(ResultSet row) throws SQLException {
      this.id = row.getLong(1);
      this.sop = row.getString(2);
      this.sopClass = row.getString(3);
      this.syntax = row.getString(4);
      this.number = optional(row, 5);
      this.date = optional(row, 6);
      this.time = optional(row, 7);
      this.sha256 = HexFormat.of().formatHex(row.getBytes(8));
      this.bytes = row.getLong(9);
      this.address = Known.address(row, 10);
      this.hidden = row.getLong(15) != 0;
      this.attributes = new SealedColumn(row.getBytes(16));
      this.series = Objects.requireNonNullElse(row.getString(17), "");
      this.study = Objects.requireNonNullElse(row.getString(18), "");
      this.key = Objects.requireNonNullElse(row.getString(19), "");
    }

    @Override
    public long id() {
      return id;
    }

    Damage damage(DamageKind kind, String detail, Instant now) {
      boolean ofObject = kind != DamageKind.ROW;
      String place = ofObject ? place(address) : "index.db instance " + id;
      return new Damage(kind, place, study, series, sop, 1, detail, now);
    }

    StudyKeyId key() {
      return Known.studyKey(key);
    }

    @Override
    public Optional<Damage> check(Instant now) throws IOException {
      Optional<String> wrong =
          series.isEmpty() || study.isEmpty()
              ? Optional.of("its series or study has no row")
              : unlikeAttributes();
      return wrong.isPresent()
          ? Optional.of(damage(DamageKind.ROW, wrong.get(), now))
          : object(now);
    }

    private Optional<String> unlikeAttributes() {
      DataSet set;
      try {
        set = sealed.open(attributes.bytes(), "instance", sop);
      } catch (ArchiveException e) {
        return Optional.of("its sealed attributes don't open");
      }
      if (ScrubRow.cut(set)) {
        return Optional.empty();
      }
      Arrival made = ScrubRow.arrival(set, study, series, sop);
      boolean same =
          same(number, made.number(Tag.INSTANCE_NUMBER))
              && same(date, made.date(Tag.ACQUISITION_DATE))
              && same(time, made.time(Tag.ACQUISITION_TIME));
      return same
          ? Optional.empty()
          : Optional.of("a clear column is not what its sealed attributes say");
    }

    /** Whether the object is in its place and the one that the row says; its content isn't read. */
    private Optional<Damage> object(Instant now) throws IOException {
      if (!vault.ring().contains(key())) {
        return Optional.empty(); // Destroyed, or the study as a whole is reported.
      }
      BlobDescriptor found;
      try {
        found = vault.open(address, key()).descriptor();
      } catch (CorruptBlobException e) {
        return misplaced("part " + e.part(), now);
      } catch (NoSuchFileException e) {
        return misplaced("its container is not there", now);
      } catch (VaultException e) {
        return Optional.of(damage(DamageKind.KEY_MISSING, "its key does not open", now));
      }
      boolean same =
          found.sopInstanceUid().equals(sop)
              && found.seriesUid().equals(series)
              && found.studyUid().equals(study)
              && found.sopClassUid().equals(sopClass)
              && found.transferSyntaxUid().equals(syntax)
              && found.sha256().equals(sha256)
              && found.length() == bytes;
      return same
          ? Optional.empty()
          : Optional.of(damage(DamageKind.ROW, "it is not what its object's seal says", now));
    }

    private Optional<Damage> misplaced(String what, Instant now) {
      if (hidden) {
        return Optional.empty(); // Deleted: its key may have been overwritten already.
      }
      Optional<String> copy = copies.of(sop, sha256);
      return Optional.of(
          copy.isPresent()
              ? damage(DamageKind.ROW, "its object lies whole at " + copy.get(), now)
              : damage(DamageKind.NO_OBJECT, what, now));
    }
  }

  static OptionalLong optional(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static boolean same(OptionalLong kept, @org.jspecify.annotations.Nullable Number made) {
    return made == null ? kept.isEmpty() : kept.isPresent() && kept.getAsLong() == made.longValue();
  }
}

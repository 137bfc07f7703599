package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of series, held against their sealed attributes and their instances. */
final class ScrubSeries implements ScrubRow.Table {
  private final SealedAttributes sealed;

  ScrubSeries(SealedAttributes sealed) {
    this.sealed = sealed;
  }

  @Override
  public String name() {
    return "series";
  }

  @Override
  public List<ScrubRow> after(Session session, long id, int limit) throws SQLException {
    List<ScrubRow> rows = new ArrayList<>();
    session.each(ScrubSql.SERIES_AFTER, row -> rows.add(new One(row)), id, limit);
    return rows;
  }

  private final class One implements ScrubRow {
    private final long id;
    private final String uid;
    private final String modality;
    private final OptionalLong number;
    private final OptionalLong date;
    private final OptionalLong time;
    private final long instances;
    private final SealedColumn attributes;
    private final String study;
    private final long counted;

    One(ResultSet row) throws SQLException {
      this.id = row.getLong(1);
      this.uid = row.getString(2);
      this.modality = row.getString(3);
      this.number = ScrubInstances.optional(row, 4);
      this.date = ScrubInstances.optional(row, 5);
      this.time = ScrubInstances.optional(row, 6);
      this.instances = row.getLong(7);
      this.attributes = new SealedColumn(row.getBytes(8));
      this.study = Objects.requireNonNullElse(row.getString(9), "");
      this.counted = row.getLong(10);
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public Optional<Damage> check(Instant now) {
      return wrong()
          .map(what ->
              new Damage(
                  DamageKind.ROW, "index.db series " + id, study, uid, "", instances, what, now));
    }

    private Optional<String> wrong() {
      if (study.isEmpty()) {
        return Optional.of("its study has no row");
      }
      if (counted != instances) {
        return Optional.of("its count is not that of its instances");
      }
      DataSet set;
      try {
        set = sealed.open(attributes.bytes(), "series", study + '/' + uid);
      } catch (ArchiveException e) {
        return Optional.of("its sealed attributes don't open");
      }
      if (ScrubRow.cut(set)) {
        return Optional.empty();
      }
      Arrival made = ScrubRow.arrival(set, study, uid, "");
      boolean same =
          modality.equals(IndexWriter.clearModality(set.string(Tag.MODALITY, "")))
              && ScrubInstances.same(number, made.number(Tag.SERIES_NUMBER))
              && ScrubInstances.same(date, made.date(Tag.SERIES_DATE))
              && ScrubInstances.same(time, made.time(Tag.SERIES_TIME));
      return same
          ? Optional.empty()
          : Optional.of("a clear column is not what its sealed attributes say");
    }
  }
}

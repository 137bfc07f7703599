package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds worklist entries: clear columns and tokens narrow, opened attributes are compared last.
 * Thread-safe.
 */
final class WorklistFinder {
  private final IndexDatabase index;
  private final OrderRows rows;
  private final Tokens tokens;

  WorklistFinder(IndexDatabase index, OrderRows rows, Tokens tokens) {
    this.index = index;
    this.rows = rows;
    this.tokens = tokens;
  }

  /**
   * The matching entries, the next first; empty where they are over {@link
   * ArchiveLimits#MAX_MATCHES}.
   *
   * @param station the one station whose entries may be seen; empty for any
   */
  Optional<List<WorklistEntry>> find(WorklistQuery query, Optional<String> station)
      throws ArchiveException {
    if (query.statuses().isEmpty()) {
      return Optional.of(List.of());
    }
    Narrow narrow = new Narrow();
    narrow.statuses(query);
    station.ifPresent(narrow::station);
    query.span().ifPresent(s -> narrow.dates(s.dates()));
    query.step().forEach(narrow::step);
    query.order().forEach(narrow::order);
    String sql =
        OrderSql.SELECT_ENTRY
            + narrow.where
            + " ORDER BY w.scheduled_date, w.scheduled_time, w.id LIMIT "
            + (ArchiveLimits.MAX_UNSEALED + 1);
    List<OrderRows.Row> candidates =
        index.read(session -> read(session, sql, narrow.arguments.toArray()));
    if (candidates.size() > ArchiveLimits.MAX_UNSEALED) {
      return Optional.empty();
    }
    List<WorklistEntry> matches = new ArrayList<>();
    for (OrderRows.Row row : candidates) {
      WorklistEntry entry = rows.entry(row);
      if (query.matches(entry.attributes())) {
        matches.add(entry);
      }
      if (matches.size() > ArchiveLimits.MAX_MATCHES) {
        return Optional.empty();
      }
    }
    return Optional.of(matches);
  }

  private static List<OrderRows.Row> read(Session session, String sql, @Nullable Object[] arguments)
      throws SQLException {
    return OrderRows.all(session, sql, arguments);
  }

  /** A WHERE clause that leaves no match out. */
  private final class Narrow {
    private static final String TOKEN =
        " AND w.id IN (SELECT entry_id FROM worklist_token WHERE token = ?)";
    private static final String STATION =
        " AND w.id IN (SELECT entry_id FROM worklist_station WHERE station = ?)";

    private final StringBuilder where = new StringBuilder(" WHERE ");
    private final List<@Nullable Object> arguments = new ArrayList<>();

    void statuses(WorklistQuery query) {
      List<String> marks = new ArrayList<>();
      for (OrderStatus status : new TreeSet<>(query.statuses())) {
        marks.add("?");
        arguments.add(status.name());
      }
      where.append("w.status IN (").append(String.join(", ", marks)).append(')');
    }

    void station(String title) {
      where.append(STATION);
      arguments.add(title);
    }

    void dates(DateRange range) {
      where.append(" AND w.scheduled_date BETWEEN ? AND ?");
      arguments.add(range.from());
      arguments.add(range.to());
    }

    void step(Match.Nested key) {
      switch (key.match()) {
        case Match.Dates dates
            when key.tag() == Tag.SCHEDULED_PROCEDURE_STEP_START_DATE
                && dates.ranges().size() == 1 ->
            dates(dates.ranges().getFirst());
        case Match.Text text when key.tag() == Tag.SCHEDULED_STATION_AE_TITLE && exact(text) ->
            station(text.values().getFirst());
        case Match.Text text when key.tag() == Tag.MODALITY && exact(text) -> {
          where.append(" AND w.modality = ?");
          arguments.add(text.values().getFirst());
        }
        case Match.Any _,
            Match.Uids _,
            Match.Text _,
            Match.Name _,
            Match.Dates _,
            Match.Times _,
            Match.DateTimes _,
            Match.Numbers _,
            Match.Items _,
            Match.Empty _,
            Match.Fuzzy _,
            Match.InTime _ -> {}
      }
    }

    void order(Match.Nested key) {
      switch (key.match()) {
        case Match.Uids(var uids) when key.tag() == Tag.STUDY_INSTANCE_UID && uids.size() == 1 -> {
          where.append(" AND w.study_uid = ?");
          arguments.add(uids.iterator().next());
        }
        case Match.Text text when key.tag() == Tag.PATIENT_ID && exact(text) ->
            token(tokens.patientId(text.values().getFirst()));
        case Match.Text text when key.tag() == Tag.ACCESSION_NUMBER && exact(text) ->
            token(tokens.accession(text.values().getFirst()));
        case Match.Name name when key.tag() == Tag.PATIENT_NAME && name.patterns().size() == 1 ->
            Narrowing.nameTokens(name.patterns().getFirst(), tokens).forEach(this::token);
        case Match.Any _,
            Match.Uids _,
            Match.Text _,
            Match.Name _,
            Match.Dates _,
            Match.Times _,
            Match.DateTimes _,
            Match.Numbers _,
            Match.Items _,
            Match.Empty _,
            Match.Fuzzy _,
            Match.InTime _ -> {}
      }
    }

    private void token(long token) {
      where.append(TOKEN);
      arguments.add(token);
    }

    private static boolean exact(Match.Text text) {
      return text.values().size() == 1 && !Glob.isPattern(text.values().getFirst());
    }
  }

  /** The answer's data set for an entry. */
  static DataSet answer(WorklistEntry entry, DataSet identifier) {
    return WorklistAnswer.of(entry.attributes(), identifier);
  }
}

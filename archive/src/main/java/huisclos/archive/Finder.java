package huisclos.archive;

import huisclos.archive.FindSql.Driver;
import huisclos.archive.FindSql.Filter;
import huisclos.archive.FindSql.Select;
import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.ValueElement;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that match a query: the index narrows by UID, token or date, the rest is compared
 * on clear columns first and on opened attributes last. Thread-safe.
 */
final class Finder {
  /** Rows counted before a set is simply called large. */
  private static final int COUNT_LIMIT = 5_000;

  /** What an element has beside its value. */
  private static final int ELEMENT_BYTES = 16;

  /** A set this small is taken without counting the others. */
  private static final int SMALL = 200;

  private final IndexDatabase index;
  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final ExtraKeys extraKeys;

  Finder(IndexDatabase index, SealedAttributes sealed, Tokens tokens, ExtraKeys extraKeys) {
    this.index = index;
    this.sealed = sealed;
    this.tokens = tokens;
    this.extraKeys = extraKeys;
  }

  /**
   * Matches of a query.
   *
   * @param more whether there are matches behind them
   * @param total how many there are in all, where that is known
   */
  record Window(List<Row> rows, boolean more, OptionalInt total) {}

  /**
   * The matches, or empty where they are too many: over {@link ArchiveLimits#MAX_MATCHES} where no
   * page of them is asked for, or not to be told without reading or holding too much.
   *
   * @param reaching outside of it nothing exists, nor counts as too many
   * @param memory what the matches are held in
   */
  Optional<Window> find(
      ParsedQuery query, Reaching reaching, FindMemory.Lease memory, Optional<Page> page)
      throws ArchiveException {
    Narrowing narrowing = Narrowing.of(query, tokens);
    if (narrowing.filtersText()
        && !narrowing.narrows()
        && reaching.isEverything()
        && uids(query).isEmpty()) {
      return Optional.empty();
    }
    try {
      return index.read(
          session -> new Search(query, narrowing, reaching, session, memory, page).run());
    } catch (UncheckedIOException e) {
      throw new ArchiveException("a row of the index can't be read", e);
    }
  }

  /** The searches that the UIDs of the query begin, by those of the lowest level that has any. */
  private static List<Driver> uids(ParsedQuery query) {
    if (query.level() == Level.IMAGE && !query.uids(Tag.SOP_INSTANCE_UID).isEmpty()) {
      return drivers(query.uids(Tag.SOP_INSTANCE_UID), Driver.Instance::new);
    }
    if (Level.STUDY.above(query.level()) && !query.uids(Tag.SERIES_INSTANCE_UID).isEmpty()) {
      return drivers(query.uids(Tag.SERIES_INSTANCE_UID), Driver.Series::new);
    }
    return Level.PATIENT.above(query.level())
        ? drivers(query.uids(Tag.STUDY_INSTANCE_UID), Driver.Study::new)
        : List.of();
  }

  private static List<Driver> drivers(Set<String> uids, Function<String, Driver> driver) {
    return uids.stream().map(driver).toList();
  }

  /** One search on one connection. */
  private final class Search implements Row.Opener {
    private final ParsedQuery query;
    private final Narrowing narrowing;
    private final Reaching reaching;
    private final Session session;
    private final FindMemory.Lease memory;
    private final Map<String, Opened> opened = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Row> matches = new LinkedHashMap<>();
    private int candidates;
    private int openings;
    private long openedBytes;
    private boolean tooMany;
    private final Optional<Page> page;
    private final Set<String> passed = new HashSet<>();

    /** Whether matches are taken in the index's order until the page is full. */
    private boolean streams;

    private boolean more;

    Search(
        ParsedQuery query,
        Narrowing narrowing,
        Reaching reaching,
        Session session,
        FindMemory.Lease memory,
        Optional<Page> page) {
      this.page = page;
      this.reaching = reaching;
      this.streams =
          page.isPresent()
              && Level.PATIENT.above(query.level())
              && query.keys().stream().noneMatch(k -> k.key().isLate());
      this.memory = memory;
      this.query = query;
      this.narrowing = narrowing;
      this.session = session;
    }

    /** An opened set, and how long it was when sealed. */
    private record Opened(DataSet set, int bytes) {}

    /** Keeps the latest, within bounds: accounts, studies and series come again and again. */
    @Override
    public DataSet open(byte[] bytes, String table, String key) throws ArchiveException {
      String name = table + '/' + key;
      Opened known = opened.get(name);
      if (known == null) {
        openings++;
        known = new Opened(sealed.open(bytes, table, key), bytes.length);
        opened.put(name, known);
        openedBytes += bytes.length;
        var eldest = opened.values().iterator();
        while (openedBytes > ArchiveLimits.MAX_OPENED_BYTES && opened.size() > 1) {
          openedBytes -= eldest.next().bytes;
          eldest.remove();
        }
      }
      return known.set;
    }

    Optional<Window> run() throws SQLException {
      for (Select select : selects()) {
        session.each(select.sql(), row -> take(new Row(query.level(), row, this)), select.array());
        if (tooMany) {
          return Optional.empty();
        }
        if (more) {
          break;
        }
      }
      List<Row> rows = new ArrayList<>(matches.values());
      if (query.level() == Level.PATIENT) {
        rows = onePerPatient(rows);
      }
      countPatients(rows);
      gatherRegions(rows);
      rows.forEach(row -> query.extras().values().forEach(key -> value(row, key)));
      if (tooMany) {
        return Optional.empty();
      }
      rows.removeIf(row -> !matchesLate(row));
      if (streams) {
        return Optional.of(
            new Window(rows, more, more ? OptionalInt.empty() : OptionalInt.of(passed.size())));
      }
      return rows.size() > ArchiveLimits.MAX_MATCHES ? Optional.empty() : Optional.of(cut(rows));
    }

    private Window cut(List<Row> rows) {
      if (page.isEmpty()) {
        return new Window(rows, false, OptionalInt.of(rows.size()));
      }
      Page wanted = page.get();
      if (query.level() != Level.PATIENT) {
        rows.sort(Row.BY_AGE.reversed());
      }
      int from = Math.min(wanted.offset(), rows.size());
      int to = Math.min(from + wanted.limit(), rows.size());
      return new Window(rows.subList(from, to), to < rows.size(), OptionalInt.of(rows.size()));
    }

    /** Takes one in the order of the page; false once it is full and another match shows. */
    private boolean next(Row row, Page wanted) {
      if (!passed.add(row.uid()) || (wanted.limit() > 0 && passed.size() <= wanted.offset())) {
        return true;
      }
      if (wanted.limit() == 0) {
        more = passed.size() > ArchiveLimits.MAX_MATCHES;
      } else if (matches.size() == wanted.limit()) {
        more = true;
      } else {
        matches.put(row.uid(), row);
        tooMany |= !memory.take(row.sealedBytes());
      }
      return !more && !tooMany;
    }

    private boolean take(Row row) {
      if (++candidates > ArchiveLimits.MAX_CANDIDATES || openings > ArchiveLimits.MAX_UNSEALED) {
        tooMany = true;
        return false;
      }
      if (matches(row) && isWithinReach(row)) {
        if (streams) {
          return next(row, page.orElseThrow());
        }
        String key = query.level() == Level.PATIENT ? "" + row.demographicId : row.uid();
        boolean room = matches.putIfAbsent(key, row) != null || memory.take(row.sealedBytes());
        // Several accounts of one patient are one match, so patients are counted afterwards.
        tooMany |= !room || distinctMatches() > ArchiveLimits.MAX_MATCHES;
      }
      return !tooMany;
    }

    /** The tokens of SQL said perhaps. */
    private boolean isWithinReach(Row row) {
      if (reaching.isEverything()) {
        return true;
      }
      if (query.level() != Level.PATIENT) {
        return reaching.has(
            row.studyUid(), attributes(row, Level.PATIENT), attributes(row, Level.STUDY));
      }
      try {
        return reaching.hasAnyOf(session, row.demographicId);
      } catch (SQLException e) {
        throw new UncheckedIOException(new ArchiveException("a study can't be read", e));
      }
    }

    private long distinctMatches() {
      return query.level() == Level.PATIENT && matches.size() > ArchiveLimits.MAX_MATCHES
          ? matches.values().stream().mapToLong(r -> r.patientId).distinct().count()
          : matches.size();
    }

    private boolean matches(Row row) {
      List<ParsedQuery.Asked> sealedKeys = new ArrayList<>();
      for (ParsedQuery.Asked asked : query.keys()) {
        Optional<Boolean> clear = row.testClear(asked.key(), asked.match());
        if (clear.isPresent() && !clear.get()) {
          return false;
        }
        if (clear.isEmpty() && asked.key().source() != QueryKeys.Source.COMPUTED) {
          sealedKeys.add(asked);
        }
      }
      for (ParsedQuery.Asked asked : sealedKeys) {
        ExtraKey extra = query.extras().get(asked.key().tag());
        boolean holds =
            extra == null
                ? asked.match().test(attributes(row, asked.key().level()), asked.key().tag())
                : asked.match().test(value(row, extra), extra.tag());
        if (!holds) {
          return false;
        }
      }
      return true;
    }

    private DataSet value(Row row, ExtraKey key) {
      Optional<DataSet> known = row.extra(key);
      if (known.isPresent()) {
        return known.get();
      }
      try {
        openings++;
        DataSet value =
            extraKeys.read(session, key, row.entityId(key.level()), row.entityUid(key.level()));
        row.extra(key, value);
        hold(value);
        return value;
      } catch (SQLException | ArchiveException e) {
        throw new UncheckedIOException(new ArchiveException("a key's value can't be read", e));
      }
    }

    /** Counts what a row keeps beside its own columns. */
    private void hold(DataSet kept) {
      tooMany |= !memory.take(weight(kept));
    }

    private static long weight(DataSet set) {
      long sum = 0;
      for (Element element : set) {
        sum +=
            switch (element) {
              case ValueElement value -> value.bytes().length;
              case SequenceElement sequence ->
                  sequence.items().stream().mapToLong(Search::weight).sum();
              case FragmentsElement _, BulkElement _ -> 0;
            };
        sum += ELEMENT_BYTES;
      }
      return sum;
    }

    /** Keys on what is worked out last. */
    private boolean matchesLate(Row row) {
      return query.keys().stream()
          .filter(k -> k.key().isLate())
          .allMatch(k -> k.match().test(row.computed(k.key().tag()), k.key().tag()));
    }

    private DataSet attributes(Row row, Level level) {
      try {
        return row.attributes(level);
      } catch (ArchiveException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Of several matching accounts of a patient the first that the archive was given. */
    private List<Row> onePerPatient(List<Row> accounts) {
      accounts.sort(Comparator.comparingLong(r -> r.demographicId));
      Map<Long, Row> first = new LinkedHashMap<>();
      accounts.forEach(row -> first.putIfAbsent(row.patientId, row));
      return new ArrayList<>(first.values());
    }

    /** Fills in counts of patients where the query names them, many patients a statement. */
    private void countPatients(List<Row> rows) throws SQLException {
      boolean named =
          query.wanted().contains(Tag.NUMBER_OF_PATIENT_RELATED_STUDIES)
              || query.wanted().contains(Tag.NUMBER_OF_PATIENT_RELATED_SERIES)
              || query.wanted().contains(Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES);
      List<Long> ids = rows.stream().map(r -> r.patientId).distinct().toList();
      if (!named || ids.isEmpty()) {
        return;
      }
      Map<Long, long[]> counts = new HashMap<>();
      if (!reaching.isEverything()) {
        for (long id : ids) {
          counts.put(id, reaching.counts(session, id));
        }
      }
      for (int at = 0; reaching.isEverything() && at < ids.size(); at += FindSql.COUNTED) {
        @Nullable Object[] arguments = new @Nullable Object[FindSql.COUNTED];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = ids.get(Math.min(at + i, ids.size() - 1));
        }
        session.each(
            FindSql.PATIENT_COUNTS,
            row -> {
              counts.put(
                  row.getLong(1), new long[] {row.getLong(2), row.getLong(3), row.getLong(4)});
              return true;
            },
            arguments);
      }
      for (Row row : rows) {
        long[] three = counts.getOrDefault(row.patientId, new long[3]);
        row.patientCounts(three[0], three[1], three[2]);
      }
    }

    /** Fills in the anatomic regions of studies where the query names them. */
    private void gatherRegions(List<Row> rows) throws SQLException {
      if (!query.wanted().contains(Tag.ANATOMIC_REGIONS_IN_STUDY_CODE_SEQUENCE)) {
        return;
      }
      for (Row row : rows) {
        Map<String, DataSet> codes = new LinkedHashMap<>();
        session.each(
            FindSql.SERIES_OF_STUDY,
            series -> {
              add(codes, row.studyUid(), series.getString(1), series.getBytes(2));
              return ++openings <= ArchiveLimits.MAX_UNSEALED;
            },
            row.studyId());
        tooMany |= openings > ArchiveLimits.MAX_UNSEALED;
        codes.values().forEach(this::hold);
        row.regions(List.copyOf(codes.values()));
        if (tooMany) {
          return;
        }
      }
    }

    private void add(Map<String, DataSet> codes, String study, String series, byte[] attributes) {
      try {
        DataSet opened = sealed.open(attributes, "series", study + '/' + series);
        for (DataSet code : opened.items(Tag.ANATOMIC_REGION_SEQUENCE)) {
          String name =
              code.string(Tag.CODE_VALUE, "")
                  + '\0'
                  + code.string(Tag.CODING_SCHEME_DESIGNATOR, "");
          codes.putIfAbsent(name, alone(code));
        }
      } catch (ArchiveException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** An item that says itself what its text is written in, for it leaves its data set. */
    private static DataSet alone(DataSet item) {
      DataSet copy = item.copyOf(Arrays.stream(item.tags()).boxed().toList());
      List<String> terms = item.characterSet().terms();
      if (!terms.isEmpty()) {
        copy.putString(Tag.SPECIFIC_CHARACTER_SET, terms.toArray(String[]::new));
      }
      return copy;
    }

    private Collection<Select> selects() throws SQLException {
      List<Driver> uids = uids(query);
      return uids.isEmpty()
          ? driven()
          : uids.stream().map(driver -> select(driver, Filter.NONE)).toList();
    }

    /** Begins with the smallest of the sets that the index knows; the others become filters. */
    private Collection<Select> driven() throws SQLException {
      Narrowing.@Nullable AnyToken best = null;
      long least = Long.MAX_VALUE;
      for (Narrowing.AnyToken set : narrowing.byTokens()) {
        long size = least <= SMALL ? Long.MAX_VALUE : size(set);
        if (size < least) {
          least = size;
          best = set;
        }
      }
      // So few are read to their end: the page then knows how many there are in all.
      streams &= best == null || least > SMALL;
      long dated = dated(best == null, least);
      if (!reaching.isEverything()
          && Math.min(least, dated) > SMALL
          && size(reaching.first()) <= Math.min(least, dated)) {
        Filter filter = new Filter(singles(null), dates());
        return reaching.first().drivers().stream().map(d -> select(d, filter)).toList();
      }
      if (dated < least) {
        Filter filter = new Filter(singles(null), List.of());
        return narrowing.dates().stream()
            .map(range -> select(new Driver.Dates(range), filter))
            .toList();
      }
      if (best == null) {
        return List.of(select(new Driver.Everything(), Filter.NONE));
      }
      Filter filter = new Filter(singles(best), dates());
      Narrowing.Table table = best.table();
      return best.tokens().stream()
          .map(token -> select(new Driver.Token(table, token), filter))
          .toList();
    }

    private Select select(Driver driver, Filter filter) {
      return streams
          ? FindSql.newestFirst(query.level(), driver, filter, reaching)
          : FindSql.entities(query.level(), driver, filter, reaching);
    }

    /** As a filter one range alone; of several the rows are compared. */
    private List<DateRange> dates() {
      boolean studies = query.level() != Level.PATIENT;
      return narrowing.dates().size() == 1 && studies ? narrowing.dates() : List.of();
    }

    /** How large the set of the dates is; not counted where that would change nothing. */
    private long dated(boolean alone, long least) throws SQLException {
      if (narrowing.dates().isEmpty() || least <= SMALL) {
        return Long.MAX_VALUE;
      }
      return alone && reaching.isEverything() ? 0 : sizeOfDates();
    }

    private long size(Reaching.Part part) throws SQLException {
      long size = part.studies().size();
      for (long token : part.patientTokens()) {
        size += session.number(FindSql.COUNT_DEMOGRAPHIC_TOKEN, token, COUNT_LIMIT);
      }
      for (long token : part.physicianTokens()) {
        size += session.number(FindSql.COUNT_STUDY_TOKEN, token, COUNT_LIMIT);
      }
      return size;
    }

    /** The other sets of a single token each, at most four: more would hardly narrow further. */
    private List<Driver.Token> singles(Narrowing.@Nullable AnyToken driver) {
      return narrowing.byTokens().stream()
          .filter(set -> !set.equals(driver) && set.tokens().size() == 1)
          .limit(4)
          .map(set -> new Driver.Token(set.table(), set.tokens().getFirst()))
          .toList();
    }

    private long size(Narrowing.AnyToken set) throws SQLException {
      String sql =
          switch (set.table()) {
            case DEMOGRAPHIC -> FindSql.COUNT_DEMOGRAPHIC_TOKEN;
            case STUDY -> FindSql.COUNT_STUDY_TOKEN;
            case EXTRA_STUDY -> FindSql.countExtra(Level.STUDY);
            case EXTRA_SERIES -> FindSql.countExtra(Level.SERIES);
            case EXTRA_INSTANCE -> FindSql.countExtra(Level.IMAGE);
          };
      long size = 0;
      for (long token : set.tokens()) {
        size += session.number(sql, token, COUNT_LIMIT);
      }
      return size;
    }

    private long sizeOfDates() throws SQLException {
      long size = 0;
      for (DateRange range : narrowing.dates()) {
        size += session.number(FindSql.COUNT_DATES, range.from(), range.to(), COUNT_LIMIT);
      }
      return size;
    }
  }
}

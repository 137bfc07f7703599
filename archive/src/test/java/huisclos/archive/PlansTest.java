package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.FindSql.Driver;
import huisclos.archive.FindSql.Filter;
import huisclos.archive.FindSql.Select;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index is asked, it looks up: no table is read from end to end however it grows. */
class PlansTest {
  private static final int PATIENTS = 10_000;

  @TempDir static Path folder;

  // One site for all of them: filling it takes seconds.
  private static Site site;

  @BeforeAll
  static void fill() throws IOException {
    site = new Site(folder);
    Growth.fill(site, PATIENTS, 2);
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  private static List<String> plan(Session session, String sql, @Nullable Object... arguments)
      throws SQLException {
    List<String> steps = new ArrayList<>();
    session.each("EXPLAIN QUERY PLAN " + sql, row -> steps.add(row.getString(4)), arguments);
    return steps;
  }

  private static void assertLooksUp(Select select) throws IOException {
    assertLooksUp(select.sql(), select.array());
  }

  private static void assertLooksUp(String sql, @Nullable Object... arguments) throws IOException {
    site.archive.exclusively(session ->
        assertThat(plan(session, sql, arguments))
            .as(sql)
            .isNotEmpty()
            .allMatch(step ->
                step.startsWith("SEARCH")
                    || step.startsWith("CO-ROUTINE")
                    || step.startsWith("SCAN (subquery")
                    || step.startsWith("SCAN some")
                    || step.startsWith("CORRELATED SCALAR SUBQUERY")
                    || step.startsWith("USE TEMP B-TREE FOR GROUP BY")));
  }

  @Test
  void queriesBeginAtAnIndex() throws IOException {
    Driver token = new Driver.Token(Narrowing.Table.DEMOGRAPHIC, 1);
    Filter filter =
        new Filter(
            List.of(
                new Driver.Token(Narrowing.Table.DEMOGRAPHIC, 2),
                new Driver.Token(Narrowing.Table.STUDY, 3)),
            List.of(new DateRange(20000101, 20001231)));
    for (Level level : List.of(Level.STUDY, Level.SERIES, Level.IMAGE)) {
      for (Filter one : List.of(Filter.NONE, filter)) {
        assertLooksUp(FindSql.entities(level, new Driver.Study("1.2"), one));
        assertLooksUp(FindSql.entities(level, token, one));
        assertLooksUp(FindSql.entities(level, new Driver.Token(Narrowing.Table.STUDY, 4), one));
        assertLooksUp(
            FindSql.entities(level, new Driver.Dates(new DateRange(20000101, 20001231)), one));
      }
    }
    Reaching reaching =
        new Reaching(
            List.of(
                new Reaching.Part(
                    Set.of("1.2"),
                    Set.of(),
                    Set.of(),
                    List.of(5L),
                    List.of(6L, 7L),
                    (_, _) -> false)),
            new SealedAttributes(site.vault.columnSealer("index")));
    for (Level level : Level.values()) {
      for (Driver driver : reaching.first().drivers()) {
        assertLooksUp(FindSql.entities(level, driver, Filter.NONE, reaching));
      }
      assertLooksUp(FindSql.entities(level, token, Filter.NONE, reaching));
    }
    Reaching everywhere =
        new Reaching(List.of(), new SealedAttributes(site.vault.columnSealer("index")));
    for (Level level : List.of(Level.STUDY, Level.SERIES, Level.IMAGE)) {
      // In an order that the index has: a page of a million matches sorts nothing.
      assertLooksUp(FindSql.newestFirst(level, token, filter, everywhere));
      assertLooksUp(
          FindSql.newestFirst(
              level, new Driver.Token(Narrowing.Table.STUDY, 4), Filter.NONE, everywhere));
      assertLooksUp(
          FindSql.newestFirst(
              level, new Driver.Dates(new DateRange(20000101, 20001231)), Filter.NONE, everywhere));
    }
    assertLooksUp(FindSql.entities(Level.PATIENT, token, Filter.NONE));
    assertLooksUp(FindSql.entities(Level.SERIES, new Driver.Series("1.2"), Filter.NONE));
    assertLooksUp(FindSql.entities(Level.IMAGE, new Driver.Series("1.2"), Filter.NONE));
    assertLooksUp(FindSql.entities(Level.IMAGE, new Driver.Instance("1.2"), Filter.NONE));
    assertLooksUp(FindSql.SERIES_OF_STUDY, 1L);
    Object[] patients = new Object[FindSql.COUNTED];
    Arrays.fill(patients, 1L);
    assertLooksUp(FindSql.PATIENT_COUNTS, patients);
    assertLooksUp(FindSql.COUNT_DEMOGRAPHIC_TOKEN, 1L, 10);
    assertLooksUp(FindSql.COUNT_STUDY_TOKEN, 1L, 10);
    assertLooksUp(FindSql.COUNT_DATES, 20000101, 20001231, 10);
  }

  @Test
  void storesAndRetrievesBeginAtAnIndex() throws IOException {
    assertLooksUp(Sql.INSTANCE_BY_UID, "1");
    assertLooksUp(Sql.STUDY_BY_UID, "1");
    assertLooksUp(Sql.STUDY_CONTENTS, 1L);
    assertLooksUp(Sql.SERIES_BY_UID, "1", 1L);
    assertLooksUp(Sql.PATIENT_BY_IDENTITY, new Object[] {new byte[16]});
    assertLooksUp(Sql.PATIENT_BY_RECORD, "00");
    assertLooksUp(Sql.DEMOGRAPHIC_BY_DIGEST, 1L, new byte[16]);
    assertLooksUp(Sql.ADD_TO_STUDY, "", "", 1, 1, 1L);
    assertLooksUp(Sql.ADD_TO_SERIES, 1, 1L);
    assertLooksUp(Sql.UPDATE_INDEXED, 1L, 0, 1L);
    assertLooksUp(Sql.QUARANTINE_BY_SOP, "1", new byte[32]);
    assertLooksUp(FindSql.FETCH_BY_INSTANCE, "1");
    assertLooksUp(FindSql.FETCH_BY_SERIES, "1", 10);
    assertLooksUp(FindSql.FETCH_BY_STUDY, "1", 10);
    assertLooksUp(FindSql.STUDIES_BY_PATIENT_TOKEN, 1L);
    assertLooksUp(FindSql.PATIENTS_BY_TOKEN, 1L);
  }

  /**
   * A query opens what it returns and hardly more; the times are printed for the curious, not
   * judged: machines differ.
   */
  @Test
  void theUsualQueriesAnswerOnAGrownIndex() throws IOException {
    Map<String, DataSet> queries = new LinkedHashMap<>();
    queries.put("study UID", Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(4321, 1)));
    queries.put("patient ID", Made.keys(Tag.PATIENT_ID, "PID004321", Tag.PATIENT_NAME, ""));
    queries.put("accession", Made.keys(Tag.ACCESSION_NUMBER, "ACC04321-2"));
    queries.put("accession prefix", Made.keys(Tag.ACCESSION_NUMBER, "ACC0432*"));
    queries.put("name", Made.keys(Tag.PATIENT_NAME, "PATIENT04321^PETER"));
    queries.put(
        "name and date",
        Made.keys(Tag.PATIENT_NAME, "PATIENT*", Tag.STUDY_DATE, "20010101-20010131"));
    queries.put("date range", Made.keys(Tag.STUDY_DATE, "20010101-20010131", Tag.PATIENT_ID, ""));
    Map<String, Integer> expected =
        Map.of(
            "study UID", 1,
            "patient ID", 2,
            "accession", 1,
            "accession prefix", 20,
            "name", 2,
            "name and date", PATIENTS / 12 + 1,
            "date range", PATIENTS / 12 + 1);
    StringBuilder times = new StringBuilder("queries on " + 2 * PATIENTS + " studies, µs:");
    for (Map.Entry<String, DataSet> query : queries.entrySet()) {
      int about = expected.getOrDefault(query.getKey(), 0);
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        int rows = site.rows(Level.STUDY, Root.STUDY, query.getValue()).size();
        best = Math.min(best, System.nanoTime() - start);
        assertThat(rows).as(query.getKey()).isBetween(about - 1, about + 1);
      }
      times.append(' ').append(query.getKey()).append(' ').append(best / 1_000).append(';');
    }
    System.out.println(times);
  }

  /** Page after page gives each match once, however many match, and newest first by date. */
  @Test
  void pagesOfManyMatchesAreQuickAndMissNothing() throws IOException {
    DataSet names = Made.keys(Tag.PATIENT_ID, "PID000*", Tag.STUDY_INSTANCE_UID, "");
    Set<String> seen = new HashSet<>();
    boolean more = true;
    for (int offset = 0; more; offset += 300) {
      PageOutcome page = page(names, offset, 300);
      List<DataSet> rows = rows(page);
      more = page.more();
      assertThat(rows.size()).isEqualTo(more ? 300 : 2_000 % 300);
      assertThat(page.total()).isEqualTo(more ? OptionalInt.empty() : OptionalInt.of(2_000));
      rows.forEach(row -> assertThat(seen.add(row.string(Tag.STUDY_INSTANCE_UID, ""))).isTrue());
    }
    assertThat(seen).hasSize(2_000);
    // A count stops where the matches are too many to be told.
    assertThat(page(names, 0, 0).more()).isTrue();
    assertThat(page(Made.keys(Tag.PATIENT_ID, "PID00012*"), 0, 0).total()).hasValue(20);

    DataSet dates = Made.keys(Tag.STUDY_DATE, "20010101-20010131");
    List<String> days =
        rows(page(dates, 0, 500)).stream().map(row -> row.string(Tag.STUDY_DATE, "")).toList();
    assertThat(days).hasSize(500).isSortedAccordingTo(Comparator.reverseOrder());

    StringBuilder times = new StringBuilder("pages of 100 on " + 2 * PATIENTS + " studies, µs:");
    for (DataSet query : List.of(names, dates)) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        rows(page(query, 0, 100));
        best = Math.min(best, System.nanoTime() - start);
      }
      times.append(' ').append(best / 1_000);
    }
    System.out.println(times);
  }

  /** Of few candidates a page knows the total, and the newest studies come first. */
  @Test
  void aPageOfFewKnowsTheTotal() throws IOException {
    DataSet keys = Made.keys(Tag.PATIENT_ID, "PID00012*", Tag.STUDY_DATE, "");
    PageOutcome page = page(keys, 5, 10);
    assertThat(page.total()).hasValue(20);
    assertThat(page.more()).isTrue();
    assertThat(rows(page)).hasSize(10);
    assertThat(rows(page(keys, 0, 20)).subList(5, 15).stream().map(DataSet::toString))
        .containsExactlyElementsOf(rows(page).stream().map(DataSet::toString).toList());
    assertThat(rows(page(keys, 20, 10))).isEmpty();
  }

  private static PageOutcome page(DataSet keys, int offset, int limit) throws IOException {
    Query query = new Query(Level.STUDY, Root.STUDY, keys);
    return site.archive.find(
        site.pass(new Request.Find(Selectivity.isSelective(query))),
        query,
        new Page(offset, limit));
  }

  private static List<DataSet> rows(PageOutcome page) {
    if (page.found() instanceof FindOutcome.Found(List<DataSet> rows, boolean _)) {
      return rows;
    }
    throw new AssertionError("not found");
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.Change.Kind;
import huisclos.gate.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The change feed: each change once, in order, whatever is done to the index. */
class ChangesTest {
  @TempDir Path home;

  @Test
  void whatHappensIsToldInItsOrder() throws IOException {
    try (Site site = new Site(home)) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(1, 1, 1, 2));
      site.archive.delete(
          site.pass(new Request.Keep()),
          Level.IMAGE,
          Made.instance(1, 1, 1, 2),
          DeleteReason.QUALITY,
          "",
          Duration.ofDays(1));
      site.archive.restore(site.pass(new Request.Keep()), Made.instance(1, 1, 1, 2), "");
      ChangePage all = page(site, 0, 100);
      assertThat(all.changes().stream().map(Change::kind))
          .containsExactly(Kind.STORED, Kind.STORED, Kind.DELETED, Kind.RESTORED);
      assertThat(all.changes().stream().map(Change::number)).isSorted().doesNotHaveDuplicates();
      Change deleted = all.changes().get(2);
      assertThat(deleted.reason()).isEqualTo("quality");
      assertThat(deleted.study()).isEqualTo(Made.study(1, 1));
      assertThat(deleted.series()).isEqualTo(Made.series(1, 1, 1));
      assertThat(deleted.sopInstance()).isEqualTo(Made.instance(1, 1, 1, 2));
      assertThat(all.more()).isFalse();

      ChangePage first = page(site, 0, 3);
      assertThat(first.more()).isTrue();
      assertThat(page(site, first.reached(), 3).changes()).containsExactly(all.changes().getLast());
      assertThat(page(site, all.reached(), 3).changes()).isEmpty();
      assertThat(site.archive.latestChange(site.pass(new Request.Changes())).changes())
          .containsExactly(all.changes().getLast());
    }
  }

  /** Making the index anew changes nothing; one that was lost begins a feed of another name. */
  @Test
  void aRebuildKeepsTheFeed() throws IOException {
    ChangePage before;
    Site site = new Site(home);
    try {
      for (int i = 1; i <= 5; i++) {
        site.store(Made.ct(i, 1, 1, 1));
      }
      site.archive.delete(
          site.pass(new Request.Keep()),
          Level.STUDY,
          Made.study(1, 1),
          DeleteReason.QUALITY,
          "",
          Duration.ofDays(1));
      before = page(site, 0, 100);
      site.archive.reindex();
      assertThat(page(site, 0, 100)).isEqualTo(before);
    } finally {
      site.close();
    }
    try (Stream<Path> files = Files.list(home)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("index")).toList()) {
        Files.delete(file);
      }
    }
    try (Site again = site.again()) {
      ChangePage after = page(again, 0, 100);
      assertThat(after.feed()).isNotEqualTo(before.feed());
      assertThat(after.changes().stream().map(Change::sopInstance))
          .startsWith(Made.instance(1, 1, 1, 1))
          .contains(Made.instance(5, 1, 1, 1));
      assertThat(after.changes().getLast().kind()).isEqualTo(Kind.DELETED);
    }
  }

  @Test
  void aPurgeIsTold() throws IOException {
    try (Site site = new Site(home)) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(2, 1, 1, 1));
      site.archive.delete(
          site.pass(new Request.Keep()),
          Level.STUDY,
          Made.study(1, 1),
          DeleteReason.PATIENT_REQUEST,
          "",
          Duration.ZERO);
      site.archive.purge(site.pass(new Request.Keep()), true, _ -> {});
      assertThat(page(site, 0, 100).changes().getLast().kind()).isEqualTo(Kind.PURGED);
    }
  }

  private static ChangePage page(Site site, long since, int limit) throws IOException {
    return site.archive.changes(site.pass(new Request.Changes()), since, limit);
  }
}

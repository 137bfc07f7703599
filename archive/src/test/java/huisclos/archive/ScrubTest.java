package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Outcome;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobEntry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubTest {
  private static final Actor OPERATOR = Actor.operator("tester");

  @TempDir Path folder;

  private Site site() throws IOException {
    return new Site(folder.resolve("home"));
  }

  /** Studies, acts, a conflict and a quarantined object. */
  private static void fill(Site site) throws IOException {
    for (int patient = 1; patient <= 2; patient++) {
      for (int instance = 1; instance <= 4; instance++) {
        site.store(Made.ct(patient, 1, instance % 2, instance));
      }
    }
    DataSet wrong = Made.ct(1, 1, 1, 50);
    wrong.putString(Tag.PATIENT_ID, "OTHER");
    site.store(wrong);
    DataSet changed = Made.ct(2, 1, 1, 1);
    changed.putString(Tag.STUDY_DESCRIPTION, "changed");
    site.store(changed);
    site.archive.hold(site.pass(new Request.Keep()), Made.study(1, 1), true, "why");
    site.archive.delete(
        site.pass(new Request.Keep()),
        Level.IMAGE,
        Made.instance(2, 1, 0, 2),
        DeleteReason.QUALITY,
        "",
        Duration.ofDays(1));
  }

  private static ScrubReport scrub(Site site) throws IOException {
    return site.archive.scrubber().run(0, OPERATOR);
  }

  static void flip(Path file, long offset, int bit) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(offset);
      int old = raw.read();
      raw.seek(offset);
      raw.write(old ^ (1 << bit));
    }
  }

  static List<BlobEntry> entries(Site site) throws IOException {
    List<BlobEntry> entries = new ArrayList<>();
    for (var container : site.vault.containers(BlobAddress.BLOBS)) {
      var _ = site.vault.scan(BlobAddress.BLOBS, container.number(), 0, false, entries::add);
    }
    return entries;
  }

  static Path container(Path home, BlobAddress address) {
    return home.resolve("blobs").resolve("%010d.hcb".formatted(address.container()));
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() throws IOException {
    try (Site site = site()) {
      fill(site);
      ScrubReport report = scrub(site);
      assertThat(report.damage()).isEmpty();
      assertThat(report.clean()).isTrue();
      assertThat(report.objects()).isEqualTo(9 + 1 + 2);
      assertThat(report.rows()).isGreaterThan(9);
      assertThat(report.records()).isGreaterThan(10);
      assertThat(site.archive.scrubber().status().lastRound()).isPresent();
      assertThat(site.records().getLast().action()).isEqualTo(Action.SCRUB);
      assertThat(site.records().getLast().outcome()).isEqualTo(Outcome.DONE);
    }
  }

  @Test
  void aDamagedObjectIsNamedAndRefusedAndTheOthersAreNot() throws Exception {
    Site site = site();
    try (site) {
      fill(site);
      BlobEntry second = entries(site).get(1);
      flip(container(site.home, second.address()), second.address().offset() + 300, 3);
      ScrubReport report = scrub(site);
      assertThat(report.damage()).hasSize(1);
      Damage damage = report.damage().getFirst();
      assertThat(damage.kind()).isEqualTo(DamageKind.OBJECT);
      assertThat(damage.study()).isEqualTo(Made.study(1, 1));
      assertThat(damage.instance()).isEqualTo(Made.instance(1, 1, 0, 2));
      assertThat(damage.place()).startsWith("blobs/");
      assertThatThrownBy(() -> site.fetch(Made.instance(1, 1, 0, 2)))
          .isInstanceOf(IOException.class);
      assertThat(site.fetch(Made.instance(1, 1, 1, 1))).isNotEmpty();
      assertThat(site.archive.scrubber().status().damage()).isEqualTo(1);
      await(() -> site.records().stream().anyMatch(r -> r.action() == Action.ALERT));
      // Whole again, it is named until the next round has seen that.
      flip(container(site.home, second.address()), second.address().offset() + 300, 3);
    }
    try (Site again = site.again()) {
      assertThat(again.archive.scrubber().status().damage()).isEqualTo(1);
      assertThat(scrub(again).clean()).isTrue();
      assertThat(again.archive.scrubber().status().damage()).isZero();
    }
  }

  /** A row of the index, changed behind the archive's back. */
  private static void change(Site site, String sql) throws IOException {
    site.archive.exclusively(session -> assertThat(session.update(sql)).isPositive());
  }

  @Test
  void aRowThatIsNotWhatItWasMadeOfIsNamedAndAReindexMendsIt() throws IOException {
    try (Site site = site()) {
      fill(site);
      for (String sql :
          List.of(
              "UPDATE instance SET instance_number = 7 WHERE id = 3",
              "UPDATE instance SET sop_class = '1.2' WHERE id = 3",
              "UPDATE instance SET sha256 = zeroblob(32) WHERE id = 3",
              "UPDATE instance SET blob_offset = blob_offset + 1 WHERE id = 3",
              "UPDATE instance SET attributes = zeroblob(60) WHERE id = 3",
              "UPDATE study SET study_date = study_date + 1 WHERE id = 1",
              "UPDATE study SET instance_count = 9 WHERE id = 1",
              "UPDATE study SET modalities = 'MR' WHERE id = 1",
              "UPDATE series SET series_number = 9 WHERE id = 1",
              "UPDATE series SET modality = 'XX' WHERE id = 1",
              "DELETE FROM study_token WHERE token = (SELECT min(token) FROM study_token)",
              "DELETE FROM demographic_token WHERE token = (SELECT max(token) FROM"
                  + " demographic_token)",
              "DELETE FROM conflict",
              "DELETE FROM act_study",
              "DELETE FROM act",
              "UPDATE conflict SET details = zeroblob(40)",
              "UPDATE hold SET details = zeroblob(40)",
              "UPDATE quarantine SET study_uid = '1.2'")) {
        change(site, sql);
        ScrubReport report = scrub(site);
        if (sql.equals("DELETE FROM conflict") || sql.equals("DELETE FROM act_study")) {
          continue; // Nothing else says that they were there: a reindex alone brings them back.
        }
        assertThat(report.damage()).as(sql).isNotEmpty();
        assertThat(report.damage())
            .as(sql)
            .allMatch(d -> d.kind().fix().contains("reindex"), "is mended by a reindex");
        assertThat(site.archive.reindex().damaged()).isZero();
        assertThat(scrub(site).damage()).as("after the reindex: " + sql).isEmpty();
      }
    }
  }

  @Test
  void theBackgroundEndsWithTheArchiveAndFindsDamageByItself() throws Exception {
    Site site = site();
    try (site) {
      fill(site);
      // As slow as it gets: it ends with the archive, long before its round.
      site.archive.scrubber().start(1, Duration.ZERO);
      await(() -> !site.archive.scrubber().status().phase().isEmpty());
    }
    try (Site again = site.again()) {
      assertThat(again.archive.scrubber().status().lastRound()).isEmpty();
      BlobEntry first = entries(again).getFirst();
      flip(container(again.home, first.address()), first.address().offset() + 200, 0);
      again.archive.scrubber().start(Long.MAX_VALUE / 2, Duration.ZERO);
      await(() -> again.archive.scrubber().status().lastRound().isPresent());
      assertThat(again.archive.scrubber().open())
          .extracting(Damage::instance)
          .containsExactly(Made.instance(1, 1, 1, 1));
      assertThat(again.records().getLast().actor()).isEqualTo(Actor.system());
    }
  }

  private interface Question {
    boolean holds() throws Exception;
  }

  private static void await(Question question) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!question.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }
}

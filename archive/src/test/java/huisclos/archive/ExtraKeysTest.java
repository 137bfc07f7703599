package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys beside those built in. */
class ExtraKeysTest {
  private static final int BLOCK_10 = 0x00290010;
  private static final int PRIVATE_10 = 0x00291042;
  private static final int BLOCK_11 = 0x00290011;
  private static final int PRIVATE_11 = 0x00291142;

  @TempDir Path folder;

  private static DataSet ct(int patient, int instance, String agent) {
    DataSet set = Made.ct(patient, 1, 1, instance);
    set.putString(Tag.CONTRAST_BOLUS_AGENT, agent);
    return set;
  }

  private static FindOutcome.Found ask(Site site, Level level, DataSet keys) throws IOException {
    return (FindOutcome.Found) site.find(level, Root.STUDY, keys);
  }

  private static DataSet agent(String value) {
    return Made.keys(Tag.CONTRAST_BOLUS_AGENT, value, Tag.STUDY_DATE, "19000101-20991231");
  }

  private static void awaitComplete(Site site) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!site.archive.extraKeys().all().stream().allMatch(ExtraKey::complete)) {
      assertThat(System.nanoTime()).as("the background came to no end").isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void whatIsStoredAfterIsFoundAtOnce() throws Exception {
    try (Site site = new Site(folder)) {
      assertThat(site.archive.extraKeys().add(Tag.CONTRAST_BOLUS_AGENT, "", Vr.LO, Level.STUDY))
          .isTrue();
      awaitComplete(site);
      site.store(ct(1, 1, "Gadolinium Péter"));
      site.store(ct(2, 1, "Iodine"));
      // The first instance of a study speaks for it.
      site.store(ct(2, 2, "Gadolinium Péter"));
      site.store(Made.ct(3, 1, 1, 1));
      FindOutcome.Found found = ask(site, Level.STUDY, agent("Gadolinium Péter"));
      assertThat(found.allKeysSupported()).isTrue();
      assertThat(found.rows()).hasSize(1);
      assertThat(found.rows().getFirst().string(Tag.CONTRAST_BOLUS_AGENT))
          .hasValue("Gadolinium Péter");
      assertThat(ask(site, Level.STUDY, agent("*od*")).rows()).hasSize(1);
      assertThat(ask(site, Level.STUDY, agent("gadolinium péter")).rows()).isEmpty();
      // Asked for and not there: empty, as any other.
      found =
          ask(
              site,
              Level.STUDY,
              Made.keys(Tag.PATIENT_ID, "PID000003", Tag.CONTRAST_BOLUS_AGENT, ""));
      assertThat(found.rows().getFirst().contains(Tag.CONTRAST_BOLUS_AGENT)).isTrue();
      // A study's key narrows a query below as well, if the hierarchy was agreed to be left out.
      Query relational =
          new Query(
              Level.IMAGE,
              Root.STUDY,
              Made.keys(Tag.CONTRAST_BOLUS_AGENT, "Iodine", Tag.SOP_INSTANCE_UID, ""),
              new Semantics(true, false, false, false));
      found =
          (FindOutcome.Found)
              site.archive.find(site.pass(new huisclos.gate.Request.Find(false)), relational);
      assertThat(found.rows()).hasSize(2);
    }
  }

  @Test
  void whatWasStoredBeforeIsReadInTheBackgroundThroughARestart() throws Exception {
    int patients = 130;
    Site site = new Site(folder);
    for (int patient = 1; patient <= patients; patient++) {
      site.store(ct(patient, 1, patient % 10 == 0 ? "Iodine" : "Barium"));
    }
    site.archive.extraKeys().add(Tag.CONTRAST_BOLUS_AGENT, "", Vr.LO, Level.STUDY);
    // As long as it isn't known everywhere, the key hides nothing and the answer says so.
    FindOutcome.Found early =
        ask(
            site,
            Level.STUDY,
            Made.keys(Tag.PATIENT_ID, "PID000001", Tag.CONTRAST_BOLUS_AGENT, "Iodine"));
    assertThat(early.allKeysSupported()).isFalse();
    assertThat(early.rows()).hasSize(1);
    site.close();
    try (Site again = site.again()) {
      assertThat(again.archive.extraKeys().all().getFirst().complete()).isFalse();
      awaitComplete(again);
      FindOutcome.Found found = ask(again, Level.STUDY, agent("Iodine"));
      assertThat(found.allKeysSupported()).isTrue();
      assertThat(found.rows()).hasSize(patients / 10);
      again.archive.reindex();
      assertThat(again.archive.extraKeys().all()).hasSize(1).allMatch(ExtraKey::complete);
      assertThat(ask(again, Level.STUDY, agent("Iodine")).rows()).hasSize(patients / 10);
      assertThat(again.archive.extraKeys().remove(Tag.CONTRAST_BOLUS_AGENT, "")).isTrue();
      assertThat(ask(again, Level.STUDY, agent("Iodine")).allKeysSupported()).isFalse();
      again.archive.exclusively(session -> {
        assertThat(session.number("SELECT count(*) FROM extra_study")).isZero();
        assertThat(session.number("SELECT count(*) FROM extra_study_token")).isZero();
      });
    }
  }

  @Test
  void privateAttributesAreKnownByTheirCreator() throws Exception {
    try (Site site = new Site(folder)) {
      DataSet first = Made.ct(1, 1, 1, 1);
      first.putString(BLOCK_10, Vr.LO, "ACME");
      first.putString(PRIVATE_10, Vr.LO, "protocol seven");
      DataSet second = Made.ct(2, 1, 1, 1);
      second.putString(BLOCK_10, Vr.LO, "OTHER");
      second.putString(PRIVATE_10, Vr.LO, "protocol seven");
      second.putString(BLOCK_11, Vr.LO, "ACME");
      second.putString(PRIVATE_11, Vr.LO, "protocol nine");
      site.store(first);
      // Without VRs in the file, the key's own counts.
      site.store(second, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      site.archive.extraKeys().add(PRIVATE_10, "ACME", Vr.LO, Level.SERIES);
      awaitComplete(site);
      DataSet keys = Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(2, 1));
      keys.putString(BLOCK_10, Vr.LO, "ACME");
      keys.putString(PRIVATE_10, Vr.LO, "protocol nine");
      FindOutcome.Found found = ask(site, Level.SERIES, keys);
      assertThat(found.allKeysSupported()).isTrue();
      assertThat(found.rows()).hasSize(1);
      DataSet row = found.rows().getFirst();
      assertThat(row.string(BLOCK_10)).hasValue("ACME");
      assertThat(row.string(PRIVATE_10)).hasValue("protocol nine");
      keys.putString(PRIVATE_10, Vr.LO, "protocol seven");
      assertThat(ask(site, Level.SERIES, keys).rows()).isEmpty();
      keys.putString(BLOCK_10, Vr.LO, "OTHER");
      assertThat(ask(site, Level.SERIES, keys).allKeysSupported()).isFalse();
    }
  }

  @Test
  void valuesLieSealed() throws Exception {
    try (Site site = new Site(folder)) {
      site.archive.extraKeys().add(Tag.CONTRAST_BOLUS_AGENT, "", Vr.LO, Level.IMAGE);
      site.store(ct(1, 1, "UNMISTAKABLE-VALUE"));
      awaitComplete(site);
    }
    for (String name : List.of("index.db", "index.db-wal")) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains("UNMISTAKABLE")).as(name).isFalse();
      }
    }
  }

  @Test
  void onlyWhatIsNewAndOfALevelBelowThePatientIsAdded() throws Exception {
    try (Site site = new Site(folder)) {
      assertThat(site.archive.extraKeys().add(Tag.STUDY_DATE, "", Vr.DA, Level.STUDY)).isFalse();
      assertThat(site.archive.extraKeys().add(Tag.KVP, "", Vr.DS, Level.IMAGE)).isTrue();
      assertThat(site.archive.extraKeys().add(Tag.KVP, "", Vr.DS, Level.SERIES)).isFalse();
      assertThat(site.archive.extraKeys().remove(Tag.STUDY_DATE, "")).isFalse();
    }
  }
}

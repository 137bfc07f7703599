package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Identity;
import huisclos.gate.Narrowed;
import huisclos.gate.PatientKey;
import huisclos.gate.Reach;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is out of reach of a pass doesn't exist for whoever holds it. */
class ReachTest {
  @TempDir Path folder;

  private static Reach physician(String... names) {
    return Reach.of(new Reach.Part(Set.of(), Set.of(), Set.of(names)));
  }

  private static Reach patient(String id, String issuer) {
    return Reach.of(Reach.Part.patient(new PatientKey(id, issuer)));
  }

  private static List<DataSet> rows(Site site, Identity who, Level level, DataSet keys)
      throws IOException {
    Query query = new Query(level, level == Level.PATIENT ? Root.PATIENT : Root.STUDY, keys);
    return switch (site.archive.find(site.pass(who, new Request.Find(false)), query)) {
      case FindOutcome.Found(List<DataSet> rows, boolean _) -> rows;
      case FindOutcome.TooMany _, FindOutcome.Denied _, FindOutcome.Invalid _ ->
          throw new AssertionError("not answered");
    };
  }

  private static Set<String> studies(Site site, Identity who, DataSet keys) throws IOException {
    Set<String> found = new TreeSet<>();
    rows(site, who, Level.STUDY, keys)
        .forEach(row -> found.add(row.string(Tag.STUDY_INSTANCE_UID, "")));
    return found;
  }

  private static DataSet everyStudy() {
    return Made.keys(Tag.STUDY_INSTANCE_UID, "");
  }

  @Test
  void aPhysicianIsWhoTheStudyNamesHoweverItIsWritten() throws IOException {
    try (Site site = new Site(folder)) {
      Map<Integer, List<String>> named =
          Map.of(
              Tag.REFERRING_PHYSICIAN_NAME, List.of("MÜLLER^José", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
              Tag.REQUESTING_PHYSICIAN, List.of("muller^jose"),
              Tag.CONSULTING_PHYSICIAN_NAME, List.of("Other^One\\Müller^Jose^^"),
              Tag.PERFORMING_PHYSICIAN_NAME, List.of("Müller^José"),
              Tag.NAME_OF_PHYSICIANS_READING_STUDY, List.of("Müller^José"),
              Tag.STUDY_DESCRIPTION, List.of("Müller^José"));
      Set<String> hers = new HashSet<>();
      Set<String> his = new HashSet<>();
      int n = 0;
      for (var entry : named.entrySet()) {
        for (String name : entry.getValue()) {
          DataSet set = Made.ct(++n, 1, 1, 1);
          set.putEmpty(Tag.REFERRING_PHYSICIAN_NAME);
          set.putString(entry.getKey(), name.split("\\\\", -1));
          assertThat(site.store(set)).isEqualTo(new StoreOutcome.Stored());
          if (Reaches.PHYSICIANS.contains(entry.getKey())) {
            (name.contains("山") ? his : hers).add(Made.study(n, 1));
          }
        }
      }
      Identity jose = Narrowed.to(physician("Muller^José"));
      assertThat(studies(site, jose, everyStudy())).isEqualTo(hers).hasSize(3);
      assertThat(studies(site, Narrowed.to(physician("山田^太郎")), everyStudy())).isEqualTo(his);
      assertThat(studies(site, Narrowed.to(physician("YAMADA^tarou")), everyStudy()))
          .isEqualTo(his);
      assertThat(studies(site, Narrowed.to(physician("Muller")), everyStudy()))
          .as("a part of a name is nobody")
          .isEmpty();
      assertThat(studies(site, Narrowed.to(Reach.NOTHING), everyStudy())).isEmpty();
    }
  }

  @Test
  void nothingTellsOfWhatIsOutside() throws IOException {
    try (Site site = Site.with(folder, Optional.of("HOSPITAL"), Set.of())) {
      site.store(Made.ct(1, 1, 1, 1));
      site.store(Made.ct(1, 2, 1, 1));
      site.store(Made.ct(2, 1, 1, 1));
      Identity one = Narrowed.to(Reach.of(Reach.Part.studies(Set.of(Made.study(1, 1)))));
      List<DataSet> patients =
          rows(
              site,
              one,
              Level.PATIENT,
              Made.keys(
                  Tag.PATIENT_ID, "",
                  Tag.NUMBER_OF_PATIENT_RELATED_STUDIES, "",
                  Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES, ""));
      assertThat(patients).hasSize(1);
      assertThat(patients.getFirst().integer(Tag.NUMBER_OF_PATIENT_RELATED_STUDIES)).hasValue(1);
      assertThat(patients.getFirst().integer(Tag.NUMBER_OF_PATIENT_RELATED_INSTANCES)).hasValue(1);
      assertThat(
              rows(
                  site,
                  one,
                  Level.STUDY,
                  Made.keys(
                      Tag.PATIENT_ID, "PID000001", Tag.NUMBER_OF_PATIENT_RELATED_STUDIES, "2")))
          .as("not by guessing the count either")
          .isEmpty();
      for (int study : new int[] {2, 3}) {
        DataSet keys = Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(1, study));
        assertThat(studies(site, one, keys)).isEmpty();
        assertThat(
                site.select(site.pass(one, new Request.Get()), Level.STUDY, Made.study(1, study)))
            .isEmpty();
        assertThat(site.archive.isReached(site.pass(one, new Request.Get()), Made.study(1, study)))
            .isFalse();
        assertThat(
                site.archive.delete(
                    site.pass(one, new Request.Delete()),
                    Level.STUDY,
                    Made.study(1, study),
                    DeleteReason.QUALITY,
                    "",
                    Duration.ofDays(1)))
            .isEqualTo(new KeepingOutcome.Refused(KeepingOutcome.Objection.UNKNOWN_UID));
      }
      SopReference other =
          new SopReference(
              Made.ct(1, 2, 1, 1).string(Tag.SOP_CLASS_UID, ""), Made.instance(1, 2, 1, 1));
      assertThat(site.archive.verify(site.pass(one, new Request.Commit()), List.of(other)))
          .extracting(CommitAnswer::finding)
          .containsExactly(CommitAnswer.Finding.NO_SUCH_OBJECT);
      Set<String> both = Set.of(Made.study(1, 1), Made.study(1, 2));
      assertThat(studies(site, Narrowed.to(patient("PID000001", "HOSPITAL")), everyStudy()))
          .as("the issuer of those without one is the site's")
          .isEqualTo(both);
      assertThat(studies(site, Narrowed.to(patient("PID000001", "OTHER")), everyStudy())).isEmpty();
      assertThat(studies(site, Narrowed.to(patient("pid000001", "")), everyStudy())).isEmpty();
    }
  }

  private static StoreOutcome store(Site site, Reach reach, DataSet set) throws IOException {
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    return site.archive.store(
        site.pass(Narrowed.to(reach), new Request.Store()),
        new StoreHeader(
            set.string(Tag.SOP_CLASS_UID, ""), set.string(Tag.SOP_INSTANCE_UID, ""), syntax.uid()),
        new ByteArrayInputStream(Site.bytes(set, syntax)));
  }

  @Test
  void nobodyAddsToWhatIsOutside() throws IOException {
    try (Site site = new Site(folder)) {
      site.store(Made.ct(2, 1, 1, 1));
      Reach first = patient("PID000001", "");
      assertThat(store(site, first, Made.ct(1, 1, 1, 1))).isEqualTo(new StoreOutcome.Stored());
      assertThat(store(site, first, Made.ct(2, 1, 1, 2)))
          .as("another's study, as it says")
          .isEqualTo(new StoreOutcome.Denied());
      DataSet smuggled = Made.ct(2, 1, 1, 3);
      smuggled.putString(Tag.PATIENT_ID, "PID000001");
      assertThat(store(site, first, smuggled))
          .as("another's study, under the own patient's name")
          .isEqualTo(new StoreOutcome.Denied());
      assertThat(site.select(site.pass(new Request.Get()), Level.STUDY, Made.study(2, 1)))
          .hasSize(1);
      assertThat(site.records())
          .filteredOn(r -> r.action() == Action.STORE && r.outcome() == Outcome.REFUSED)
          .hasSize(2);
    }
  }

  /** Draws reaches and asks for things; a loop over what was stored says what must come. */
  @Test
  void findAndSelectAgreeWithAPlainLoop() throws IOException {
    try (Site site = new Site(folder)) {
      List<DataSet> all = new ArrayList<>();
      for (int patient = 1; patient <= 12; patient++) {
        for (int study = 1; study <= 3; study++) {
          DataSet set = Made.ct(patient, study, 1, 1);
          if (study == 2) {
            set.putString(Tag.REQUESTING_PHYSICIAN, "Referrer" + (patient + study) % 5 + "^RITA");
          }
          site.store(set);
          all.add(set);
        }
      }
      Random random = new Random(6);
      for (int round = 0; round < 120; round++) {
        Reach reach = random.nextInt(4) == 0 ? part(random).and(part(random)) : part(random);
        Identity who = Narrowed.to(reach);
        DataSet keys = everyStudy();
        String patient = random.nextBoolean() ? "" : "PID%06d".formatted(1 + random.nextInt(12));
        keys.putString(Tag.PATIENT_ID, patient);
        boolean wild = random.nextInt(3) == 0;
        if (wild) {
          keys.putString(Tag.STUDY_DESCRIPTION, "*2*");
        }
        Set<String> expected = new TreeSet<>();
        for (DataSet set : all) {
          if (within(reach, set)
              && (patient.isEmpty() || set.string(Tag.PATIENT_ID, "").equals(patient))
              && (!wild || set.string(Tag.STUDY_DESCRIPTION, "").contains("2"))) {
            expected.add(set.string(Tag.STUDY_INSTANCE_UID, ""));
          }
        }
        assertThat(studies(site, who, keys)).as("round " + round + " " + reach).isEqualTo(expected);
        DataSet one = all.get(random.nextInt(all.size()));
        assertThat(
                site.select(
                    site.pass(who, new Request.Get()),
                    Level.IMAGE,
                    one.string(Tag.SOP_INSTANCE_UID, "")))
            .as("round " + round)
            .hasSize(within(reach, one) ? 1 : 0);
        assertThat(
                site.select(
                    site.pass(who, new Request.Get()),
                    Level.PATIENT,
                    one.string(Tag.PATIENT_ID, "")))
            .hasSize(
                (int)
                    all.stream()
                        .filter(s -> s.string(Tag.PATIENT_ID).equals(one.string(Tag.PATIENT_ID)))
                        .filter(s -> within(reach, s))
                        .count());
      }
    }
  }

  private static Reach part(Random random) {
    Set<String> studies = new HashSet<>();
    Set<PatientKey> patients = new HashSet<>();
    Set<String> physicians = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      studies.add(Made.study(1 + random.nextInt(14), 1 + random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      patients.add(new PatientKey("PID%06d".formatted(1 + random.nextInt(14)), ""));
    }
    if (random.nextInt(2) == 0) {
      physicians.add("Referrer" + random.nextInt(6) + "^Rita");
    }
    return Reach.of(new Reach.Part(studies, patients, physicians));
  }

  private static boolean within(Reach reach, DataSet set) {
    return reach.all().stream()
        .allMatch(part ->
            part.studies().contains(set.string(Tag.STUDY_INSTANCE_UID, ""))
                || part.patients().stream()
                    .anyMatch(p -> p.id().equals(set.string(Tag.PATIENT_ID, "")))
                || part.physicians().stream()
                    .anyMatch(name ->
                        name.equalsIgnoreCase(set.string(Tag.REFERRING_PHYSICIAN_NAME, ""))
                            || name.equalsIgnoreCase(set.string(Tag.REQUESTING_PHYSICIAN, ""))));
  }
}

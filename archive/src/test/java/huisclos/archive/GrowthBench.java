package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long questions, stores and retrievals take as the index grows: {@code ./dev bench growth}.
 * Five studies a patient, one instance a study, written by the index's own writer, without bytes in
 * the vault. Prints the median of {@value #ROUNDS} different questions of each kind, the records on
 * the trail included, and how many matches such a question had: an answer takes longer the more
 * there is in it.
 */
@EnabledIfSystemProperty(named = "bench.studies", matches = "[0-9,]+")
class GrowthBench {
  private static final int ROUNDS = 40;
  private static final int STUDIES = 5;

  /** Patients from this number on are stored, not filled in. */
  private static final int NEWCOMERS = 10_000_000;

  @TempDir Path folder;

  /** Of one kind at one size: the median time, and the matches of the last question. */
  private record Cell(double millis, int matches) {}

  @Test
  void mediansAsTheIndexGrows() throws IOException {
    Map<String, Cell[]> medians = new LinkedHashMap<>();
    String[] sizes = System.getProperty("bench.studies", "").split(",", -1);
    try (Site site = new Site(folder)) {
      int patients = 0;
      for (int i = 0; i < sizes.length; i++) {
        int wanted = Integer.parseInt(sizes[i]) / STUDIES;
        long start = System.nanoTime();
        Growth.fill(site, patients, wanted, GrowthBench::studies);
        patients = wanted;
        System.out.printf(
            "%,d studies, filled in %d s%n",
            patients * STUDIES, (System.nanoTime() - start) / 1_000_000_000);
        measure(site, patients, i, sizes.length, medians);
        coming(site, i, sizes.length, medians);
      }
    }
    StringBuilder table = new StringBuilder("| key |");
    for (String size : sizes) {
      table.append(" %,d |".formatted(Integer.parseInt(size)));
    }
    table.append(" last / first |\n|---|").append("---:|".repeat(sizes.length + 1)).append('\n');
    medians.forEach((kind, times) -> {
      table.append("| ").append(kind).append(" |");
      for (Cell cell : times) {
        table.append(" %.2f ms (%,d) |".formatted(cell.millis, cell.matches));
      }
      table.append(" %.1f |\n".formatted(times[times.length - 1].millis / times[0].millis));
    });
    System.out.println(table);
  }

  /** Asks for patients spread over all there are. */
  private interface Question {
    DataSet of(int patient);
  }

  private record Kind(Level level, Semantics semantics, Question question) {}

  private static Map<String, Kind> kinds() {
    Semantics base = Semantics.BASELINE;
    Semantics relational = new Semantics(true, false, false, false);
    Semantics fuzzy = new Semantics(false, false, true, false);
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put(
        "Patient ID",
        new Kind(Level.STUDY, base, p -> Made.keys(Tag.PATIENT_ID, id(p), Tag.STUDY_DATE, "")));
    kinds.put(
        "Patient ID, at patient level",
        new Kind(Level.PATIENT, base, p -> Made.keys(Tag.PATIENT_ID, id(p), Tag.PATIENT_NAME, "")));
    kinds.put(
        "Patient's Name, whole",
        new Kind(Level.STUDY, base, p -> Made.keys(Tag.PATIENT_NAME, name(p))));
    kinds.put(
        "Patient's Name, a beginning",
        new Kind(
            Level.STUDY, base, p -> Made.keys(Tag.PATIENT_NAME, name(p).substring(0, 9) + "*")));
    kinds.put(
        "Patient's Name, all but the given name",
        new Kind(
            Level.STUDY,
            base,
            p -> Made.keys(Tag.PATIENT_NAME, name(p).substring(0, name(p).indexOf('^')) + "*")));
    kinds.put(
        "Patient's Name, fuzzy",
        new Kind(Level.STUDY, fuzzy, p -> Made.keys(Tag.PATIENT_NAME, name(p).replace('^', ' '))));
    kinds.put(
        "Accession Number",
        new Kind(
            Level.STUDY, base, p -> Made.keys(Tag.ACCESSION_NUMBER, "A" + p + "-" + (1 + p % 5))));
    kinds.put(
        "Study Instance UID",
        new Kind(
            Level.STUDY, base, p -> Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(p, 1 + p % 5))));
    kinds.put(
        "Patient ID and Study Date",
        new Kind(
            Level.STUDY,
            base,
            p -> Made.keys(Tag.PATIENT_ID, id(p), Tag.STUDY_DATE, "20000101-20251231")));
    kinds.put(
        "series of a study",
        new Kind(
            Level.SERIES,
            base,
            p -> Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(p, 1), Tag.MODALITY, "CT")));
    kinds.put(
        "SOP Instance UID, relational",
        new Kind(
            Level.IMAGE,
            relational,
            p -> Made.keys(Tag.SOP_INSTANCE_UID, Made.instance(p, 1, 1, 1))));
    kinds.put(
        "Patient's Birth Date, a day",
        new Kind(
            Level.PATIENT,
            base,
            p -> Made.keys(Tag.PATIENT_BIRTH_DATE, birth(p), Tag.PATIENT_ID, id(p))));
    kinds.put(
        "nobody's Patient ID",
        new Kind(Level.STUDY, base, p -> Made.keys(Tag.PATIENT_ID, "NOBODY" + p)));
    return kinds;
  }

  private static void measure(
      Site site, int patients, int column, int columns, Map<String, Cell[]> medians)
      throws IOException {
    for (Map.Entry<String, Kind> entry : kinds().entrySet()) {
      Kind kind = entry.getValue();
      double[] times = new double[ROUNDS];
      int matches = 0;
      for (int warm = 1; warm >= 0; warm--) {
        for (int round = 0; round < ROUNDS; round++) {
          int patient = (int) ((round * 2_654_435_761L + warm * 97L) % patients);
          Root root = kind.level == Level.PATIENT ? Root.PATIENT : Root.STUDY;
          Query query = new Query(kind.level, root, kind.question.of(patient), kind.semantics);
          long start = System.nanoTime();
          FindOutcome outcome =
              site.archive.find(
                  site.pass(new huisclos.gate.Request.Find(Selectivity.isSelective(query))), query);
          times[round] = (System.nanoTime() - start) / 1e6;
          matches = outcome instanceof FindOutcome.Found found ? found.rows().size() : -1;
          if (matches < 0 || (matches == 0) != entry.getKey().startsWith("nobody")) {
            throw new AssertionError(entry.getKey() + ": " + outcome.getClass().getSimpleName());
          }
        }
      }
      Arrays.sort(times);
      medians.computeIfAbsent(entry.getKey(), _ -> new Cell[columns])[column] =
          new Cell(times[ROUNDS / 2], matches);
    }
  }

  /**
   * New studies come in, and go out again: on disk, on record and synced, unlike those filled in.
   */
  private static void coming(Site site, int column, int columns, Map<String, Cell[]> medians)
      throws IOException {
    double[] stores = new double[ROUNDS];
    double[] retrievals = new double[ROUNDS];
    for (int warm = 1; warm >= 0; warm--) {
      for (int round = 0; round < ROUNDS; round++) {
        int patient = NEWCOMERS + (2 * column + warm) * ROUNDS + round;
        DataSet set = Made.ct(patient, 1, 1, 1);
        long start = System.nanoTime();
        StoreOutcome outcome = site.store(set);
        stores[round] = (System.nanoTime() - start) / 1e6;
        if (!(outcome instanceof StoreOutcome.Stored)) {
          throw new AssertionError("a store: " + outcome.getClass().getSimpleName());
        }
        start = System.nanoTime();
        byte[] back = site.fetch(Made.instance(patient, 1, 1, 1));
        retrievals[round] = (System.nanoTime() - start) / 1e6;
        if (back.length == 0) {
          throw new AssertionError("nothing came back");
        }
      }
    }
    Arrays.sort(stores);
    Arrays.sort(retrievals);
    medians.computeIfAbsent("store a new patient's study", _ -> new Cell[columns])[column] =
        new Cell(stores[ROUNDS / 2], 1);
    medians.computeIfAbsent("retrieve it", _ -> new Cell[columns])[column] =
        new Cell(retrievals[ROUNDS / 2], 1);
  }

  private static String id(int patient) {
    return "PID%08d".formatted(patient * 7919L % 100_000_000);
  }

  /** Family names as many as a country has, given names as few. */
  private static String name(int patient) {
    String[] syllables = {"ba", "cor", "del", "fin", "gar", "hol", "jan", "kel", "lin", "mor"};
    StringBuilder family = new StringBuilder();
    for (int n = patient % 1_000_000 + 1_000_000; n > 0; n /= 10) {
      family.append(syllables[n % 10]);
    }
    return family + "^Given" + patient % 300;
  }

  private static String birth(int patient) {
    return "%d%02d%02d".formatted(1930 + patient % 80, 1 + patient % 12, 1 + patient % 28);
  }

  private static List<DataSet> studies(int patient) {
    return IntStream.rangeClosed(1, STUDIES).mapToObj(study -> study(patient, study)).toList();
  }

  private static DataSet study(int patient, int study) {
    DataSet set = Made.ct(patient, study, 1, 1);
    set.putString(Tag.PATIENT_ID, id(patient));
    set.putString(Tag.PATIENT_NAME, name(patient));
    set.putString(Tag.ACCESSION_NUMBER, "A" + patient + "-" + study);
    set.putString(
        Tag.STUDY_DATE,
        "%d%02d%02d".formatted(2000 + patient / 7 % 25, 1 + patient % 12, 1 + patient % 28));
    return set;
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Alert;
import huisclos.gate.Budget;
import huisclos.gate.Decision;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Spender;
import huisclos.gate.Spent;
import huisclos.gate.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The harvest of 2019 and those who know better, each by a device of its own that may find, get and
 * ask for everything: how far they come against an index that isn't theirs, and how soon it ends.
 * {@code ./dev bench brakes} does the same with a million patients.
 */
class HarvestTest {
  private static final int PATIENTS = Integer.getInteger("bench.patients", 3_000);

  /** What a harvester gives up after: so many refusals, or so many questions. */
  private static final int PERSISTENCE = 80;

  private static final int PATIENCE = 6_000;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String[] SYLLABLES = {
    "ba", "cor", "del", "fin", "gar", "hol", "jan", "kel", "lin", "mor"
  };

  @TempDir Path folder;

  /** One harvester. */
  private static final class Harvester {
    private final Site site;
    private final String aet;
    private final Identity who;
    private final Set<String> patients = new HashSet<>();
    private final long began = System.nanoTime();
    private long asked;
    private long refusedAt;
    private Duration until = Duration.ZERO;
    private int refusals;

    Harvester(Site site, String aet) throws IOException {
      this.site = site;
      this.aet = aet;
      this.who = Devices.admitted(site, aet, Verb.FIND, Verb.FIND_ALL, Verb.GET);
    }

    boolean goesOn() {
      return refusals < PERSISTENCE && asked < PATIENCE;
    }

    /** Asks for studies or patients; how many matched, -1 for too many, -2 where it was refused. */
    int find(Level level, Object... keys) throws IOException {
      List<Object> all = new ArrayList<>(List.of(keys));
      if (!all.contains(Tag.PATIENT_ID)) {
        all.add(Tag.PATIENT_ID);
        all.add("");
      }
      Query query =
          new Query(
              level,
              level == Level.PATIENT ? Root.PATIENT : Root.STUDY,
              Made.keys(all.toArray()),
              Semantics.BASELINE);
      asked++;
      if (!(site.gate.decide(who, new Request.Find(Selectivity.isSelective(query)))
          instanceof Decision.Granted(Pass pass))) {
        return refused();
      }
      return switch (site.archive.find(pass, query)) {
        case FindOutcome.Found found -> {
          found.rows().forEach(row -> saw(row.string(Tag.PATIENT_ID, "")));
          yield found.rows().size();
        }
        case FindOutcome.TooMany _ -> -1;
        case FindOutcome.Denied _ -> refused();
        case FindOutcome.Invalid(var reason, int tag) ->
            throw new AssertionError(reason + " " + tag);
      };
    }

    void get(int patient) throws IOException {
      asked++;
      if (!(site.gate.decide(who, new Request.Get()) instanceof Decision.Granted(Pass pass))) {
        refused();
        return;
      }
      DataSet keys = Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(patient, 1));
      switch (site.archive.select(pass, Level.STUDY, keys)) {
        case FetchOutcome.Selected(var instances) -> {
          assertThat(instances).isNotEmpty();
          saw(id(patient));
        }
        case FetchOutcome.Denied _ -> refused();
        case FetchOutcome.TooMany _, FetchOutcome.Invalid _ -> throw new AssertionError();
      }
    }

    private void saw(String patient) {
      patients.add(patient);
    }

    private int refused() {
      refusals++;
      if (refusedAt == 0) {
        refusedAt = asked;
        until = Duration.ofNanos(System.nanoTime() - began);
      }
      return -2;
    }

    String end() {
      Spent spent = site.gate.brakes().spent(Spender.device(aet));
      return spent.brake().frozen() ? "frozen" : "held";
    }
  }

  /** A way to carry an archive off. */
  private interface Harvest {
    void run(Harvester by) throws IOException;
  }

  private static void everything(Harvester by) throws IOException {
    while (by.asked < 10) {
      assertThat(by.find(Level.STUDY, Tag.PATIENT_NAME, "*")).isEqualTo(-1);
    }
  }

  private static void byDate(Harvester by) throws IOException {
    LocalDate day = LocalDate.of(2000, 1, 1);
    int days = 31;
    while (by.goesOn()) {
      String range =
          day.format(DateTimeFormatter.BASIC_ISO_DATE)
              + "-"
              + day.plusDays(days - 1L).format(DateTimeFormatter.BASIC_ISO_DATE);
      int found = by.find(Level.STUDY, Tag.STUDY_DATE, range);
      if (found < 0 && days > 1) {
        days /= 2;
      } else {
        day = day.plusDays(days);
      }
    }
  }

  private static void byPrefix(Harvester by) throws IOException {
    int depth = 2;
    while (PATIENTS / Math.pow(10, depth) > 50) {
      depth++;
    }
    for (int n = 0; by.goesOn(); n++) {
      by.find(Level.STUDY, Tag.PATIENT_NAME, syllables(n, depth) + "*");
    }
  }

  private static void byPatientId(Harvester by) throws IOException {
    for (int patient = 0; by.goesOn(); patient++) {
      by.find(Level.PATIENT, Tag.PATIENT_ID, id(patient), Tag.PATIENT_NAME, "");
    }
  }

  private static void byKnownUid(Harvester by) throws IOException {
    for (int patient = 0; by.goesOn(); patient++) {
      by.find(Level.STUDY, Tag.STUDY_INSTANCE_UID, Made.study(patient, 1));
    }
  }

  private static void byRandomUid(Harvester by) throws IOException {
    SplittableRandom random = new SplittableRandom(2019);
    while (by.goesOn()) {
      by.find(Level.STUDY, Tag.STUDY_INSTANCE_UID, "2.25." + random.nextLong(Long.MAX_VALUE));
    }
  }

  private static void byGet(Harvester by) throws IOException {
    for (int patient = 0; by.goesOn(); patient++) {
      by.get(patient);
    }
  }

  private record Way(String name, Harvest harvest) {}

  @Test
  void eachIsHeldWithinAMinuteAndABudget() throws IOException {
    List<Way> ways =
        List.of(
            new Way("name `*`, all at once", HarvestTest::everything),
            new Way("study dates, slice by slice", HarvestTest::byDate),
            new Way("names, prefix by prefix", HarvestTest::byPrefix),
            new Way("patient level, ID by ID", HarvestTest::byPatientId),
            new Way("study UIDs it knows", HarvestTest::byKnownUid),
            new Way("study UIDs at random", HarvestTest::byRandomUid),
            new Way("C-GET, study by study", HarvestTest::byGet));
    try (Site site = new Site(folder)) {
      long start = System.nanoTime();
      Growth.fill(site, 0, PATIENTS, HarvestTest::studies);
      System.out.printf(
          "%,d patients, filled in %d s%n", PATIENTS, (System.nanoTime() - start) / 1_000_000_000);
      StringBuilder table =
          new StringBuilder(
              """
              | harvest | questions until refused | after | patients seen | in the end |
              |---|---:|---:|---:|---|
              """);
      for (int i = 0; i < ways.size(); i++) {
        Harvester by = new Harvester(site, "HARVEST" + i);
        ways.get(i).harvest.run(by);
        boolean never = by.refusedAt == 0;
        table.append(
            "| %s | %s | %s | %d | %s |%n"
                .formatted(
                    ways.get(i).name,
                    never ? "each: 0xA700" : Long.toString(by.refusedAt),
                    never ? "" : "%.1f s".formatted(by.until.toMillis() / 1e3),
                    by.patients.size(),
                    never ? "held" : by.end()));
        assertThat(by.until).as(ways.get(i).name).isLessThan(MINUTE);
        assertThat(by.patients)
            .as(ways.get(i).name)
            .hasSizeLessThanOrEqualTo(Budget.DEFAULT.hour());
        assertThat(site.gate.brakes().spent(Spender.device(by.aet)).day())
            .as("as many as were counted: %s", ways.get(i).name)
            .isEqualTo(by.patients.size());
        assertThat(never).as(ways.get(i).name).isEqualTo(i == 0);
        if (!never) {
          assertThat(by.end()).as(ways.get(i).name).isEqualTo("frozen");
          assertThat(site.gate.alerts().open())
              .extracting(Alert::subject)
              .contains("device " + by.aet);
        }
      }
      System.out.println(table);
    }
  }

  private static String id(int patient) {
    return "PID%08d".formatted(patient);
  }

  /** So many syllables, the last of them changing most seldom. */
  private static String syllables(int number, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0, n = number; i < count; i++, n /= 10) {
      text.append(SYLLABLES[n % 10]);
    }
    return text.toString();
  }

  private static List<DataSet> studies(int patient) {
    DataSet set = Made.ct(patient, 1, 1, 1);
    set.putString(Tag.PATIENT_ID, id(patient));
    set.putString(Tag.PATIENT_NAME, syllables(patient, 7) + "^Given" + patient % 300);
    set.putString(
        Tag.STUDY_DATE,
        "%d%02d%02d".formatted(2000 + patient / 7 % 25, 1 + patient % 12, 1 + patient % 28));
    return List.of(set);
  }
}

package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two weekdays of a made-up department that does 150,000 examinations a year: 550 on a weekday, a
 * fifth of that on other days. It replays who is shown whom, against the brakes alone with a clock
 * that is moved by hand; the rates are stated in {@code docs/decisions/0010-harvest-brakes.md}.
 */
class DepartmentDayTest {
  private static final int DAYS = 2;
  private static final Duration OPEN = Duration.ofHours(12);
  private static final Duration REFRESH = Duration.ofMinutes(10);

  /** Examinations a weekday, on how many machines, and how many stations read them. */
  private enum Modality {
    CT(110, 3, 3),
    MR(55, 3, 2),
    DX(230, 5, 3),
    US(90, 6, 2),
    MG(30, 1, 1),
    NM(15, 1, 1),
    XA(20, 1, 1);

    private final int examinations;
    private final int machines;
    private final int stations;

    Modality(int examinations, int machines, int stations) {
      this.examinations = examinations;
      this.machines = machines;
      this.stations = stations;
    }
  }

  private record Examination(Modality modality, int machine, String patient, Instant at) {}

  /** Somebody is shown these patients. */
  private record Look(Instant at, String role, String who, Set<String> patients) {}

  @TempDir Path folder;
  private GateHome home;
  private LaterWrites writes;
  private Brakes brakes;
  private final MemoryBrakeRegistry registry = new MemoryBrakeRegistry();
  private final Map<String, Identity> known = new HashMap<>();

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(folder);
    writes = new LaterWrites();
    Alerts alerts = new Alerts(home.alerts, home.trail, home.clock, writes);
    brakes = new Brakes(registry, alerts, home.clock, writes);
  }

  @AfterEach
  void close() throws IOException {
    writes.close();
    home.close();
  }

  private Identity identity(String aet) throws IOException {
    Identity identity = known.get(aet);
    if (identity == null) {
      identity = home.admitted(home.add(aet, Verb.FIND).certificate(), aet);
      known.put(aet, identity);
    }
    return identity;
  }

  private Optional<Reason> shown(String aet, Set<String> patients) throws IOException {
    Identity who = identity(aet);
    Optional<Reason> no = brakes.objection(who, new Request.Find(true));
    return no.isPresent() ? no : brakes.spend(who, patients);
  }

  @Test
  void nobodyIsRefusedInADepartment() throws IOException {
    Random random = new Random(150_000);
    Map<String, int[]> most = new LinkedHashMap<>();
    Instant first = home.clock.instant();
    int looks = 0;
    for (int day = 0; day < DAYS; day++) {
      Instant opens = first.plus(Duration.ofDays(day));
      for (Look look : day(opens, day, random)) {
        home.clock.advance(Duration.between(home.clock.instant(), look.at));
        assertThat(shown(look.who, look.patients))
            .as("%s at %s: %d patients", look.who, look.at, look.patients.size())
            .isEmpty();
        Spent spent = brakes.spent(Spender.device(look.who));
        int[] peak = most.computeIfAbsent(look.role, _ -> new int[2]);
        peak[0] = Math.max(peak[0], spent.hour());
        peak[1] = Math.max(peak[1], spent.day());
        looks++;
      }
    }
    assertThat(home.alerts.alerts()).isEmpty();
    assertThat(looks).isGreaterThan(3_000);
    System.out.printf("two days of a department: %,d times shown, none refused%n", looks);
    System.out.println("| who | most patients in an hour | in a day |\n|---|---:|---:|");
    most.forEach((role, peak) -> System.out.printf("| %s | %d | %d |%n", role, peak[0], peak[1]));
  }

  /** What is known to cross the common budget, so that a keeper gives it one of its own. */
  @Test
  void whoListsTheWholeHouseNeedsABudgetOfItsOwn() throws IOException {
    Set<String> day =
        examinations(home.clock.instant(), 0, new Random(1)).stream()
            .map(Examination::patient)
            .collect(Collectors.toSet());
    assertThat(day).hasSizeBetween(400, 550);
    assertThat(shown("EPR", day)).contains(Reason.HOUR_BUDGET);
    registry.change(
        Spender.device("EPR"), brake -> brake.withBudget(Optional.of(new Budget(1_000, 3_000))));
    assertThat(shown("EPR", day)).isEmpty();
    assertThat(brakes.spent(Spender.device("EPR")).day()).isEqualTo(day.size());
  }

  private static List<Examination> examinations(Instant opens, int day, Random random) {
    List<Examination> all = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      for (int i = 0; i < modality.examinations; i++) {
        // A sixth of the patients has more than one examination.
        String patient = "d" + day + "p" + random.nextInt(1_400);
        all.add(
            new Examination(
                modality,
                i % modality.machines,
                patient,
                opens.plusSeconds(random.nextLong(OPEN.toSeconds()))));
      }
    }
    all.sort(Comparator.comparing(Examination::at));
    return all;
  }

  private static List<Look> day(Instant opens, int day, Random random) {
    List<Examination> all = examinations(opens, day, random);
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Examination e = all.get(i);
      Set<String> patient = Set.of(e.patient);
      // The machine asks for the patient's earlier studies, and fetches some.
      looks.add(new Look(e.at, "a machine", e.modality + "-" + e.machine, patient));
      // Earlier studies go to the readers' cache as the patient arrives.
      looks.add(new Look(e.at.plusSeconds(20), "prefetcher, by arrival", "PREFETCH", patient));
      // A reader opens it within two hours, with earlier ones.
      looks.add(
          new Look(
              e.at.plusSeconds(600 + random.nextInt(6_600)),
              "reading station",
              station(e.modality, random.nextInt(e.modality.stations)),
              patient));
      // Half are looked at on a ward or in the emergency room.
      if (i % 2 == 0) {
        looks.add(
            new Look(
                e.at.plusSeconds(random.nextInt(7_200)),
                "ward",
                "WARD-" + random.nextInt(8),
                patient));
      }
    }
    lists(opens, all, looks);
    // A conference: thirty patients within three quarters of an hour, of this and other days.
    for (int i = 0; i < 30; i++) {
      looks.add(
          new Look(
              opens.plus(Duration.ofHours(8)).plusSeconds(90L * i),
              "conference room",
              "BOARD",
              Set.of("board" + day + "-" + i)));
    }
    looks.sort(Comparator.comparing(Look::at));
    return looks;
  }

  /** Stations list their modality's day, a dose server what is new in the house, all day long. */
  private static void lists(Instant opens, List<Examination> all, List<Look> looks) {
    for (Instant at = opens; at.isBefore(opens.plus(OPEN)); at = at.plus(REFRESH)) {
      Instant now = at;
      for (Modality modality : Modality.values()) {
        Set<String> listed =
            all.stream()
                .filter(e -> e.modality == modality && e.at.isBefore(now))
                .map(Examination::patient)
                .collect(Collectors.toSet());
        for (int i = 0; i < modality.stations; i++) {
          looks.add(new Look(now, "reading station", station(modality, i), listed));
        }
      }
      looks.add(
          new Look(
              now,
              "dose server",
              "DOSE",
              all.stream()
                  .filter(e -> e.at.isBefore(now) && e.at.isAfter(now.minus(Duration.ofHours(1))))
                  .map(Examination::patient)
                  .collect(Collectors.toSet())));
    }
  }

  private static String station(Modality modality, int number) {
    return "READ-" + modality + "-" + number;
  }
}

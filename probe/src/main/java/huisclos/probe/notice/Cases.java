package huisclos.probe.notice;

import huisclos.probe.finding.Finding;
import huisclos.probe.report.OwnerRow;
import huisclos.probe.report.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The owners to be told, out of a report. */
public final class Cases {
  /** Letters made at once. */
  public static final int MAX_CASES = 10_000;

  private Cases() {}

  /**
   * The cases of the owners that are chosen, worst first, at most {@link #MAX_CASES}.
   *
   * @param report with addresses: a letter names the owner's own
   */
  public static List<Case> of(Report report, Predicate<OwnerRow> chosen) throws IOException {
    Map<String, OwnerRow> rows = new LinkedHashMap<>();
    for (OwnerRow row : report.summary().openOwners()) {
      if (rows.size() < MAX_CASES && chosen.test(row)) {
        rows.put(row.owner(), row);
      }
    }
    Map<String, List<Finding>> doors = new HashMap<>();
    report
        .findings()
        .forEach(finding -> {
          String owner = report.summary().ownerOf(finding.door().socketAddress().getAddress());
          if (finding.verdict().open() && rows.containsKey(owner)) {
            List<Finding> its = doors.computeIfAbsent(owner, _ -> new ArrayList<>());
            if (its.size() < Case.MAX_DOORS) {
              its.add(finding);
            }
          }
        });
    List<Case> cases = new ArrayList<>();
    rows.forEach((owner, row) -> {
      List<Finding> its = doors.getOrDefault(owner, List.of());
      if (!its.isEmpty()) {
        cases.add(of(report, row, its));
      }
    });
    return List.copyOf(cases);
  }

  private static Case of(Report report, OwnerRow row, List<Finding> doors) {
    Instant found = Instant.MAX;
    Instant seen = Instant.MIN;
    for (Finding door : doors) {
      Instant since = report.openSince(door).orElse(door.seen());
      found = since.isBefore(found) ? since : found;
      seen = door.seen().isAfter(seen) ? door.seen() : seen;
    }
    return new Case(
        row,
        doors,
        found,
        seen,
        report.summary().placeOf(doors.getFirst()).country(),
        report.lastTold(row));
  }
}

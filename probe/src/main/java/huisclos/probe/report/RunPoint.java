package huisclos.probe.report;

import huisclos.probe.finding.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * One run on the line of time.
 *
 * @param id the run
 * @param begun when
 * @param complete whether it visited everything
 * @param services found, by verdict
 */
public record RunPoint(String id, Instant begun, boolean complete, Map<Verdict, Long> services) {
  public RunPoint {
    EnumMap<Verdict, Long> copy = new EnumMap<>(Verdict.class);
    copy.putAll(services);
    services = copy;
  }

  /** Services that were open. */
  public long open() {
    return services.entrySet().stream()
        .filter(entry -> entry.getKey().open())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}

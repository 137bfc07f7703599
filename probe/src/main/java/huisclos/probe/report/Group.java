package huisclos.probe.report;

import huisclos.probe.finding.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** Doors and hosts that have something in common: a country, a product. Not thread-safe. */
public final class Group {
  private final String key;
  private final Map<Verdict, Long> services = new EnumMap<>(Verdict.class);
  private final Total studies = new Total();
  private final Total instances = new Total();
  private long openHosts;

  Group(String key) {
    this.key = key;
  }

  void service(Verdict verdict) {
    services.merge(verdict, 1L, Long::sum);
  }

  void host(Host host) {
    if (host.verdict().open()) {
      openHosts++;
      studies.add(host.studies());
      instances.add(host.instances());
    }
  }

  public String key() {
    return key;
  }

  /** Services found, of any verdict. */
  public long services() {
    return services.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Services that are open. */
  public long open() {
    return services.entrySet().stream()
        .filter(entry -> entry.getKey().open())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  public long openHosts() {
    return openHosts;
  }

  public Total studies() {
    return studies;
  }

  public Total instances() {
    return instances;
  }
}

package huisclos.probe.report;

import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Verdict;
import huisclos.probe.results.ScopeNote;
import huisclos.probe.results.Verdicts;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Findings in numbers, gathered in one pass. Verdicts, countries and products are counted over all
 * of them; only hosts of which more than "closed" is to be said are held, at most {@link
 * #MAX_HOSTS}. Not thread-safe while it gathers.
 */
public final class Summary {
  /** Hosts held at most; how many more findings there were is in {@link #beyond}. */
  public static final int MAX_HOSTS = 100_000;

  /** Products and countries told apart at most; others count as unknown. */
  public static final int MAX_GROUPS = 1_000;

  /** Open doors that a report shows one by one; all are in the CSV. */
  public static final int MAX_SHOWN = 300;

  private static final Comparator<Finding> BY_HARM =
      Comparator.comparing(Finding::verdict, Verdicts.BY_HARM)
          .thenComparingLong(finding -> finding.exposure().studies().number())
          .thenComparing(finding -> finding.door().toString());

  private final RangeTable ranges;
  private final RangeTable owners;
  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Map<String, Group> countries = new HashMap<>();
  private final Map<String, Group> products = new HashMap<>();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final PriorityQueue<Finding> worst = new PriorityQueue<>(BY_HARM);
  private List<OwnerRow> ownerRows = List.of();
  private long findings;
  private long open;
  private long beyond;

  private Summary(RangeTable ranges, ScopeNote scope) {
    this.ranges = ranges;
    this.owners = RangeTable.ofOwners(scope.owners());
  }

  /** Gathers. */
  public static Summary of(Findings findings, RangeTable ranges, ScopeNote scope)
      throws IOException {
    Summary summary = new Summary(ranges, scope);
    findings.forEach(summary::add);
    summary.group();
    return summary;
  }

  private void add(Finding finding) {
    findings++;
    Verdict verdict = finding.verdict();
    verdicts.merge(verdict, 1L, Long::sum);
    InetAddress address = finding.door().socketAddress().getAddress();
    Place place = ranges.of(address);
    group(countries, place.country()).service(verdict);
    group(products, finding.software().product()).service(verdict);
    if (verdict.open()) {
      open++;
      worst.add(finding);
      if (worst.size() > MAX_SHOWN) {
        worst.remove();
      }
    }
    boolean telling =
        verdict != Verdict.CLOSED && verdict != Verdict.UNKNOWN && verdict != Verdict.CONGESTED;
    Host host = hosts.get(finding.door().address());
    if (host == null && telling) {
      if (hosts.size() == MAX_HOSTS) {
        beyond++;
        return;
      }
      host = new Host(finding.door().address(), ownerOf(address), place);
      hosts.put(host.address(), host);
    }
    if (host != null) {
      host.add(finding);
    }
  }

  /** Whose an address is by the scope; else the address. */
  public String ownerOf(InetAddress address) {
    String owner = owners.of(address).network();
    return owner.isEmpty() ? address.getHostAddress() : owner;
  }

  /** Where an address is. */
  public Place placeOf(Finding finding) {
    return ranges.of(finding.door().socketAddress().getAddress());
  }

  private static Group group(Map<String, Group> groups, String key) {
    if (groups.size() >= MAX_GROUPS && !groups.containsKey(key)) {
      return groups.computeIfAbsent("", Group::new);
    }
    return groups.computeIfAbsent(key, Group::new);
  }

  private void group() {
    Map<String, OwnerRow> byOwner = new LinkedHashMap<>();
    for (Host host : hosts.values()) {
      group(countries, host.place().country()).host(host);
      group(products, host.product()).host(host);
      byOwner.computeIfAbsent(host.owner(), OwnerRow::new).add(host);
    }
    List<OwnerRow> rows = new ArrayList<>(byOwner.values());
    rows.sort(
        Comparator.comparing(OwnerRow::verdict, Verdicts.BY_HARM.reversed())
            .thenComparing(
                Comparator.comparingLong((OwnerRow row) -> row.studies().count().number())
                    .reversed())
            .thenComparing(OwnerRow::owner));
    ownerRows = List.copyOf(rows);
  }

  /** Findings in all. */
  public long findings() {
    return findings;
  }

  /** Findings of an open door. */
  public long open() {
    return open;
  }

  /** Findings of further hosts that could not be held. */
  public long beyond() {
    return beyond;
  }

  /** Findings by verdict, in the verdicts' order. */
  public Map<Verdict, Long> verdicts() {
    return new EnumMap<>(verdicts);
  }

  /** By country, most open first. */
  public List<Group> countries() {
    return sorted(countries.values());
  }

  /** By product, most open first. */
  public List<Group> products() {
    return sorted(products.values());
  }

  private static List<Group> sorted(Collection<Group> groups) {
    List<Group> list = new ArrayList<>(groups);
    list.sort(
        Comparator.comparingLong(Group::open)
            .reversed()
            .thenComparing(Comparator.comparingLong(Group::services).reversed())
            .thenComparing(Group::key));
    return list;
  }

  /** Every owner of whom more than "closed" is to be said, worst first. */
  public List<OwnerRow> owners() {
    return ownerRows;
  }

  /** Those of them with an open door. */
  public List<OwnerRow> openOwners() {
    return ownerRows.stream().filter(row -> row.verdict().open()).toList();
  }

  /** Open doors, worst first, at most {@link #MAX_SHOWN}. */
  public List<Finding> worst() {
    List<Finding> list = new ArrayList<>(worst);
    list.sort(BY_HARM.reversed());
    return list;
  }

  /** Studies that strangers could list. */
  public Total studies() {
    Total total = new Total();
    hosts.values().stream().filter(h -> h.verdict().open()).forEach(h -> total.add(h.studies()));
    return total;
  }

  /** Images and other objects likewise. */
  public Total instances() {
    Total total = new Total();
    hosts.values().stream().filter(h -> h.verdict().open()).forEach(h -> total.add(h.instances()));
    return total;
  }

  /** Patients likewise, where a route shows no names. */
  public Total patients() {
    Total total = new Total();
    hosts.values().stream().filter(h -> h.verdict().open()).forEach(h -> total.add(h.patients()));
    return total;
  }
}

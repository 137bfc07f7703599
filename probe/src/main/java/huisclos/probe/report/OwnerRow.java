package huisclos.probe.report;

import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import huisclos.probe.results.Verdicts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One owner across hosts and protocols: the worst verdict counts, and counts are added over hosts
 * (of each host the greatest over its protocols). Not thread-safe.
 */
public final class OwnerRow {
  private final String owner;
  private final List<Host> hosts = new ArrayList<>();
  private final Set<String> countries = new TreeSet<>();
  private final Set<String> products = new TreeSet<>();
  private final Set<Service> open = EnumSet.noneOf(Service.class);
  private final Total patients = new Total();
  private final Total studies = new Total();
  private final Total instances = new Total();
  private Verdict verdict = Verdict.CLOSED;
  private Instant seen = Instant.EPOCH;

  OwnerRow(String owner) {
    this.owner = owner;
  }

  void add(Host host) {
    hosts.add(host);
    countries.add(host.place().country());
    products.add(host.product());
    open.addAll(host.open());
    verdict = Verdicts.worse(host.verdict(), verdict);
    seen = host.seen().isAfter(seen) ? host.seen() : seen;
    if (host.verdict().open()) {
      patients.add(host.patients());
      studies.add(host.studies());
      instances.add(host.instances());
    }
  }

  public String owner() {
    return owner;
  }

  public List<Host> hosts() {
    return List.copyOf(hosts);
  }

  public Set<String> countries() {
    return Set.copyOf(countries);
  }

  public Set<String> products() {
    return new TreeSet<>(products);
  }

  public Set<Service> open() {
    return EnumSet.copyOf(open);
  }

  public Total patients() {
    return patients;
  }

  public Total studies() {
    return studies;
  }

  public Total instances() {
    return instances;
  }

  public Verdict verdict() {
    return verdict;
  }

  public Instant seen() {
    return seen;
  }
}

package huisclos.probe.report;

import huisclos.probe.finding.Count;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.Verdict;
import huisclos.probe.results.Verdicts;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the doors of one address come to together: the worst verdict, and of each count the greatest
 * over its protocols, for they show the same archive. Not thread-safe.
 */
public final class Host {
  private final String address;
  private final String owner;
  private final Place place;
  private final Set<Service> open = EnumSet.noneOf(Service.class);
  private Verdict verdict = Verdict.CLOSED;
  private String product = Software.UNKNOWN;
  private Software.Grade grade = Software.Grade.NONE;
  private Count patients = Count.not("");
  private Count studies = Count.not("");
  private Count instances = Count.not("");
  private Instant seen = Instant.EPOCH;

  Host(String address, String owner, Place place) {
    this.address = address;
    this.owner = owner;
    this.place = place;
  }

  void add(Finding finding) {
    Verdict its = finding.verdict();
    Software software = finding.software();
    if (!software.product().equals(Software.UNKNOWN) && software.grade().compareTo(grade) < 0) {
      product = software.product();
      grade = software.grade();
    }
    verdict = Verdicts.worse(its, verdict);
    seen = finding.seen().isAfter(seen) ? finding.seen() : seen;
    if (its.open()) {
      open.add(finding.service());
      patients = Total.better(patients, finding.exposure().patients());
      studies = Total.better(studies, finding.exposure().studies());
      instances = Total.better(instances, finding.exposure().instances());
    }
  }

  public String address() {
    return address;
  }

  /** The scope's name for whose it is, else the address. */
  public String owner() {
    return owner;
  }

  public Place place() {
    return place;
  }

  public Verdict verdict() {
    return verdict;
  }

  /** The product with the best evidence. */
  public String product() {
    return product;
  }

  /** What is open there. */
  public Set<Service> open() {
    return EnumSet.copyOf(open);
  }

  public Count patients() {
    return patients;
  }

  public Count studies() {
    return studies;
  }

  public Count instances() {
    return instances;
  }

  /** When it was last looked at. */
  public Instant seen() {
    return seen;
  }
}

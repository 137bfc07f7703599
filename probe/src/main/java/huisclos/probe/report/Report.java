package huisclos.probe.report;

import huisclos.probe.finding.Count;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Software;
import huisclos.probe.results.DoorHistory;
import huisclos.probe.results.RunHead;
import huisclos.probe.results.RunTail;
import huisclos.probe.results.ScopeNote;
import huisclos.probe.results.Sweep;
import huisclos.probe.results.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a report says, whatever its form.
 *
 * @param head of the run, or of the latest one where it is about all
 * @param scope what that run was allowed
 * @param tail how it ended
 * @param sweep what was dialled
 * @param findings all of them
 * @param summary of them
 * @param points every run, oldest first
 * @param classes of countries over time
 * @param history by {@code Door.toString()}
 * @param told who was told when
 * @param names what hosts and owners are called
 * @param texts in the report's language
 * @param made when
 */
public record Report(
    RunHead head,
    ScopeNote scope,
    Optional<RunTail> tail,
    Sweep sweep,
    Findings findings,
    Summary summary,
    List<RunPoint> points,
    List<CountryClasses.Row> classes,
    Map<String, DoorHistory> history,
    List<Told> told,
    Names names,
    Texts texts,
    Instant made) {

  /** Whether every target was visited. */
  public boolean complete() {
    return tail.map(RunTail::complete).orElse(false);
  }

  /** Why not every target was visited. */
  public String whyIncomplete() {
    return tail.map(RunTail::why)
        .filter(why -> !why.isEmpty())
        .orElseGet(() -> texts.get("incomplete.unknown"));
  }

  /** A count as people read it. */
  public String shown(Count count) {
    return switch (count.kind()) {
      case EXACT -> texts.number(count.number());
      case AT_LEAST -> texts.get("count.atleast", texts.number(count.number()));
      case NOT_COUNTED -> texts.get("count.not");
    };
  }

  /** The first sentences: what was found, and how much could be listed. */
  public List<String> lead() {
    int owners = summary.openOwners().size();
    if (summary.open() == 0) {
      return List.of(texts.get("lead.none"));
    }
    List<String> lead = new ArrayList<>();
    lead.add(texts.get("lead.open", summary.open(), owners));
    if (summary.studies().count().kind() != Count.Kind.NOT_COUNTED) {
      lead.add(
          texts.get(
              "lead.count", shown(summary.studies().count()), shown(summary.instances().count())));
    }
    return lead;
  }

  /** Since when a door is open, where that is known. */
  public Optional<Instant> openSince(Finding finding) {
    return Optional.ofNullable(history.get(finding.door().toString())).map(DoorHistory::firstOpen);
  }

  /** A product's name, in words where it has none. */
  public String product(String product) {
    if (product.isEmpty()) {
      return texts.get("product.other");
    }
    return product.equals(Software.UNKNOWN) ? texts.get("product.unknown") : product;
  }

  /** Product and version. */
  public String software(Finding finding) {
    String name = product(finding.software().product());
    return finding.software().version().isEmpty()
        ? name
        : texts.get("door.software.version", name, finding.software().version());
  }

  /** The steps that the scope allows, in order. */
  public List<Rung> allowed() {
    return rungs(true);
  }

  /** Those it doesn't. */
  public List<Rung> notAllowed() {
    return rungs(false);
  }

  private List<Rung> rungs(boolean allowed) {
    List<Rung> list = new ArrayList<>();
    for (Rung rung : Rung.values()) {
      if (scope.rungs().contains(rung) == allowed) {
        list.add(rung);
      }
    }
    return list;
  }

  /** When an owner was told last. */
  public Optional<Told> lastTold(OwnerRow row) {
    Told last = null;
    for (Told one : told) {
      boolean its =
          one.owner().equals(row.owner())
              || row.hosts().stream().anyMatch(host -> host.address().equals(one.owner()));
      if (its && (last == null || one.when().isAfter(last.when()))) {
        last = one;
      }
    }
    return Optional.ofNullable(last);
  }

  /** What it can't say, in the report's language. */
  public List<String> limits() {
    List<String> limits = new ArrayList<>(texts.list("limits"));
    if (summary.beyond() > 0) {
      limits.add(texts.get("limits.beyond", texts.number(summary.beyond())));
    }
    return limits;
  }
}

package huisclos.probe.scope;

import huisclos.probe.finding.Rung;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A range of a scope as it is written there.
 *
 * @param label its CIDR, or the host's name
 * @param name the host's name, pinned to its addresses; empty for a CIDR
 * @param spans its addresses, before exclusions
 * @param rungs what is allowed there
 * @param ports which ports of the scope's table
 * @param owner whose it is; may be empty
 * @param authority the evidence; empty without
 * @param intendedPublic why it is taken as meant to be public; empty where it isn't
 */
record ScopeRange(
    String label,
    Optional<String> name,
    List<Span> spans,
    Set<Rung> rungs,
    Set<Integer> ports,
    String owner,
    Optional<Authority> authority,
    Optional<String> intendedPublic) {
  ScopeRange {
    spans = List.copyOf(spans);
    EnumSet<Rung> ordered = EnumSet.noneOf(Rung.class);
    ordered.addAll(rungs);
    rungs = Collections.unmodifiableSet(ordered);
    ports = Collections.unmodifiableSet(new TreeSet<>(ports));
  }

  /** Its addresses without those that it can't mean. */
  List<Span> meant() {
    return spans.stream().flatMap(span -> Specials.notMeant(span).leftOf(span).stream()).toList();
  }
}

package huisclos.probe.scope;

import huisclos.probe.finding.Rung;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code [[consent]]} tables of a scope, and whether none is missing. */
final class ConsentReader {
  /** Most of them. */
  static final int MAX_CONSENTS = 10_000;

  private static final int MAX_LINE = 500;

  private final Set<Rung> most;

  ConsentReader(Set<Rung> most) {
    this.most = most;
  }

  List<Consent> read(TomlReader root, List<ScopeRange> ranges, IpSet excluded)
      throws ScopeException {
    IpSet targets = IpSet.of(ranges.stream().flatMap(range -> range.meant().stream()).toList());
    List<Consent> consents = new ArrayList<>();
    Set<Ip> hosts = new HashSet<>();
    for (TomlReader table : root.tables("consent", MAX_CONSENTS)) {
      Consent consent = consent(table);
      Ip host = Ip.of(consent.host());
      if (!targets.holds(host) || excluded.holds(host)) {
        throw table.wrong("host", host + " isn't in the scope", "add its range, or remove this");
      }
      if (!hosts.add(host)) {
        throw table.wrong("host", "a second consent for " + host, "join them");
      }
      consents.add(consent);
    }
    for (Rung rung : List.of(Rung.CREDENTIALS, Rung.WRITABLE)) {
      if (most.contains(rung) && consents.stream().noneMatch(c -> c.rungs().contains(rung))) {
        throw root.wrong(
            "scope",
            "scope.rungs allows " + rung.word() + ", and no owner's consent to it is here",
            "add a [[consent]] for each host, or remove the rung");
      }
    }
    return List.copyOf(consents);
  }

  private Consent consent(TomlReader table) throws ScopeException {
    Span host = ScopeReader.span(table, "host", table.line("host", MAX_LINE, "192.0.2.7"));
    if (host.size() != 1) {
      throw table.wrong("host", "a consent is for one address", "write one [[consent]] a host");
    }
    Set<Rung> rungs = ScopeReader.rungs(table, EnumSet.noneOf(Rung.class));
    for (Rung rung : rungs) {
      if (!Scope.byConsent(rung)) {
        throw table.wrong(
            "rungs", rung.word() + " needs no consent", "only credentials and writable do");
      }
      if (!most.contains(rung)) {
        throw table.wrong(
            "rungs", "scope.rungs doesn't allow " + rung.word(), "add it to scope.rungs");
      }
    }
    String text =
        table
            .text("text")
            .orElseThrow(
                () -> table.wrong("text", "the owner's words are missing", "add text = \"…\""));
    Optional<String> plan = table.text("deletion_plan");
    if (rungs.contains(Rung.WRITABLE) && plan.isEmpty()) {
      throw table.wrong(
          "rungs",
          "writable without a plan for the canary's deletion",
          "add deletion_plan = \"who deletes it, how, by when\"");
    }
    InetAddress address = host.first().address();
    Consent consent =
        new Consent(
            address,
            rungs,
            text,
            plan,
            table.flag("phi_in_transit"),
            table.date("date"),
            table.line("owner_key", MAX_LINE).orElse(""),
            table.line("owner_signature", MAX_LINE).orElse(""));
    table.nothingElse();
    return consent;
  }
}

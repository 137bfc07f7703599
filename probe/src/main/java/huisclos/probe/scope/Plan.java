package huisclos.probe.scope;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Look;
import huisclos.probe.wire.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What would be sent to whom. Made from the scope and the looks' own lists; sends nothing.
 *
 * @param scope whose plan it is
 * @param rows the addresses, each in exactly one row
 * @param sendings what the rows refer to
 * @param atLeast how long it takes where every port answers at once
 * @param ifSilent how long it takes where no port answers at all
 * @param obstacle why nothing may be sent by it now; empty where it may
 */
public record Plan(
    Scope scope,
    List<Row> rows,
    List<Sending> sendings,
    Duration atLeast,
    Duration ifSilent,
    Optional<ScopeException> obstacle) {

  /**
   * Addresses that get the same.
   *
   * @param range the range as the scope writes it; with a host's address where it has a consent
   * @param addresses how many, without exclusions
   * @param owner whose they are; may be empty
   * @param evidence of authority; empty without
   * @param rungs what is allowed
   * @param ports which ports, by kind
   * @param sends for each kind, the number of the sending
   */
  public record Row(
      String range,
      long addresses,
      String owner,
      Optional<String> evidence,
      Set<Rung> rungs,
      Map<DoorKind, List<Integer>> ports,
      Map<DoorKind, Integer> sends) {}

  /**
   * What may be sent to a port of a kind, in order.
   *
   * @param number by which rows name it
   * @param kind the kind of port
   * @param rungs what is allowed
   * @param namesMayCross whether an owner signed that names may cross the wire
   * @param purposes each message, and what for
   */
  public record Sending(
      int number, DoorKind kind, Set<Rung> rungs, boolean namesMayCross, List<Purpose> purposes) {}

  private record Key(
      ScopeRange range, String host, Set<Rung> rungs, Set<Integer> ports, boolean names) {}

  private record What(DoorKind kind, Set<Rung> rungs, boolean names) {}

  public Plan {
    rows = List.copyOf(rows);
    sendings = List.copyOf(sendings);
  }

  /** The plan of a signed scope with these looks. */
  public static Plan of(Scope scope, List<Look> looks) {
    return of(new Scopes.Draft(scope, Optional.empty()), looks);
  }

  /** The plan of a scope, signed or not, with these looks. */
  public static Plan of(Scopes.Draft draft, List<Look> looks) {
    Scope scope = draft.scope();
    Map<Key, Long> groups = groups(scope);
    Map<What, Sending> sendings = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    groups.forEach((key, addresses) -> {
      if (addresses > 0) {
        rows.add(row(scope, looks, key, addresses, sendings));
      }
    });
    return new Plan(
        scope,
        rows,
        List.copyOf(sendings.values()),
        duration(scope, rows, 0),
        duration(scope, rows, scope.patience().connect().toNanos() / 1e9),
        draft.obstacle());
  }

  private static Map<Key, Long> groups(Scope scope) {
    Map<Key, Long> groups = new LinkedHashMap<>();
    for (Zones.Zone zone : scope.zones().all()) {
      Key key = new Key(zone.range(), "", scope.rungs(zone, Ip.NOBODY), zone.ports(), false);
      groups.merge(key, zone.span().size(), Long::sum);
    }
    for (Consent consent : scope.consents()) {
      Ip ip = Ip.of(consent.host());
      Zones.Zone zone = scope.zones().at(ip).orElseThrow();
      groups.merge(
          new Key(zone.range(), "", scope.rungs(zone, Ip.NOBODY), zone.ports(), false),
          -1L,
          Long::sum);
      groups.put(
          new Key(
              zone.range(),
              ip.toString(),
              scope.rungs(zone, ip),
              zone.ports(),
              scope.namesMayCross(ip)),
          1L);
    }
    return groups;
  }

  private static Row row(
      Scope scope, List<Look> looks, Key key, long addresses, Map<What, Sending> sendings) {
    Map<DoorKind, List<Integer>> ports = new EnumMap<>(DoorKind.class);
    Map<DoorKind, Integer> sends = new EnumMap<>(DoorKind.class);
    for (PortRule rule : scope.ports()) {
      if (key.ports().contains(rule.port())) {
        ports.computeIfAbsent(rule.kind(), _ -> new ArrayList<>()).add(rule.port());
      }
    }
    for (DoorKind kind : ports.keySet()) {
      What what = new What(kind, key.rungs(), key.names());
      Sending sending = sendings.get(what);
      if (sending == null) {
        sending =
            new Sending(sendings.size() + 1, kind, key.rungs(), key.names(), purposes(looks, what));
        sendings.put(what, sending);
      }
      sends.put(kind, sending.number());
    }
    String label = key.range().label();
    return new Row(
        key.host().isEmpty() || key.host().equals(label) ? label : label + " " + key.host(),
        addresses,
        key.range().owner(),
        key.range().authority().map(Authority::shown),
        key.rungs(),
        ports,
        sends);
  }

  private static List<Purpose> purposes(List<Look> looks, What what) {
    return looks.stream()
        .filter(look -> look.kinds().contains(what.kind()))
        .flatMap(look -> look.purposes(what.kind(), what.rungs(), what.names()).stream())
        .toList();
  }

  /** One connection a port, each answered after these seconds. */
  private static Duration duration(Scope scope, List<Row> rows, double wait) {
    Rates rates = scope.rates();
    double connections = 0;
    double hostSeconds = 0;
    double longest = 0;
    for (Row row : rows) {
      int ports = row.ports().values().stream().mapToInt(List::size).sum();
      double host = wait + (ports - 1) * Math.max(wait, 1 / rates.perHostPerSecond());
      connections += (double) row.addresses() * ports;
      hostSeconds += row.addresses() * host;
      longest = Math.max(longest, host);
    }
    double seconds =
        Math.max(
            longest,
            Math.max(connections / rates.totalPerSecond(), hostSeconds / rates.hostsAtOnce()));
    return Duration.ofSeconds((long) Math.ceil(seconds));
  }

  /** How many connections at least: one for each port of each address. */
  public double connections() {
    return rows.stream()
        .mapToDouble(row ->
            (double) row.addresses() * row.ports().values().stream().mapToInt(List::size).sum())
        .sum();
  }

  /** For people. */
  public String text() {
    return PlanText.text(this);
  }

  /** For programs: the same, one object. */
  public ObjectNode json() {
    return PlanText.json(this);
  }
}

package huisclos.probe.scope;

import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Patience;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who allowed what, where, when and how fast. Comes from {@link Scopes} only, which checks the
 * signatures; one that nobody signed can be planned with, and its mandate objects to everything.
 * Immutable.
 */
public final class Scope {
  /** From one address more than this on, two authorisers have to sign. */
  public static final long MAX_ADDRESSES_OF_ONE = 65_536;

  /** Most addresses of a scope; more could not be visited in years. */
  public static final long MAX_ADDRESSES = 1L << 40;

  /** What {@code [scope]} says. */
  record Head(
      String name,
      String operator,
      String authoriser,
      String contact,
      String optOut,
      Instant from,
      Instant until,
      Set<Rung> rungs) {}

  /** Everything that is written in the file. */
  record Parts(
      Head head,
      Rates rates,
      Patience patience,
      List<PortRule> ports,
      List<ScopeRange> ranges,
      IpSet excluded,
      List<Consent> consents,
      Inquiries inquiries,
      String sha256) {}

  private final Parts parts;
  private final Zones zones;
  private final List<String> authorisers;
  private final Set<Ip> namesCross;
  private final Map<Ip, Consent> consents = new HashMap<>();
  private final Map<Ip, String> names = new HashMap<>();

  private Scope(Parts parts, Zones zones, List<String> authorisers, Set<Ip> namesCross) {
    this.parts = parts;
    this.zones = zones;
    this.authorisers = List.copyOf(authorisers);
    this.namesCross = Set.copyOf(namesCross);
    parts.consents().forEach(consent -> consents.put(Ip.of(consent.host()), consent));
    for (ScopeRange range : parts.ranges()) {
      range
          .name()
          .ifPresent(name -> range.spans().forEach(span -> names.putIfAbsent(span.first(), name)));
    }
  }

  /** As it is written, signed by nobody. */
  static Scope unsigned(Parts parts) throws ScopeException {
    return new Scope(parts, Zones.of(parts.ranges(), parts.excluded()), List.of(), Set.of());
  }

  /**
   * As it was signed.
   *
   * @param by names of the authorisers
   * @param crossing hosts whose owners signed that names may cross
   */
  Scope signed(List<String> by, Set<Ip> crossing) {
    return new Scope(parts, zones, by, crossing);
  }

  /** Its name. */
  public String name() {
    return parts.head().name();
  }

  /** Who runs the probe. */
  public String operator() {
    return parts.head().operator();
  }

  /** Who authorises it, as the scope says; {@link #authorisers} is who signed. */
  public String authoriser() {
    return parts.head().authoriser();
  }

  /** The names of the trusted keys that signed it; empty where it isn't signed. */
  public List<String> authorisers() {
    return authorisers;
  }

  /** Whom an owner can reach. */
  public String contact() {
    return parts.head().contact();
  }

  /** How an owner says that he doesn't want to be probed again. */
  public String optOut() {
    return parts.head().optOut();
  }

  /** The first moment at which something may be sent. */
  public Instant from() {
    return parts.head().from();
  }

  /** The moment from which on nothing may be sent. */
  public Instant until() {
    return parts.head().until();
  }

  /** The rungs that are allowed where a range doesn't say less. */
  public Set<Rung> rungs() {
    return parts.head().rungs();
  }

  /** How fast. */
  public Rates rates() {
    return parts.rates();
  }

  /** How patient. */
  public Patience patience() {
    return parts.patience();
  }

  /** Its table of ports, ascending. */
  public List<PortRule> ports() {
    return parts.ports();
  }

  /** The ports that are visited at an address, ascending; none where it is outside. */
  public List<PortRule> portsOf(InetAddress address) {
    Set<Integer> here = zones.at(Ip.of(address)).map(Zones.Zone::ports).orElse(Set.<Integer>of());
    return parts.ports().stream().filter(rule -> here.contains(rule.port())).toList();
  }

  /** What the owners consented to. */
  public List<Consent> consents() {
    return parts.consents();
  }

  /** What the probe may ask others. */
  public Inquiries inquiries() {
    return parts.inquiries();
  }

  /** SHA-256 of the file, lower-case hex. */
  public String sha256() {
    return parts.sha256();
  }

  /** Whose an address is, as the scope says; empty where it doesn't, or the address is outside. */
  public Optional<String> ownerOf(InetAddress address) {
    return zones
        .at(Ip.of(address))
        .map(zone -> zone.range().owner())
        .filter(owner -> !owner.isEmpty());
  }

  /** Why an address is taken as meant to be public, as the scope says; empty where it doesn't. */
  public Optional<String> intendedPublic(InetAddress address) {
    return zones.at(Ip.of(address)).flatMap(zone -> zone.range().intendedPublic());
  }

  /**
   * A piece of the scope, for those who keep a note of it.
   *
   * @param cidr without what was excluded
   * @param owner whose it is; may be empty
   */
  public record Piece(String cidr, String owner) {}

  /** What is in it, without what was excluded: disjoint, ascending. */
  public List<Piece> pieces() {
    return zones.all().stream()
        .flatMap(
            zone -> zone.span().cidrs().stream().map(cidr -> new Piece(cidr, zone.range().owner())))
        .toList();
  }

  /** What was excluded, as CIDRs. */
  public List<String> excluded() {
    return parts.excluded().spans().stream().flatMap(span -> span.cidrs().stream()).toList();
  }

  /** The addresses. */
  public TargetSpace targets() {
    return new TargetSpace() {
      @Override
      public long size() {
        return zones.addresses().size();
      }

      @Override
      public InetAddress at(long index) {
        return zones.addresses().at(index).address();
      }

      @Override
      public Optional<String> nameOf(InetAddress address) {
        return Optional.ofNullable(names.get(Ip.of(address)));
      }
    };
  }

  /** What may be done to whom, at the time that this clock shows when it is asked. */
  public Mandate mandate(InstantSource clock) {
    return new ScopeMandate(this, clock);
  }

  Zones zones() {
    return zones;
  }

  boolean excluded(Ip ip) {
    return parts.excluded().holds(ip);
  }

  Optional<Consent> consent(Ip ip) {
    return Optional.ofNullable(consents.get(ip));
  }

  boolean namesMayCross(Ip ip) {
    return namesCross.contains(ip);
  }

  /** The rungs allowed at an address of a zone: those that need consent only with it. */
  Set<Rung> rungs(Zones.Zone zone, Ip ip) {
    Optional<Consent> consent = consent(ip);
    java.util.EnumSet<Rung> here = java.util.EnumSet.noneOf(Rung.class);
    for (Rung rung : zone.rungs()) {
      if (!byConsent(rung) || consent.filter(c -> c.rungs().contains(rung)).isPresent()) {
        here.add(rung);
      }
    }
    return here;
  }

  /** Whether a rung needs the owner's consent. */
  static boolean byConsent(Rung rung) {
    return rung == Rung.CREDENTIALS || rung == Rung.WRITABLE;
  }
}

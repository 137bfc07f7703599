package huisclos.probe.scope;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Patience;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** Reads a scope file, all but its signatures. Every error names the line and what mends it. */
final class ScopeReader {
  /** Most ports in all. */
  static final int MAX_PORTS = 256;

  /** Most exclusions. */
  static final int MAX_EXCLUSIONS = 100_000;

  /** Longest text of one line, characters. */
  static final int MAX_LINE = 200;

  private static final int MAX_MILLIS = 3_600_000;
  private static final Duration LONGEST_WINDOW = Duration.ofDays(366);

  /** Ports where the scope names none of a kind; {@code docs/probe.md} says where from. */
  private static final Map<DoorKind, List<Integer>> USUAL =
      Map.of(
          DoorKind.DICOM, List.of(104, 2761, 4242, 11112),
          DoorKind.DICOM_TLS, List.of(2762),
          DoorKind.HTTP, List.of(80, 8042, 8080),
          DoorKind.HTTPS, List.of(443, 8443),
          DoorKind.HL7, List.of(2575),
          DoorKind.FTP, List.of(21),
          DoorKind.SMB, List.of(445));

  private final Path file;
  private final byte[] bytes;

  ScopeReader(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  Scope.Parts read() throws ScopeException {
    TomlParseResult toml = Toml.parse(decoded());
    if (toml.hasErrors()) {
      var first = toml.errors().getFirst();
      throw new ScopeException(
          file + ":" + first.position().line() + ": not valid TOML: " + first.getMessage(),
          "`huisclos probe init FILE` writes one to start from");
    }
    TomlReader root = TomlReader.of(file, toml);
    TomlReader scope =
        root.table("scope")
            .orElseThrow(() ->
                root.wrong(
                    "scope",
                    "the table [scope] is missing",
                    "`huisclos probe init FILE` writes a scope to start from"));
    Scope.Head head = head(scope);
    Optional<TomlReader> pace = root.table("rates");
    Rates rates = pace.isPresent() ? rates(pace.orElseThrow()) : Rates.usual();
    Patience patience = pace.isPresent() ? patience(pace.orElseThrow()) : Patience.usual();
    if (pace.isPresent()) {
      pace.orElseThrow().nothingElse();
    }
    List<PortRule> ports = ports(root);
    IpSet excluded = excluded(root);
    RangeReader ranges = new RangeReader(file.toAbsolutePath(), head.rungs(), ports);
    List<ScopeRange> list = ranges.read(root);
    List<Consent> consents = new ConsentReader(head.rungs()).read(root, list, excluded);
    Inquiries inquiries = InquiryReader.read(file, root);
    root.nothingElse();
    return new Scope.Parts(
        head, rates, patience, ports, list, excluded, consents, inquiries, Digests.of(bytes));
  }

  private String decoded() throws ScopeException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ScopeException(file + " isn't UTF-8", "save it as UTF-8");
    }
  }

  private static Scope.Head head(TomlReader scope) throws ScopeException {
    Instant from = scope.moment("from").toInstant();
    Instant until = scope.moment("until").toInstant();
    if (!from.isBefore(until)) {
      throw scope.wrong("until", "the window ends before it begins", "set until after from");
    }
    if (Duration.between(from, until).compareTo(LONGEST_WINDOW) > 0) {
      throw scope.wrong("until", "the window is longer than a year", "sign a new scope each year");
    }
    Scope.Head head =
        new Scope.Head(
            scope.line("name", MAX_LINE, "what this probe is called"),
            scope.line("operator", MAX_LINE, "who runs it"),
            scope.line("authoriser", MAX_LINE, "who answers for it"),
            scope.line("contact", MAX_LINE, "mailto:probe@example.org"),
            scope.line("opt_out", MAX_LINE, "how an owner says no"),
            from,
            until,
            rungs(scope, EnumSet.of(Rung.REACHABLE, Rung.ASSOCIATES)));
    scope.nothingElse();
    return head;
  }

  /** The rungs of a table, or these where it names none. */
  static Set<Rung> rungs(TomlReader table, Set<Rung> otherwise) throws ScopeException {
    Optional<List<String>> words =
        table.array("rungs", String.class, "rungs in quotes", Rung.values().length);
    if (words.isEmpty()) {
      return otherwise;
    }
    EnumSet<Rung> rungs = EnumSet.noneOf(Rung.class);
    for (String word : words.orElseThrow()) {
      rungs.add(
          Rung.of(word)
              .orElseThrow(() ->
                  table.wrong(
                      "rungs",
                      "there is no rung of this name in " + table.named("rungs"),
                      "reachable, associates, queryable, countable, retrievable, credentials,"
                          + " writable")));
    }
    return rungs;
  }

  private static Rates rates(TomlReader pace) throws ScopeException {
    Rates usual = Rates.usual();
    return new Rates(
        pace.number("per_host_per_second", Rates.MAX_PER_SECOND, usual.perHostPerSecond()),
        pace.number("total_per_second", Rates.MAX_PER_SECOND, usual.totalPerSecond()),
        pace.whole("hosts_at_once", Rates.MAX_HOSTS_AT_ONCE, usual.hostsAtOnce()));
  }

  private static Patience patience(TomlReader pace) throws ScopeException {
    Patience usual = Patience.usual();
    return new Patience(
        millis(pace, "connect_timeout_ms", usual.connect()),
        millis(pace, "reply_timeout_ms", usual.reply()),
        millis(pace, "conversation_timeout_ms", usual.conversation()));
  }

  private static Duration millis(TomlReader pace, String key, Duration usual)
      throws ScopeException {
    return Duration.ofMillis(pace.whole(key, MAX_MILLIS, (int) usual.toMillis()));
  }

  private static List<PortRule> ports(TomlReader root) throws ScopeException {
    Optional<TomlReader> table = root.table("ports");
    List<PortRule> rules = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (DoorKind kind : DoorKind.values()) {
      List<Integer> usual = USUAL.getOrDefault(kind, List.of());
      Optional<List<Integer>> given =
          table.isPresent() ? numbers(table.orElseThrow(), kind.word()) : Optional.empty();
      for (int port : given.orElse(usual)) {
        if (seen.add(port)) {
          rules.add(new PortRule(port, kind));
        } else if (given.isPresent()) {
          // A usual port that the scope gives another kind simply follows the scope.
          boolean other = rules.removeIf(rule -> rule.port() == port && !named(table, rule));
          if (!other) {
            throw table
                .orElseThrow()
                .wrong(kind.word(), "port " + port + " is named twice", "a port has one kind");
          }
          rules.add(new PortRule(port, kind));
        }
      }
    }
    if (table.isPresent()) {
      table.orElseThrow().nothingElse();
    }
    if (rules.isEmpty() || rules.size() > MAX_PORTS) {
      throw root.wrong("ports", "a scope has 1 to " + MAX_PORTS + " ports", "");
    }
    rules.sort(Comparator.comparingInt(PortRule::port));
    return List.copyOf(rules);
  }

  private static boolean named(Optional<TomlReader> table, PortRule rule) {
    return table.filter(t -> t.has(rule.kind().word())).isPresent();
  }

  /** A list of port numbers. */
  static Optional<List<Integer>> numbers(TomlReader table, String key) throws ScopeException {
    Optional<List<Long>> given = table.array(key, Long.class, "port numbers", MAX_PORTS);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> ports = new ArrayList<>();
    for (long port : given.orElseThrow()) {
      if (port < 1 || port > 0xFFFF) {
        throw table.wrong(key, "port " + port + " is out of range", "1 to 65535");
      }
      ports.add((int) port);
    }
    return Optional.of(ports);
  }

  private static IpSet excluded(TomlReader root) throws ScopeException {
    Optional<TomlReader> table = root.table("exclude");
    if (table.isEmpty()) {
      return IpSet.EMPTY;
    }
    TomlReader exclude = table.orElseThrow();
    List<Span> spans = new ArrayList<>();
    for (String text :
        exclude
            .array("addresses", String.class, "addresses in quotes", MAX_EXCLUSIONS)
            .orElse(List.of())) {
      spans.add(span(exclude, "addresses", text));
    }
    exclude.nothingElse();
    return IpSet.of(spans);
  }

  /** An address or CIDR of a key. */
  static Span span(TomlReader table, String key, String text) throws ScopeException {
    try {
      return Span.parse(text);
    } catch (IllegalArgumentException e) {
      throw table.wrong(
          key,
          "\""
              + (text.length() > 64 ? text.substring(0, 64) + "…" : text)
              + "\": "
              + e.getMessage(),
          "such as 192.0.2.0/24, 2001:db8::/120 or 192.0.2.7");
    }
  }
}

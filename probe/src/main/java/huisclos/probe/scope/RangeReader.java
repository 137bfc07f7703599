package huisclos.probe.scope;

import huisclos.probe.finding.Rung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the {@code [[range]]} tables of a scope. */
final class RangeReader {
  /** Most of them. */
  static final int MAX_RANGES = 20_000;

  /** Most addresses pinned to a name. */
  static final int MAX_PINNED = 64;

  private static final int MAX_LINE = 500;
  private static final long MAX_MANDATE_BYTES = 16 << 20;
  private static final int MAX_NAME = 253;
  private static final String WELL_KNOWN = "/.well-known/";
  private static final Pattern NAME =
      Pattern.compile(
          "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String EVIDENCE_FIX =
      "add evidence = { mandate = \"mandate.txt\", sha256 = \"…\" }, { dns_txt =…, at =…, seen =… }"
          + " or { well_known =…, value =…, seen =… }; or rungs = [\"reachable\", \"associates\"]";

  private final Path file;
  private final Set<Rung> most;
  private final List<PortRule> table;

  RangeReader(Path file, Set<Rung> most, List<PortRule> table) {
    this.file = file;
    this.most = most;
    this.table = table;
  }

  List<ScopeRange> read(TomlReader root) throws ScopeException {
    List<ScopeRange> ranges = new ArrayList<>();
    for (TomlReader range : root.tables("range", MAX_RANGES)) {
      ranges.add(range(range));
    }
    if (ranges.isEmpty()) {
      throw root.wrong(
          "range", "the scope has no [[range]]", "add [[range]] with cidr = \"192.0.2.0/24\"");
    }
    return List.copyOf(ranges);
  }

  private ScopeRange range(TomlReader range) throws ScopeException {
    Optional<String> cidr = range.line("cidr", MAX_LINE);
    Optional<String> name = range.line("name", MAX_NAME).map(n -> n.toLowerCase(Locale.ROOT));
    if (cidr.isPresent() == name.isPresent()) {
      throw range.wrong("cidr", "a range has either cidr or name", "");
    }
    List<Span> spans =
        cidr.isPresent()
            ? List.of(ScopeReader.span(range, "cidr", cidr.orElseThrow()))
            : pinned(range, name.orElseThrow());
    for (Span span : spans) {
      if (Specials.never(span)) {
        throw range.wrong(
            cidr.isPresent() ? "cidr" : "addresses",
            "multicast, reserved and embedded addresses are never probed",
            "name the hosts' own addresses");
      }
    }
    String label = cidr.or(() -> name).orElseThrow();
    Optional<Authority> authority = authority(range);
    Set<Rung> rungs = rungs(range, label, authority);
    ScopeRange read =
        new ScopeRange(
            label,
            name,
            spans,
            rungs,
            ports(range),
            range.line("owner", MAX_LINE).orElse(""),
            authority,
            range.line("intended_public", MAX_LINE));
    range.nothingElse();
    return read;
  }

  private static List<Span> pinned(TomlReader range, String name) throws ScopeException {
    if (!NAME.matcher(name).matches()) {
      throw range.wrong("name", "this is no host name", "such as pacs.example.org");
    }
    List<String> addresses =
        range.array("addresses", String.class, "addresses in quotes", MAX_PINNED).orElse(List.of());
    if (addresses.isEmpty()) {
      throw range.wrong(
          "name",
          "no addresses are pinned to " + name,
          "add addresses = [\"…\"]; `huisclos probe pin " + name + "` looks them up");
    }
    List<Span> spans = new ArrayList<>();
    for (String address : addresses) {
      Span span = ScopeReader.span(range, "addresses", address);
      if (span.size() != 1) {
        throw range.wrong("addresses", "a name is pinned to single addresses", "");
      }
      spans.add(span);
    }
    return spans;
  }

  private Set<Rung> rungs(TomlReader range, String label, Optional<Authority> authority)
      throws ScopeException {
    Set<Rung> rungs = ScopeReader.rungs(range, most);
    if (!most.containsAll(rungs)) {
      throw range.wrong(
          "rungs", "a range can't allow more than scope.rungs", "add the rung to scope.rungs");
    }
    if (!rungs.contains(Rung.REACHABLE)) {
      throw range.wrong("rungs", "reachable is missing from the rungs of " + label, "add it");
    }
    Optional<Rung> above =
        rungs.stream().filter(rung -> rung.compareTo(Rung.ASSOCIATES) > 0).findFirst();
    if (above.isPresent() && authority.isEmpty()) {
      throw range.wrong(
          "rungs",
          "no evidence of authority for " + above.orElseThrow().word() + " at " + label,
          EVIDENCE_FIX);
    }
    return rungs;
  }

  private Set<Integer> ports(TomlReader range) throws ScopeException {
    Set<Integer> all = new TreeSet<>();
    table.forEach(rule -> all.add(rule.port()));
    Optional<List<Integer>> narrower = ScopeReader.numbers(range, "ports");
    if (narrower.isEmpty()) {
      return all;
    }
    Set<Integer> ports = new TreeSet<>(narrower.orElseThrow());
    for (int port : ports) {
      if (!all.contains(port)) {
        throw range.wrong(
            "ports",
            "port " + port + " has no kind",
            "name it in [ports], as dicom = [" + port + "]");
      }
    }
    return ports;
  }

  private Optional<Authority> authority(TomlReader range) throws ScopeException {
    Optional<TomlReader> table = range.table("evidence");
    if (table.isEmpty()) {
      return Optional.empty();
    }
    TomlReader evidence = table.orElseThrow();
    Authority authority;
    if (evidence.has("dns_txt")) {
      authority =
          new Authority.DnsTxt(
              evidence.line("at", MAX_LINE, "_huisclos-probe.example.org"),
              evidence.line("dns_txt", MAX_LINE, "huisclos-probe=TOKEN"),
              seen(evidence));
    } else if (evidence.has("well_known")) {
      String url =
          evidence.line(
              "well_known", MAX_LINE, "https://example.org/.well-known/huisclos-probe.txt");
      if (!url.startsWith("https://") || !url.contains(WELL_KNOWN)) {
        throw evidence.wrong(
            "well_known",
            "evidence.well_known isn't a well-known address",
            "https://HOST/.well-known/huisclos-probe.txt");
      }
      authority =
          new Authority.WellKnown(url, evidence.line("value", MAX_LINE, "TOKEN"), seen(evidence));
    } else if (evidence.has("mandate")) {
      authority = mandate(evidence);
    } else {
      throw range.wrong("evidence", "evidence of no known kind", EVIDENCE_FIX);
    }
    evidence.nothingElse();
    return Optional.of(authority);
  }

  private static String seen(TomlReader evidence) throws ScopeException {
    LocalDate date = evidence.date("seen");
    return date.toString();
  }

  private Authority mandate(TomlReader evidence) throws ScopeException {
    Path text = file.resolveSibling(evidence.line("mandate", MAX_LINE, "mandate.txt"));
    String sha256 = evidence.line("sha256", MAX_LINE, "…").toLowerCase(Locale.ROOT);
    if (!SHA256.matcher(sha256).matches()) {
      throw evidence.wrong("sha256", "a SHA-256 has 64 hex digits", "sha256sum " + text);
    }
    String is;
    try {
      if (Files.size(text) > MAX_MANDATE_BYTES) {
        throw evidence.wrong("mandate", text + " is larger than 16 MiB", "give the text itself");
      }
      is = Digests.of(Files.readAllBytes(text));
    } catch (IOException e) {
      throw evidence.wrong(
          "mandate", "the mandate " + text + " can't be read", "put it beside the scope");
    }
    if (!is.equals(sha256)) {
      throw evidence.wrong(
          "sha256",
          "the mandate " + text + " isn't the text that the scope names",
          "put the right one there; this one's hash is " + is);
    }
    return new Authority.Mandate(text, sha256);
  }
}

package huisclos.app.probelab;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Rung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the scope of a pass: the stations, each with its own doors and no other. */
final class LabScope {
  private static final String DATE = "2026-01-05";

  private static final String SIGNATURE = "# the owner of %s signs here";

  private final List<String> signing = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final Path folder;

  LabScope(Path folder, String name, List<Truth> truths, Set<Rung> rungs) throws IOException {
    this.folder = Files.createDirectories(folder);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    line("[scope]");
    line("name = \"%s\"".formatted(name));
    line("operator = \"lab operator\"");
    line("authoriser = \"The laboratory's head\"");
    line("contact = \"mailto:probe@example.org\"");
    line("opt_out = \"mailto:optout@example.org\"");
    line("from = %s".formatted(now.minus(1, ChronoUnit.HOURS)));
    line("until = %s".formatted(now.plus(1, ChronoUnit.DAYS)));
    line("rungs = [%s]".formatted(words(rungs)));
    line("[rates]");
    line("per_host_per_second = 200.0");
    line("total_per_second = 2000.0");
    line("hosts_at_once = 64");
    line("connect_timeout_ms = 2000");
    line("reply_timeout_ms = 2500");
    line("conversation_timeout_ms = 8000");
    line("[ports]");
    Map<DoorKind, Set<Integer>> kinds = new EnumMap<>(DoorKind.class);
    Map<String, Set<Integer>> hosts = new TreeMap<>();
    for (Truth truth : truths) {
      kinds.computeIfAbsent(truth.kind(), _ -> new TreeSet<>()).add(truth.port());
      hosts.computeIfAbsent(truth.address(), _ -> new TreeSet<>()).add(truth.port());
    }
    for (DoorKind kind : DoorKind.values()) {
      line("%s = %s".formatted(kind.word(), kinds.getOrDefault(kind, Set.of())));
    }
    Path mandate =
        Files.writeString(this.folder.resolve("mandate.txt"), "Probe the laboratory's servers.\n");
    String hash = sha256(Files.readAllBytes(mandate));
    hosts.forEach((host, ports) -> {
      line("[[range]]");

      line("cidr = \"%s/32\"".formatted(host));
      line("ports = %s".formatted(ports));
      line("owner = \"Practice at %s\"".formatted(host));
      line("evidence = { mandate = \"mandate.txt\", sha256 = \"%s\" }".formatted(hash));
    });
  }

  /** An owner's consent to rungs at his host; to names on the wire where he signs that. */
  LabScope consent(String host, Set<Rung> rungs, boolean names) {
    line("[[consent]]");
    line("host = \"%s\"".formatted(host));
    if (!rungs.isEmpty()) {
      line("rungs = [%s]".formatted(words(rungs)));
    }
    line("text = \"I consent to what is named here, at my own host.\"");

    if (rungs.contains(Rung.WRITABLE)) {
      line("deletion_plan = \"The laboratory deletes what it holds when it ends.\"");
    }
    if (names) {
      line("phi_in_transit = true");

      line(SIGNATURE.formatted(host));
      signing.add(host);
    }
    line("date = %s".formatted(DATE));
    return this;
  }

  /** The hosts whose owners have to sign before it counts. */
  List<String> signing() {
    return List.copyOf(signing);
  }

  /** Puts what an owner was given for his signature in its place. */
  LabScope signed(String host, String lines) {
    int at = text.indexOf(SIGNATURE.formatted(host));
    text.replace(at, at + SIGNATURE.formatted(host).length(), lines.strip());
    return this;
  }

  /** Writes it as it stands. */
  Path write() throws IOException {
    return Files.writeString(folder.resolve("SCOPE.toml"), text);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String words(Set<Rung> rungs) {
    List<String> words = new ArrayList<>();
    for (Rung rung : Rung.values()) {
      if (rungs.contains(rung)) {
        words.add('"' + rung.word() + '"');
      }
    }
    return words.stream().collect(Collectors.joining(", "));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}

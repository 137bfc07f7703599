package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without a valid scope not one packet leaves: the program runs in a network namespace of its own,
 * whose only interface counts them.
 */
class ProbeScopeIT {
  @TempDir private Path temp = Path.of(".");

  ProbeScopeIT() {}

  private record Outcome(int status, long packets, String said) {}

  private String scope(OffsetDateTime from, String more) {
    return """
    # a comment
    [scope]
    name = "Namespace"
    operator = "olga"
    authoriser = "alice"
    contact = "mailto:probe@example.org"
    opt_out = "a mail is enough"
    from = %s
    until = %s
    rungs = ["reachable", "associates"]
    [rates]
    per_host_per_second = 1000
    connect_timeout_ms = 500
    [ports]
    dicom = [104]
    dicom_tls = []
    http = [80]
    https = []
    hl7 = []
    ftp = []
    smb = []
    [[range]]
    cidr = "127.0.0.1/32"
    %s
    """
        .formatted(seconds(from), seconds(from.plusDays(2)), more);
  }

  private static String seconds(OffsetDateTime moment) {
    return moment.format(java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME);
  }

  private Path signed(String name, String text) throws IOException {
    Path file = temp.resolve(name);
    Files.writeString(file, text);
    Processes.here("probe", "sign", file.toString(), "--key", temp + "/keys/alice.key.pem").ok();
    return file;
  }

  private void furnish(OffsetDateTime today) throws IOException {
    Processes.here("probe", "key", "alice", "--out", temp + "/keys").ok();
    Processes.here(
            "probe",
            "trust",
            temp + "/keys/alice.pub.pem",
            "--name",
            "alice",
            "--probe-home",
            temp + "/home")
        .ok();
    Files.writeString(temp.resolve("unsigned.toml"), scope(today, ""));
    Path valid = signed("valid.toml", scope(today, ""));
    Path changed = temp.resolve("changed.toml");
    Files.writeString(changed, Files.readString(valid).replace("# a comment", "# b comment"));
    Files.copy(temp.resolve("valid.toml.sig"), temp.resolve("changed.toml.sig"));
    signed("expired.toml", scope(today.minusDays(9), ""));
    signed("early.toml", scope(today.plusDays(9), ""));
    signed(
        "excluded.toml",
        scope(today, "[[range]]\ncidr = \"127.9.9.9/32\"\nports = [80]\n")
            .replace(
                "[[range]]\ncidr = \"127.0.0.1/32\"", "[exclude]\naddresses = [\"127.0.0.1\"]"));
  }

  /** Runs the program once a case, and counts the packets of the loopback interface around it. */
  private Map<String, Outcome> inANamespace(Map<String, List<String>> cases) throws IOException {
    StringBuilder script = new StringBuilder("set -u\nip link set lo up || exit 9\n");
    script.append("count() { awk '/lo:/ { print $3 + $11 }' /proc/net/dev; }\n");
    cases.forEach((name, arguments) -> {
      List<String> command = Processes.huisclos(arguments.toArray(String[]::new));
      StringBuilder line = new StringBuilder();
      command.forEach(word -> line.append('\'').append(word.replace("'", "'\\''")).append("' "));
      script.append("before=$(count)\n");
      script.append(line).append("> ").append(name).append(".said 2>&1\n");
      script.append("status=$?\n");
      script.append("echo ").append(name).append(" $status $(( $(count) - before ))\n");
    });
    Path file = temp.resolve("script.sh");
    Files.writeString(file, "cd " + temp + "\n" + script);
    String out =
        Processes.run(List.of("unshare", "-n", "sh", file.toString()), Map.of()).ok().out();
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (String line : out.lines().toList()) {
      String[] words = line.split(" ", -1);
      outcomes.put(
          words[0],
          new Outcome(
              Integer.parseInt(words[1]),
              Long.parseLong(words[2]),
              Files.readString(temp.resolve(words[0] + ".said"))));
    }
    return outcomes;
  }

  @Test
  void notOnePacketWithoutAValidScope() throws IOException {
    Processes.peer("unshare");
    Processes.peer("ip");
    Assumptions.assumeTrue(
        Processes.run(List.of("unshare", "-n", "true"), Map.of()).status() == 0,
        "skipped: a network namespace needs root");
    furnish(OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS));
    Map<String, List<String>> cases = new LinkedHashMap<>();
    for (String name : List.of("unsigned", "changed", "expired", "early", "excluded", "valid")) {
      cases.put(name, probe(name, "--out", temp + "/out-" + name));
    }
    cases.put("plan", probe("valid", "--plan"));
    Map<String, Outcome> outcomes = inANamespace(cases);

    assertThat(outcomes).hasSameSizeAs(cases);
    refused(outcomes, "unsigned", "isn't signed");
    refused(outcomes, "changed", "no trusted authoriser signed");
    refused(outcomes, "expired", "closed at");
    refused(outcomes, "early", "opens at");
    Outcome plan = outcomes.getOrDefault("plan", new Outcome(-1, -1, ""));
    assertThat(plan.packets()).as("packets of --plan: %s", plan.said()).isZero();
    assertThat(plan.status()).isZero();
    assertThat(plan.said()).contains("127.0.0.1/32: 1 address", "port 104");
    // And that they are counted at all; a closed port costs a packet each way, twice on loopback.
    Outcome valid = outcomes.getOrDefault("valid", new Outcome(-1, -1, ""));
    assertThat(valid.packets()).as("packets of a valid one: %s", valid.said()).isPositive();
    Outcome excluded = outcomes.getOrDefault("excluded", new Outcome(-1, -1, ""));
    assertThat(excluded.packets())
        .as("one port of one address, not the excluded one: %s", excluded.said())
        .isPositive()
        .isLessThan(valid.packets());
  }

  private List<String> probe(String name, String... more) {
    List<String> words = new java.util.ArrayList<>();
    words.addAll(List.of("probe", temp + "/" + name + ".toml", "--probe-home", temp + "/home"));
    words.addAll(List.of(more));
    return words;
  }

  private static void refused(Map<String, Outcome> outcomes, String name, String why) {
    Outcome outcome = outcomes.getOrDefault(name, new Outcome(-1, -1, ""));
    assertThat(outcome.packets()).as("packets of %s: %s", name, outcome.said()).isZero();
    assertThat(outcome.status()).as(name).isEqualTo(1);
    assertThat(outcome.said()).contains(why);
  }
}

package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code huisclos doors}: each listener, who may come through it, and how it is closed. */
@Command(
    name = "doors",
    description = "Each listener: who may come through it, how it is closed, what wants attention.",
    mixinStandardHelpOptions = true)
final class DoorsVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = "--probe",
      description = {
        "Look at the own doors now, as a stranger would. A running server does so at its start and",
        "every hour, and closes a door of its own that answers."
      })
  private boolean probe;

  @Option(
      names = "--why",
      arity = "2",
      paramLabel = "USER STUDY",
      description = "Explain, line by line, what a person may do with a study (its UID), and why.")
  private List<String> why = List.of();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (!why.isEmpty()) {
      return explain();
    }
    JsonNode result = Admin.call(home.home(), "doors", Admin.arguments().put("probe", probe));
    if (json) {
      Output.json(result);
      return 0;
    }
    for (JsonNode door : result.path("doors")) {
      System.out.println(
          "%s  %s  %s"
              .formatted(
                  door.path("door").asString(),
                  door.path("address").asString(),
                  door.path("open").asBoolean() ? "listening" : "not listening (no server runs)"));
      System.out.println("  closed by  " + door.path("closedBy").asString());
      System.out.println("  server     " + door.path("certificates").asString());
      if (door.path("devices").isEmpty()) {
        System.out.println(
            "  may enter  nobody yet: huisclos device add AET --out DIR"
                + (door.path("door").asString().equals("HL7") ? " --can hl7" : ""));
      }
      for (JsonNode device : door.path("devices")) {
        System.out.println(
            "  may enter  %-16s  %s, until %s"
                .formatted(
                    device.path("aet").asString(),
                    Output.joined(device.path("can")),
                    device.path("until").asString()));
      }
    }
    for (JsonNode peer : result.path("peers")) {
      System.out.println(
          "  sends to   %-16s  %s, known by %s%s"
              .formatted(
                  peer.path("aet").asString(),
                  peer.path("address").asString(),
                  peer.path("knownBy").asString(),
                  peer.has("until") ? ", until " + peer.path("until").asString() : ""));
    }
    selfProbe(result.path("selfProbe"));
    ends(result);
    for (JsonNode warning : result.path("warnings")) {
      System.out.println(Ansi.AUTO.string("@|yellow ! |@") + warning.asString());
    }
    alerts(result);
    return 0;
  }

  private int explain() {
    JsonNode result =
        Admin.call(
            home.home(),
            "doors.why",
            Admin.arguments().put("name", why.getFirst()).put("study", why.getLast()));
    if (json) {
      Output.json(result);
      return 0;
    }
    result.path("lines").forEach(line -> System.out.println(Output.printable(line.asString())));
    return 0;
  }

  /** What a stranger saw at the last look. */
  private static void selfProbe(JsonNode seen) {
    if (seen.isMissingNode()) {
      return;
    }
    for (JsonNode open : seen.path("open")) {
      System.out.println(
          Ansi.AUTO.string("@|bold,red ! open |@") + Output.printable(open.asString()));
    }
    if (seen.path("open").isEmpty()) {
      System.out.println(
          "  a stranger gets no answer at any of the %d doors of this machine (looked %s)"
              .formatted(seen.path("doors").asInt(), seen.path("when").asString()));
    }
  }

  /** The open alerts, in red, newest first. */
  static void alerts(JsonNode result) {
    for (JsonNode alert : result.path("alerts")) {
      System.out.println(
          Ansi.AUTO.string("@|bold,red ! alert |@")
              + Output.printable(
                  "%d %s: %s %s (%s, %d times)"
                      .formatted(
                          alert.path("id").asLong(),
                          alert.path("kind").asString(),
                          alert.path("subject").asString(),
                          alert.path("what").asString(),
                          alert.path("last").asString(),
                          alert.path("times").asLong())));
    }
    long more = result.path("openAlerts").asLong() - result.path("alerts").size();
    if (more > 0) {
      System.out.println("  and " + more + " more: huisclos alerts");
    }
  }

  /** Everything that ends by a date, soonest first; then the phrase, the tokens, the checkpoint. */
  private static void ends(JsonNode result) {
    result
        .path("expiries")
        .valueStream()
        .sorted(Comparator.comparingLong(row -> row.path("daysLeft").asLong()))
        .forEach(row ->
            System.out.println(
                "  ends       %-9s  %-16s  %s, %d days%s"
                    .formatted(
                        row.path("kind").asString(),
                        row.path("name").asString(),
                        row.path("until").asString(),
                        row.path("daysLeft").asLong(),
                        row.has("serial")
                            ? ", %s, serial %s"
                                .formatted(
                                    row.path("state").asString(), row.path("serial").asString())
                            : "")));
    System.out.println(
        "  phrase     "
            + (result.path("recoveryPhraseTaken").asBoolean()
                ? "taken, of the site key in use; it has no end by date"
                : "not taken"));
    if (result.has("backup")) {
      System.out.println(
          "  backup     number %d of %s, in %s"
              .formatted(
                  result.path("backup").path("number").asInt(),
                  result.path("backup").path("at").asString(),
                  result.path("backup").path("to").asString()));
    }
    if (result.has("tokenKeys")) {
      System.out.println("  tokens     %d keys".formatted(result.path("tokenKeys").asInt()));
    }
    JsonNode checkpoint = result.path("checkpoint");
    System.out.println(
        checkpoint.isMissingNode()
            ? "  trail      not under a signed checkpoint yet"
            : "  trail      %d records signed %s, %d seconds ago"
                .formatted(
                    checkpoint.path("records").asLong(),
                    checkpoint.path("at").asString(),
                    checkpoint.path("ageSeconds").asLong()));
  }
}

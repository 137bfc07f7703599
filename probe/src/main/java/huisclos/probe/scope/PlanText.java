package huisclos.probe.scope;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.Purpose;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A plan as people and as programs read it. Stateless. */
final class PlanText {
  private static final JsonMapper JSON = new JsonMapper();

  /** What a host sees of us, whatever is sent. */
  private static final List<String> SHOWS =
      List.of(
          "DICOM calling AE title " + Visit.HONEST_TITLE + "; HTTP user agent huisclos-probe",
          "TLS without a certificate of ours; none of theirs is refused, it is only looked at",
          "the address it comes from: let its reverse name and web page say who you are");

  private PlanText() {}

  static String text(Plan plan) {
    Scope scope = plan.scope();
    StringBuilder out = new StringBuilder(4096);
    line(out, "plan", scope.name());
    line(out, "SHA-256", scope.sha256());
    line(out, "operator", scope.operator());
    line(out, "authoriser", scope.authoriser());
    line(
        out,
        "signed by",
        scope.authorisers().isEmpty()
            ? "nobody whose signature counts"
            : String.join(", ", scope.authorisers()));
    line(out, "contact", scope.contact());
    line(out, "opt-out", scope.optOut());
    line(out, "window", scope.from() + " to " + scope.until());
    line(out, "rates", rates(scope));
    line(
        out,
        "targets",
        "%,d addresses, %,.0f connections or more"
            .formatted(scope.targets().size(), plan.connections()));
    line(
        out,
        "takes",
        time(plan.atLeast()) + " or more; about " + time(plan.ifSilent()) + " where all is silent");
    SHOWS.forEach(shows -> line(out, "shows", shows));
    plan.rows().forEach(row -> row(out, row));
    consents(out, scope);
    plan.sendings().forEach(sending -> sending(out, sending));
    out.append('\n');
    plan.obstacle()
        .ifPresentOrElse(
            why ->
                out.append("Nothing may be sent by this scope now: ")
                    .append(why.getMessage())
                    .append(why.fix().isEmpty() ? "" : " — " + why.fix())
                    .append(".\n"),
            () -> out.append("Nothing was sent.\n"));
    return out.toString();
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append("%-11s %s\n".formatted(key, clean(value)));
  }

  private static String rates(Scope scope) {
    return String.format(
        Locale.ROOT,
        "%s connections a second per host, %s in all, %,d hosts at once, one connection each;"
            + " waits %d ms for a connection, %d ms for an answer",
        number(scope.rates().perHostPerSecond()),
        number(scope.rates().totalPerSecond()),
        scope.rates().hostsAtOnce(),
        scope.patience().connect().toMillis(),
        scope.patience().reply().toMillis());
  }

  private static void row(StringBuilder out, Plan.Row row) {
    out.append(
        "\n%s: %,d address%s\n"
            .formatted(row.range(), row.addresses(), row.addresses() == 1 ? "" : "es"));
    if (!row.owner().isEmpty()) {
      line(out, "  owner", row.owner());
    }
    line(out, "  evidence", row.evidence().orElse("none, and none needed"));
    line(out, "  rungs", words(row.rungs()));
    row.ports()
        .forEach((kind, ports) ->
            line(
                out,
                "  " + kind.word(),
                "port "
                    + ports.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + ": gets ["
                    + row.sends().get(kind)
                    + "]"));
  }

  private static void consents(StringBuilder out, Scope scope) {
    for (Consent consent : scope.consents()) {
      out.append(
          "\nconsent for %s, %s\n".formatted(consent.host().getHostAddress(), consent.date()));
      line(out, "  rungs", consent.rungs().isEmpty() ? "none beyond" : words(consent.rungs()));
      line(out, "  words", consent.text());
      consent.deletionPlan().ifPresent(plan -> line(out, "  deletion", plan));
      boolean names = scope.namesMayCross(Ip.of(consent.host()));
      line(
          out,
          "  names",
          names
              ? "may cross the wire: signed by the owner"
              : consent.phiInTransit() ? "asked for, not signed" : "don't cross the wire");
    }
  }

  private static void sending(StringBuilder out, Plan.Sending sending) {
    out.append(
        "\n[%d] to %s, allowed %s%s\n"
            .formatted(
                sending.number(),
                sending.kind().word(),
                words(sending.rungs()),
                sending.namesMayCross() ? ", names may cross" : ""));
    int n = 1;
    for (Purpose purpose : sending.purposes()) {
      out.append(
          "  %2d. %-11s %s%s\n"
              .formatted(
                  n++,
                  purpose.rung().word(),
                  clean(purpose.what()),
                  purpose.namesCross() ? " (names cross)" : ""));
    }
    if (sending.purposes().isEmpty()) {
      out.append("      nothing\n");
    }
  }

  static ObjectNode json(Plan plan) {
    Scope scope = plan.scope();
    ObjectNode node = JSON.createObjectNode();
    node.put("scope", scope.name());
    node.put("sha256", scope.sha256());
    node.put("operator", scope.operator());
    node.put("authoriser", scope.authoriser());
    scope.authorisers().forEach(node.putArray("signedBy")::add);
    node.put("contact", scope.contact());
    node.put("optOut", scope.optOut());
    node.put("from", scope.from().toString());
    node.put("until", scope.until().toString());
    node.put("maySend", plan.obstacle().isEmpty());
    plan.obstacle().ifPresent(why -> node.put("obstacle", why.getMessage()).put("fix", why.fix()));
    node.putObject("rates")
        .put("perHostPerSecond", scope.rates().perHostPerSecond())
        .put("totalPerSecond", scope.rates().totalPerSecond())
        .put("hostsAtOnce", scope.rates().hostsAtOnce())
        .put("connectTimeoutMs", scope.patience().connect().toMillis())
        .put("replyTimeoutMs", scope.patience().reply().toMillis())
        .put("conversationTimeoutMs", scope.patience().conversation().toMillis());
    node.put("addresses", scope.targets().size());
    node.put("connectionsAtLeast", (long) plan.connections());
    node.put("secondsAtLeast", plan.atLeast().toSeconds());
    node.put("secondsIfSilent", plan.ifSilent().toSeconds());
    SHOWS.forEach(node.putArray("shows")::add);
    var rows = node.putArray("ranges");
    plan.rows().forEach(row -> row(rows.addObject(), row));
    var sendings = node.putArray("sends");
    plan.sendings().forEach(sending -> sending(sendings.addObject(), sending));
    return node;
  }

  private static void row(ObjectNode node, Plan.Row row) {
    node.put("range", row.range()).put("addresses", row.addresses()).put("owner", row.owner());
    row.evidence().ifPresent(evidence -> node.put("evidence", evidence));
    row.rungs().stream().map(Rung::word).forEach(node.putArray("rungs")::add);
    var ports = node.putArray("ports");
    row.ports()
        .forEach((DoorKind kind, List<Integer> numbers) -> {
          ObjectNode port = ports.addObject();
          port.put("kind", kind.word());
          numbers.forEach(port.putArray("ports")::add);
          port.put("sends", row.sends().getOrDefault(kind, 0));
        });
  }

  private static void sending(ObjectNode node, Plan.Sending sending) {
    node.put("number", sending.number()).put("kind", sending.kind().word());
    sending.rungs().stream().map(Rung::word).forEach(node.putArray("rungs")::add);
    node.put("namesMayCross", sending.namesMayCross());
    var purposes = node.putArray("purposes");
    for (Purpose purpose : sending.purposes()) {
      purposes
          .addObject()
          .put("rung", purpose.rung().word())
          .put("what", purpose.what())
          .put("namesCross", purpose.namesCross());
    }
  }

  private static String words(Collection<Rung> rungs) {
    return rungs.stream().sorted().map(Rung::word).collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.valueOf(value);
  }

  private static String time(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }

  /** No text of a scope drives a terminal. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}

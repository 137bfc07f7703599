package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.BrakeAdmin;
import huisclos.gate.Budget;
import huisclos.gate.Spender;
import huisclos.gate.Spent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Budgets of devices, people and programs: shown, changed, lifted, thawed. */
final class BudgetOps {
  private BudgetOps() {}

  static JsonNode ofDevice(Site site, JsonNode arguments) throws Exception {
    String aet = arguments.path("name").asString("").strip();
    if (site.gate().devices().list().stream().noneMatch(d -> d.aet().equals(aet))) {
      throw UserError.refused("there is no device " + aet, "see `huisclos device list`");
    }
    return budget(site, Spender.device(aet), arguments);
  }

  static JsonNode ofPerson(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    if (site.gate().users().list().stream().noneMatch(u -> u.name().equals(name))) {
      throw UserError.refused("there is no such user", "see `huisclos user list`");
    }
    return budget(site, Spender.person(name), arguments);
  }

  static JsonNode ofProgram(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    if (site.gate().web().tokens().list().stream().noneMatch(t -> t.name().equals(name))) {
      throw UserError.refused("there is no such token", "see `huisclos token list`");
    }
    return budget(site, Spender.program(name), arguments);
  }

  private static JsonNode budget(Site site, Spender spender, JsonNode arguments) throws Exception {
    BrakeAdmin admin = site.gate().brakes();
    try {
      if (arguments.has("hour") || arguments.has("day")) {
        Budget now = admin.spent(spender).brake().budget();
        int hour = arguments.path("hour").asInt(now.hour());
        int day = arguments.path("day").asInt(Math.max(hour, now.day()));
        admin.budget(spender, Optional.of(new Budget(hour, day)), Site.account());
      } else if (arguments.path("default").asBoolean(false)) {
        admin.budget(spender, Optional.empty(), Site.account());
      } else if (arguments.has("until")) {
        admin.lift(spender, Optional.of(endOf(arguments.path("until").asString())), Site.account());
      } else if (arguments.path("restore").asBoolean(false)) {
        admin.lift(spender, Optional.empty(), Site.account());
      } else if (arguments.path("thaw").asBoolean(false)) {
        admin.thaw(spender, Site.account());
      }
    } catch (IllegalArgumentException e) {
      throw UserError.usage(String.valueOf(e.getMessage()), "");
    }
    ObjectNode result = AdminWire.JSON.createObjectNode().put("name", spender.name());
    describe(site, spender, result);
    return result;
  }

  /** The end of a day of this machine's calendar. */
  private static Instant endOf(String date) {
    try {
      return LocalDate.parse(date).plusDays(1).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw UserError.usage(date + " is no date", "write it as 2026-12-31");
    }
  }

  /** Adds what is in force for a spender, and what it has spent. */
  static void describe(Site site, Spender spender, ObjectNode node) {
    Spent spent = site.gate().brakes().spent(spender);
    node.putObject("budget")
        .put("hour", spent.brake().budget().hour())
        .put("day", spent.brake().budget().day())
        .put("own", spent.brake().own().isPresent());
    node.putObject("spent").put("hour", spent.hour()).put("day", spent.day());
    spent
        .brake()
        .liftedUntil()
        .filter(Instant.now()::isBefore)
        .ifPresent(until -> node.put("liftedUntil", until.toString()));
    spent.brake().frozenAt().ifPresent(at -> node.put("frozenSince", at.toString()));
  }
}

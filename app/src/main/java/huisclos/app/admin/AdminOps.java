package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The admin verbs by the name that the socket uses. */
final class AdminOps {
  private static final Map<String, AdminOp> OPS =
      Map.ofEntries(
          op("delete", DeletionOps::delete),
          op("delete.list", DeletionOps::list),
          op("delete.restore", DeletionOps::restore),
          op("delete.purge", DeletionOps::purge),
          op("delete.waiting", DeletionOps::waiting),
          op("delete.withdraw", DeletionOps::withdraw),
          op("hold", DeletionOps::hold),
          op("coerce.add", CoerceOps::add),
          op("coerce.remove", CoerceOps::remove),
          op("coerce.list", CoerceOps::list),
          op("retention.add", RetentionOps::add),
          op("retention.remove", RetentionOps::remove),
          op("retention.list", RetentionOps::list),
          op("retention.preview", RetentionOps::preview),
          op("retention.apply", RetentionOps::apply),
          op("hold.list", DeletionOps::holds),
          op("device.add", DeviceOps::add),
          op("device.list", DeviceOps::list),
          op("device.revoke", DeviceOps::revoke),
          op("device.renew", DeviceOps::renew),
          op("peer.add", PeerOps::add),
          op("peer.list", PeerOps::list),
          op("peer.remove", PeerOps::remove),
          op("peer.echo", PeerOps::echo),
          op("forward.add", ForwardOps::add),
          op("forward.list", ForwardOps::list),
          op("forward.remove", ForwardOps::remove),
          op("forward.status", ForwardOps::status),
          op("forward.retry", ForwardOps::retry),
          op("forward.drop", ForwardOps::drop),
          op("token.add", TokenOps::add),
          op("token.list", TokenOps::list),
          op("token.revoke", TokenOps::revoke),
          op("user.add", UserOps::add),
          op("user.invite", InviteOps::invite),
          op("user.list", UserOps::list),
          op("user.role", UserOps::roles),
          op("user.suspend", UserOps::suspend),
          op("user.resume", UserOps::resume),
          op("user.remove", UserOps::remove),
          op("alerts.list", AlertOps::list),
          op("alerts.ack", AlertOps::acknowledge),
          op("device.budget", BudgetOps::ofDevice),
          op("user.budget", BudgetOps::ofPerson),
          op("token.budget", BudgetOps::ofProgram),
          op("backup", BackupOps::make),
          op("backup.progress", BackupOps::progress),
          op("backup.stop", BackupOps::stop),
          op("doors", DoorOps::doors),
          op("doors.why", WhyOps::why),
          op("share.add", ShareOps::add),
          op("share.list", ShareOps::list),
          op("share.revoke", ShareOps::revoke),
          op("emergency.list", EmergencyOps::list),
          op("emergency.end", EmergencyOps::end),
          op("health", HealthOps::health),
          op("index.add", IndexOps::add),
          op("index.list", IndexOps::list),
          op("index.remove", IndexOps::remove),
          op("key.phrase", KeyOps::phrase),
          op("key.may-have-phrase", KeyOps::mayHavePhrase),
          op("key.rehearsed", KeyOps::rehearsed),
          op("key.rotate", KeyOps::rotate),
          op("key.move", KeyOps::move),
          op("key.show", KeyOps::show),
          op("trail.who", TrailOps::who),
          op("conflicts", ArchiveOps::conflicts),
          op("conflicts.resolve", KeepingOps::resolve),
          op("correct", KeepingOps::correct),
          op("correct.list", KeepingOps::history),
          op("correct.undo", KeepingOps::undo),
          op("patient.merge", KeepingOps::merge),
          op("patient.move", KeepingOps::move),
          op("patient.show", KeepingOps::patient),
          op("quarantine.show", KeepingOps::differences),
          op("quarantine.decide", KeepingOps::decide),
          op("import", MoveInOps::importFiles),
          op("pull", MoveInOps::pull),
          op("scrub", ScrubOps::scrub),
          op("scrub.list", ScrubOps::list),
          op("scrub.status", ScrubOps::status),
          op("scrub.stop", ScrubOps::stop),
          op("scrub.accept", ScrubOps::accept),
          op("reindex", ScrubOps::reindex),
          op("movein.progress", MoveInOps::progress),
          op("movein.stop", MoveInOps::stop),
          op("worklist.place", OrderOps::place),
          op("worklist.hl7", OrderOps::hl7),
          op("worklist.list", OrderOps::list),
          op("worklist.cancel", OrderOps::cancel),
          op("worklist.steps", OrderOps::steps),
          op("worklist.dismiss", OrderOps::dismiss));

  /**
   * The one verb that begins a home where there is none; any other would look into an empty one.
   */
  static final String MAKES_A_HOME = "device.add";

  private AdminOps() {}

  private static Map.Entry<String, AdminOp> op(String name, AdminOp op) {
    return Map.entry(name, op);
  }

  /** Runs the op of this name. */
  static JsonNode run(Site site, String op, JsonNode arguments) throws Exception {
    AdminOp found = OPS.get(op);
    if (found == null) {
      throw UserError.usage(
          "the server doesn't know the admin verb " + op, "it is of another version: restart it");
    }
    return found.run(site, arguments);
  }
}

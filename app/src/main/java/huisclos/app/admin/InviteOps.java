package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.gate.Invitations;
import huisclos.gate.WebGate;
import huisclos.trail.TrailException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One-time links by which people come to sign in at the web door. */
public final class InviteOps {
  private InviteOps() {}

  static JsonNode invite(Site site, JsonNode arguments) throws Exception {
    String name = arguments.path("name").asString("");
    Optional<String> link =
        name.isEmpty()
            ? firstKeeper(site)
            : web(site).invite(name, Site.account()).map(code -> link(site, code));
    if (link.isEmpty()) {
      throw name.isEmpty()
          ? UserError.refused(
              "there is a keeper already", "invite somebody by name: `huisclos user invite NAME`")
          : UserError.refused(
              "nobody of that name may sign in at the web door",
              "see `huisclos user list`; whoever is bound to devices or suspended may not");
    }
    return AdminWire.JSON
        .createObjectNode()
        .put("link", link.get())
        .put("minutes", Invitations.LIFE.toMinutes());
  }

  /** A link for the first keeper, as long as there is none and the web door is open. */
  public static Optional<String> firstKeeper(Site site) throws TrailException {
    return web(site).inviteFirstKeeper(Site.account()).map(code -> link(site, code));
  }

  private static Invitations web(Site site) {
    WebGate gate = site.gate().web();
    return gate.invitations();
  }

  private static String link(Site site, String code) {
    return site.webOrigin() + "/invitation/" + code;
  }
}

package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.Invitations;
import huisclos.gate.SignIn;
import huisclos.gate.UserAdmin;
import huisclos.gate.WebGate;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a one-time link shows: a person chooses a password, the first keeper a name too. */
final class InvitationPages {
  private static final String PATH = "/invitation/{code}";

  private final WebGate gate;
  private final Outcomes outcomes;

  InvitationPages(WebGate gate, Outcomes outcomes) {
    this.gate = gate;
    this.outcomes = outcomes;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Route.Access.PUBLIC, call -> ask(call, 200, Html.NONE)),
        SignInPages.post(PATH, Form.MAX_BYTES, this::accept));
  }

  private void ask(Call call, int status, Html alert) throws IOException {
    Texts t = Texts.of(call);
    Optional<Invitations.Invitation> invitation = gate.invitations().of(call.variable("code"));
    if (invitation.isEmpty()) {
      Page.show(call, 404, t, t.get("invitation"), Page.alert(t.get("invitation.ended")));
      return;
    }
    Optional<String> name = invitation.get().name();
    Html who =
        name.map(n ->
                Html.of(
                    "<p>%s</p>%n<input type=\"hidden\" autocomplete=\"username\" value=\"%s\">%n",
                    t.get("invitation.for", n), n))
            .orElseGet(() ->
                Html.of(
                    """
                    <p>%s</p>
                    <label for="name">%s</label>
                    <input id="name" name="name" autocomplete="username" autocapitalize="none" required maxlength="64">
                    """,
                    t.get("invitation.first"), t.get("name")));
    Html body =
        Html.of(
            """
            %s<form method="post" action="%s">
            %s<label for="password">%s</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required minlength="8" maxlength="1024" aria-describedby="hint">
            <p id="hint">%s</p>
            <label for="again">%s</label>
            <input id="again" name="again" type="password" autocomplete="new-password" required maxlength="1024">
            <button>%s</button>
            </form>
            """,
            alert,
            call.path(),
            who,
            t.get("password.new"),
            t.get("password.hint"),
            t.get("password.again"),
            t.get("onward"));
    Page.show(call, status, t, t.get("invitation"), body);
  }

  private void accept(Call call) throws IOException {
    Form form = Form.of(call);
    Texts t = Texts.of(call);
    byte[] password = form.bytes("password");
    if (!Arrays.equals(password, form.bytes("again"))) {
      ask(call, 400, Page.alert(t.get("password.differ")));
      return;
    }
    SignIn came =
        gate.invitations()
            .accept(call.variable("code"), form.get("name"), password, call.who().remote());
    if (came instanceof SignIn.Unfit(UserAdmin.Refusal why)) {
      ask(call, 400, Page.alert(t.get(unfit(why))));
    } else if (!outcomes.onward(call, came)) {
      Page.show(call, 404, t, t.get("invitation"), Page.alert(t.get("invitation.ended")));
    }
  }

  private static String unfit(UserAdmin.Refusal why) {
    return why == UserAdmin.Refusal.PASSWORD_LENGTH ? "password.length" : "name.unfit";
  }
}

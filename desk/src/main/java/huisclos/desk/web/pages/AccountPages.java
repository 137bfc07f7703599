package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.Route;
import huisclos.gate.Accounts;
import huisclos.gate.Passkey;
import huisclos.gate.SignIn;
import huisclos.gate.WebGate;
import huisclos.gate.WebSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Somebody's own account: sessions, password, second factors, signing out. */
final class AccountPages {
  private static final String PATH = "/account";

  private final WebGate gate;
  private final Outcomes outcomes;

  AccountPages(WebGate gate, Outcomes outcomes) {
    this.gate = gate;
    this.outcomes = outcomes;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Route.Access.PERSON, call -> show(call, 200, Html.NONE)),
        post("/account/sign-out", this::signOut),
        post("/account/sign-out-everywhere", this::signOutEverywhere),
        post("/account/end-session", this::endSession),
        post("/account/password", this::password),
        post("/account/factor", this::factor),
        post("/account/remove-passkey", this::removePasskey));
  }

  static Route post(String path, Endpoint endpoint) {
    return new Route(List.of("POST"), path, Route.Access.PERSON, Form.MAX_BYTES, endpoint);
  }

  private void show(Call call, int status, Html alert) throws IOException {
    Texts t = Texts.of(call);
    Accounts.Factors factors = gate.accounts().factors(call.who());
    Html body =
        Html.of(
            """
            %s<p>%s</p>
            <h2>%s</h2>
            <table>
            <thead><tr><th scope="col">%s</th><th scope="col">%s</th><th scope="col">%s</th><th scope="col">%s</th></tr></thead>
            <tbody>
            %s</tbody>
            </table>
            %s<h2>%s</h2>
            <p>%s</p>
            <ul>%s</ul>
            %s<h2>%s</h2>
            %s\
            """,
            alert,
            t.get("account.who", call.who().name()),
            t.get("account.sessions"),
            t.get("account.began"),
            t.get("account.used"),
            t.get("account.from"),
            t.get("account.end"),
            Html.all(
                gate.accounts().sessions(call.who()).stream().map(s -> row(call, t, s)).toList()),
            Page.button(
                "/account/sign-out-everywhere", t.get("account.sign-out-everywhere"), Html.NONE),
            t.get("account.factors"),
            t.get(factors.code() ? "account.app" : "account.no-app", factors.recoveryLeft()),
            Html.all(factors.passkeys().stream().map(p -> passkey(t, p)).toList()),
            factorForm(t),
            t.get("account.password"),
            passwordForm(t));
    Page.show(call, status, t, t.get("account"), body);
  }

  private static Html row(Call call, Texts t, WebSession s) {
    boolean own = s.handle().equals(call.who().session());
    Html hidden = Page.hidden("session", s.handle());
    return Html.of(
        "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n",
        Page.time(t, s.began()),
        Page.time(t, s.used()),
        s.remote(),
        own
            ? Page.button("/account/sign-out", t.get("sign-out"), Html.NONE)
            : Page.button("/account/end-session", t.get("account.end"), hidden));
  }

  private static Html passkey(Texts t, Passkey passkey) {
    return Html.of(
        "<li>%s%s</li>%n",
        passkey.label().isBlank()
            ? t.get("account.passkey.plain", Page.time(t, passkey.added()))
            : t.get("account.passkey", passkey.label(), Page.time(t, passkey.added())),
        Page.button(
            "/account/remove-passkey", t.get("account.remove"), Page.hidden("id", passkey.id())));
  }

  private static Html factorForm(Texts t) {
    return Html.of(
        """
        <form method="post" action="/account/factor">
        <label for="proof">%s</label>
        <input id="proof" name="password" type="password" autocomplete="current-password" required maxlength="1024">
        <button>%s</button>
        </form>
        """,
        t.get("password"), t.get("account.add-factor"));
  }

  private static Html passwordForm(Texts t) {
    return Html.of(
        """
        <form method="post" action="/account/password">
        <label for="old">%s</label>
        <input id="old" name="old" type="password" autocomplete="current-password" required maxlength="1024">
        <label for="new">%s</label>
        <input id="new" name="new" type="password" autocomplete="new-password" required minlength="8" maxlength="1024">
        <label for="again">%s</label>
        <input id="again" name="again" type="password" autocomplete="new-password" required maxlength="1024">
        <button>%s</button>
        </form>
        """,
        t.get("password.old"),
        t.get("password.new"),
        t.get("password.again"),
        t.get("account.change"));
  }

  private void signOut(Call call) throws IOException {
    gate.accounts().signOut(call.who(), call.who().session());
    out(call);
  }

  private void signOutEverywhere(Call call) throws IOException {
    gate.accounts().signOutEverywhere(call.who());
    out(call);
  }

  private static void out(Call call) throws IOException {
    Cookies.endSession(call);
    call.set("Clear-Site-Data", "\"cache\", \"storage\"");
    Page.redirect(call, SignInPages.PATH);
  }

  private void endSession(Call call) throws IOException {
    gate.accounts().signOut(call.who(), Form.of(call).get("session"));
    Page.redirect(call, PATH);
  }

  private void password(Call call) throws IOException {
    Form form = Form.of(call);
    Texts t = Texts.of(call);
    if (!Arrays.equals(form.bytes("new"), form.bytes("again"))) {
      show(call, 400, Page.alert(t.get("password.differ")));
      return;
    }
    SignIn came = gate.accounts().changePassword(call.who(), form.bytes("old"), form.bytes("new"));
    if (!outcomes.onward(call, came)) {
      show(
          call,
          400,
          Page.alert(t.get(came instanceof SignIn.Unfit ? "password.length" : "password.wrong")));
    }
  }

  private void factor(Call call) throws IOException {
    SignIn came = gate.accounts().again(call.who(), Form.of(call).bytes("password"));
    if (!outcomes.onward(call, came)) {
      show(call, 400, Page.alert(Texts.of(call).get("password.wrong")));
    }
  }

  /** Ends all sessions with it, this one too. */
  private void removePasskey(Call call) throws IOException {
    if (gate.accounts().removePasskey(call.who(), Form.of(call).get("id"))) {
      out(call);
    } else {
      show(call, 400, Page.alert(Texts.of(call).get("account.last")));
    }
  }
}

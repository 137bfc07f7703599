package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.Accounts;
import huisclos.gate.PasskeyOffer;
import huisclos.gate.SignIn;
import huisclos.gate.WebGate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Signing in: name and password, then a code or a passkey; or a passkey alone. */
final class SignInPages {
  static final String PATH = "/sign-in";
  static final String SECOND = "/sign-in/second";

  /** Longest answer of a browser's authenticator, bytes. */
  static final int MAX_ANSWER = 32 * 1024;

  private final WebGate gate;
  private final Outcomes outcomes;
  private final boolean provider;

  /**
   * Of a door.
   *
   * @param provider whether people may also sign in at an identity provider
   */
  SignInPages(WebGate gate, Outcomes outcomes, boolean provider) {
    this.gate = gate;
    this.outcomes = outcomes;
    this.provider = provider;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Route.Access.PUBLIC, call -> ask(call, 200, Html.NONE)),
        post(PATH, Form.MAX_BYTES, this::password),
        Route.get(SECOND, Route.Access.PUBLIC, call -> askSecond(call, 200, Html.NONE)),
        post(SECOND, Form.MAX_BYTES, this::code),
        post("/sign-in/passkey/begin", Form.MAX_BYTES, this::beginPasskey),
        post("/sign-in/passkey", MAX_ANSWER, this::passkey));
  }

  static Route post(String path, int maxBody, huisclos.desk.web.Endpoint endpoint) {
    return new Route(List.of("POST"), path, Route.Access.PUBLIC, maxBody, endpoint);
  }

  private void ask(Call call, int status, Html alert) throws IOException {
    Texts t = Texts.of(call);
    Html passkey = passkeyButton(t).when(gate.enrolments().takesPasskeys());
    Html body =
        Html.of(
            """
            %s<form method="post" action="/sign-in">
            <label for="name">%s</label>
            <input id="name" name="name" autocomplete="username" autocapitalize="none" required maxlength="64">
            <label for="password">%s</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024">
            <button>%s</button>
            </form>
            %s%s<p><a href="/trust">%s</a></p>
            """,
            alert,
            t.get("name"),
            t.get("password"),
            t.get("sign-in"),
            passkey,
            Html.of(
                    "<p><a class=\"button\" href=\"%s\">%s</a></p>%n",
                    OidcEndpoints.START, t.get("sign-in.provider"))
                .when(provider),
            t.get("trust.title"));
    Page.show(call, status, t, t.get("sign-in"), body, gate.enrolments().takesPasskeys());
  }

  private static Html passkeyButton(Texts t) {
    return Html.of(
        """
        <div id="passkey" data-begin="/sign-in/passkey/begin" data-end="/sign-in/passkey" data-kind="get" hidden>
        <button type="button">%s</button>
        <p class="alert" role="alert" hidden>%s</p>
        </div>
        """,
        t.get("sign-in.passkey"), t.get("sign-in.failed"));
  }

  private void password(Call call) throws IOException {
    Form form = Form.of(call);
    SignIn came =
        gate.accounts().password(form.get("name"), form.bytes("password"), call.who().remote());
    if (!outcomes.onward(call, came)) {
      call.set("WWW-Authenticate", "Bearer");
      ask(call, 401, Page.alert(Texts.of(call).get("sign-in.failed")));
    }
  }

  private void askSecond(Call call, int status, Html alert) throws IOException {
    if (Cookies.ticket(call).isEmpty()) {
      Page.redirect(call, PATH);
      return;
    }
    Texts t = Texts.of(call);
    Html body =
        Html.of(
            """
            %s<form method="post" action="/sign-in/second">
            <label for="code">%s</label>
            <input id="code" name="code" autocomplete="one-time-code" required maxlength="32" autofocus aria-describedby="hint">
            <p id="hint">%s</p>
            <button>%s</button>
            </form>
            %s<p><a href="/sign-in">%s</a></p>
            """,
            alert,
            t.get("code"),
            t.get("code.hint"),
            t.get("sign-in"),
            passkeyButton(t).when(gate.enrolments().takesPasskeys()),
            t.get("sign-in.again"));
    Page.show(call, status, t, t.get("second"), body, gate.enrolments().takesPasskeys());
  }

  private void code(Call call) throws IOException {
    String ticket = Cookies.ticket(call).orElse("");
    SignIn came = gate.accounts().code(ticket, Form.of(call).get("code"), call.who().remote());
    if (!outcomes.onward(call, came)) {
      call.set("WWW-Authenticate", "Bearer");
      askSecond(call, 401, Page.alert(Texts.of(call).get("sign-in.failed")));
    }
  }

  /** As the second factor where a password came first, else alone. */
  private void beginPasskey(Call call) throws IOException {
    Optional<PasskeyOffer> second = Cookies.ticket(call).flatMap(gate.accounts()::passkeyOffer);
    if (second.isPresent()) {
      PasskeyJson.respond(call, 200, PasskeyJson.request(second.get()));
      return;
    }
    Optional<Accounts.Begun> alone = gate.accounts().beginPasskey();
    if (alone.isEmpty()) {
      call.respond(404);
      return;
    }
    Cookies.ticket(call, alone.get().ticket());
    PasskeyJson.respond(call, 200, PasskeyJson.request(alone.get().offer()));
  }

  private void passkey(Call call) throws IOException {
    String answer = Form.text(call, MAX_ANSWER);
    outcomes.onwardByScript(
        call,
        gate.accounts().passkey(Cookies.ticket(call).orElse(""), answer, call.who().remote()));
  }
}

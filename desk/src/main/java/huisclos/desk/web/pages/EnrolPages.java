package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.SignIn;
import huisclos.gate.TotpOffer;
import huisclos.gate.WebGate;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Setting up a second factor: an authenticator app or a passkey. */
final class EnrolPages {
  static final String PATH = "/sign-in/enrol";
  private static final int GROUP = 4;

  private final WebGate gate;
  private final Outcomes outcomes;

  EnrolPages(WebGate gate, Outcomes outcomes) {
    this.gate = gate;
    this.outcomes = outcomes;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Route.Access.PUBLIC, call -> ask(call, 200, Html.NONE)),
        SignInPages.post(PATH, Form.MAX_BYTES, this::code),
        SignInPages.post("/sign-in/enrol/passkey/begin", Form.MAX_BYTES, this::beginPasskey),
        SignInPages.post("/sign-in/enrol/passkey", SignInPages.MAX_ANSWER, this::passkey));
  }

  private void ask(Call call, int status, Html alert) throws IOException {
    Optional<TotpOffer> offer = Cookies.ticket(call).flatMap(gate.enrolments()::totp);
    if (offer.isEmpty()) {
      Page.redirect(call, SignInPages.PATH);
      return;
    }
    Texts t = Texts.of(call);
    boolean passkeys = gate.enrolments().takesPasskeys();
    String uri = uri(offer.get(), call.origin());
    Html body =
        Html.of(
            """
            %s<p>%s</p>
            %s<h2>%s</h2>
            <p>%s</p>
            %s<p><code class="secret">%s</code></p>
            <p><a href="%s">%s</a></p>
            <form method="post" action="/sign-in/enrol">
            <label for="code">%s</label>
            <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="16">
            <button>%s</button>
            </form>
            """,
            alert,
            t.get("enrol.why"),
            passkeyPart(t).when(passkeys),
            t.get("enrol.app"),
            t.get("enrol.app.hint"),
            QrCode.of(uri, t.get("enrol.qr")),
            grouped(offer.get().secret()),
            uri,
            t.get("enrol.app.open"),
            t.get("code"),
            t.get("enrol.app.confirm"));
    Page.show(call, status, t, t.get("enrol"), body, passkeys);
  }

  private static Html passkeyPart(Texts t) {
    return Html.of(
        """
        <div id="passkey" data-begin="/sign-in/enrol/passkey/begin" data-end="/sign-in/enrol/passkey" data-kind="create" hidden>
        <h2>%s</h2>
        <p>%s</p>
        <button type="button">%s</button>
        <p class="alert" role="alert" hidden>%s</p>
        <div class="made" hidden>
        <p>%s</p>
        <ul class="codes"></ul>
        <p><a href="/">%s</a></p>
        </div>
        </div>
        """,
        t.get("enrol.passkey"),
        t.get("enrol.passkey.hint"),
        t.get("enrol.passkey.make"),
        t.get("enrol.passkey.failed"),
        t.get("recovery.hint"),
        t.get("recovery.kept"));
  }

  /** What authenticator apps read; the label is the host, which the person typed themselves. */
  private static String uri(TotpOffer offer, String origin) {
    String host = origin.replaceFirst("^https://", "");
    return "otpauth://totp/"
        + encoded(host)
        + ":"
        + encoded(offer.name())
        + "?secret="
        + offer.secret()
        + "&issuer="
        + encoded(host);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String grouped(String secret) {
    return secret.replaceAll("(.{" + GROUP + "})(?=.)", "$1 ");
  }

  private void code(Call call) throws IOException {
    String ticket = Cookies.ticket(call).orElse("");
    SignIn came =
        gate.enrolments().confirmTotp(ticket, Form.of(call).get("code"), call.who().remote());
    if (!outcomes.onward(call, came)) {
      ask(call, 400, Page.alert(Texts.of(call).get("enrol.app.failed")));
    }
  }

  private void beginPasskey(Call call) throws IOException {
    var offer = Cookies.ticket(call).flatMap(gate.enrolments()::passkey);
    if (offer.isEmpty()) {
      call.respond(404);
    } else {
      PasskeyJson.respond(call, 200, PasskeyJson.creation(offer.get()));
    }
  }

  private void passkey(Call call) throws IOException {
    String answer = Form.text(call, SignInPages.MAX_ANSWER);
    outcomes.onwardByScript(
        call,
        gate.enrolments()
            .addPasskey(
                Cookies.ticket(call).orElse(""),
                answer,
                call.query("label").orElse(""),
                call.who().remote()));
  }
}

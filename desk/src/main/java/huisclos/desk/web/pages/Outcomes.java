package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.gate.SignIn;
import java.io.IOException;
import java.util.List;

/** Where a step of signing in leads a browser. */
final class Outcomes {
  private static final String HOME = "/";

  /** Goes on to the next step; false, and nothing is answered, where the step led nowhere. */
  boolean onward(Call call, SignIn came) throws IOException {
    switch (came) {
      case SignIn.Done(String session, List<String> codes) -> {
        Cookies.session(call, session);
        if (codes.isEmpty()) {
          Page.redirect(call, HOME);
        } else {
          showCodes(call, codes);
        }
      }
      case SignIn.Second second -> {
        Cookies.ticket(call, second.ticket());
        Page.redirect(call, SignInPages.SECOND);
      }
      case SignIn.Enrol(String ticket) -> {
        Cookies.ticket(call, ticket);
        Page.redirect(call, EnrolPages.PATH);
      }
      case SignIn.Refused _, SignIn.Unfit _ -> {
        return false;
      }
    }
    return true;
  }

  /** The same for our script, which shows recovery codes by itself. */
  void onwardByScript(Call call, SignIn came) throws IOException {
    switch (came) {
      case SignIn.Done(String session, List<String> codes) -> {
        Cookies.session(call, session);
        PasskeyJson.respond(call, 200, PasskeyJson.onward(HOME, codes));
      }
      case SignIn.Second _ ->
          PasskeyJson.respond(call, 200, PasskeyJson.onward(SignInPages.SECOND, List.of()));
      case SignIn.Enrol _ ->
          PasskeyJson.respond(call, 200, PasskeyJson.onward(EnrolPages.PATH, List.of()));
      case SignIn.Refused _, SignIn.Unfit _ -> {
        call.set("WWW-Authenticate", "Bearer");
        call.respond(401);
      }
    }
  }

  private static void showCodes(Call call, List<String> codes) throws IOException {
    Texts t = Texts.of(call);
    Html body =
        Html.of(
            "<p>%s</p>%n<ul class=\"codes\">%s</ul>%n<p><a href=\"/\">%s</a></p>%n",
            t.get("recovery.hint"),
            Html.all(codes.stream().map(c -> Html.of("<li><code>%s</code></li>", c)).toList()),
            t.get("recovery.kept"));
    Page.show(call, 200, t, t.get("recovery"), body);
  }
}

package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** What all pages share: head, heading, and that they go out as HTML in UTF-8. */
final class Page {
  private static final String TYPE = "text/html; charset=utf-8";

  private Page() {}

  /** Answers with a page. */
  static void show(Call call, int status, Texts texts, String title, Html body) throws IOException {
    show(call, status, texts, title, body, false);
  }

  /**
   * Answers with a page.
   *
   * @param script whether it takes passkeys
   */
  static void show(Call call, int status, Texts texts, String title, Html body, boolean script)
      throws IOException {
    Html page =
        Html.of(
            """
            <!doctype html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <link rel="stylesheet" href="/pages/style.css">
            <link rel="icon" href="/pages/icon.svg" type="image/svg+xml">
            %s</head>
            <body>
            %s<main%s>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """,
            texts.language(),
            title,
            Html.of("<script src=\"/pages/passkey.js\" defer></script>\n").when(script),
            nav(texts).when(call.who().isPerson()),
            Html.of(" class=\"narrow\"").when(isNarrow(call)),
            title,
            body);
    call.set("Content-Language", texts.language());
    call.set("Vary", "Accept-Language");
    call.respond(status, TYPE, page.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it is a step of signing in: a page with little on it. */
  private static boolean isNarrow(Call call) {
    return call.path().startsWith(SignInPages.PATH) || call.path().startsWith("/invitation/");
  }

  /** When something that ends ends: the last day of it where it ends with a day. */
  static String until(Texts t, Instant end) {
    return end.atOffset(ZoneOffset.UTC).toLocalTime().equals(LocalTime.MIDNIGHT)
        ? DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
            .withLocale(t.locale())
            .withZone(ZoneOffset.UTC)
            .format(end.minusSeconds(1))
        : time(t, end);
  }

  /** Where somebody goes who is signed in. */
  private static Html nav(Texts t) {
    return Html.of(
        """
        <header>
        <nav aria-label="%s">
        <a href="/">%s</a>
        <a href="/studies">%s</a>
        <a href="/emergency">%s</a>
        <a href="/account">%s</a>
        </nav>
        %s</header>
        """,
        t.get("nav"),
        t.get("home"),
        t.get("studies"),
        t.get("emergency.short"),
        t.get("account"),
        button("/account/sign-out", t.get("sign-out"), Html.NONE));
  }

  /** Sends the browser on to another of our pages, by {@code GET}. */
  static void redirect(Call call, String path) throws IOException {
    call.set("Location", path);
    call.respond(303);
  }

  /** What went wrong, said so that a screen reader says it too. */
  static Html alert(String text) {
    return Html.of("<p class=\"alert\" role=\"alert\">%s</p>%n", text);
  }

  /** A moment as people read it, in UTC. */
  static String time(Texts t, Instant at) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(t.locale())
            .withZone(ZoneOffset.UTC)
            .format(at)
        + " UTC";
  }

  /** A field of a form that isn't shown. */
  static Html hidden(String name, String value) {
    return Html.of("<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
  }

  /** A form whose only field is a button. */
  static Html button(String action, String label, Html hidden) {
    return Html.of(
        "<form method=\"post\" action=\"%s\">%s<button>%s</button></form>%n",
        action, hidden, label);
  }
}

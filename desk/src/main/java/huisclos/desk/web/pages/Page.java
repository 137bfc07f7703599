package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

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
            %s</head>
            <body>
            <main>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """,
            texts.language(),
            title,
            Html.of("<script src=\"/pages/passkey.js\" defer></script>\n").when(script),
            title,
            body);
    call.set("Content-Language", texts.language());
    call.set("Vary", "Accept-Language");
    call.respond(status, TYPE, page.toString().getBytes(StandardCharsets.UTF_8));
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

  /** A form whose only field is a button. */
  static Html button(String action, String label, Html hidden) {
    return Html.of(
        "<form method=\"post\" action=\"%s\">%s<button>%s</button></form>%n",
        action, hidden, label);
  }
}

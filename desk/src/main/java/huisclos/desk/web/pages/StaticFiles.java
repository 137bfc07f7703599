package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The style sheet, the icon and the one script, files of this program. */
final class StaticFiles {
  private StaticFiles() {}

  static List<Route> routes() {
    byte[] style = read("style.css");
    byte[] script = read("passkey.js");
    byte[] icon = read("icon.svg");
    return List.of(
        Route.get("/pages/style.css", Route.Access.PUBLIC, call -> send(call, "text/css", style)),
        Route.get(
            "/pages/passkey.js",
            Route.Access.PUBLIC,
            call -> send(call, "text/javascript", script)),
        Route.get(
            "/pages/icon.svg", Route.Access.PUBLIC, call -> send(call, "image/svg+xml", icon)));
  }

  private static void send(Call call, String type, byte[] file) throws IOException {
    call.set("Cache-Control", "public, max-age=3600");
    call.respond(200, type + "; charset=utf-8", file);
  }

  private static byte[] read(String name) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("a file of the pages is missing from the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a file of the pages can't be read", e);
    }
  }
}

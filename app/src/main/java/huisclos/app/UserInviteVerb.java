package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.client.Terminal;
import huisclos.app.home.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code huisclos user invite [NAME]}: a one-time link, on a terminal or in a private file. */
@Command(
    name = "invite",
    description = {
      "Make a one-time link by which a person sets a password and a second factor.",
      "What they signed in with before ends when they use it. It works once, for an hour."
    },
    mixinStandardHelpOptions = true)
final class UserInviteVerb implements Callable<Integer> {
  @Mixin private final HomeOption home = new HomeOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Whom; left out: the first keeper, as long as there is none.")
  private String name = "";

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write the link to a new file of yours instead of showing it on a terminal.")
  private @Nullable Path to;

  @Override
  public Integer call() throws IOException {
    if (to == null && !Terminal.isOurs()) {
      throw UserError.refused(
          "a one-time link is shown on a terminal only",
          "run it in a terminal, or have it written by --to FILE");
    }
    hand(home.home(), name, to);
    return 0;
  }

  /**
   * Makes a link and shows it on the terminal, or writes it to a file.
   *
   * @param to the file, a new one; null shows it
   */
  static void hand(Home home, String name, @Nullable Path to) throws IOException {
    JsonNode made = Admin.call(home, "user.invite", Admin.arguments().put("name", name));
    String link = made.path("link").asString();
    if (to == null) {
      System.out.println("  " + link);
      System.out.println("This link works once, for " + made.path("minutes").asInt() + " minutes.");
    } else {
      try (OutputStream file = PrivateFiles.create(to)) {
        file.write((link + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}

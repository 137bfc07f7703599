package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.client.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code huisclos key phrase}: the recovery phrase, shown on a terminal only. */
@Command(
    name = "key",
    description = "The site key and its recovery phrase.",
    mixinStandardHelpOptions = true,
    subcommands = {KeyVerb.Phrase.class, KeyRestoreVerb.class})
final class KeyVerb {

  /** {@code key phrase}. */
  @Command(
      name = "phrase",
      description = {
        "Make a recovery phrase and show it, once, on this terminal.",
        "It rebuilds the site key when the machine is gone. An earlier phrase ends."
      },
      mixinStandardHelpOptions = true)
  static final class Phrase implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Override
    public Integer call() {
      if (!Terminal.isOurs()) {
        throw UserError.refused(
            "the recovery phrase is shown on a terminal only",
            "run `huisclos key phrase` in a terminal, not through a pipe or a file");
      }
      JsonNode result = Admin.call(home.home(), "key.phrase", Admin.arguments());
      System.out.println();
      System.out.println("  " + result.path("phrase").asString());
      System.out.println();
      System.out.println(
          "Write it down and keep it away from this machine. It is not shown again.");
      return 0;
    }
  }
}

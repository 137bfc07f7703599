package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.client.Terminal;
import huisclos.vault.RecoveryPhrase;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code huisclos key phrase|rehearse|restore|rotate|move|show}: the key at the top. */
@Command(
    name = "key",
    description = "The site key: where it lies, its recovery phrase, its rotation.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeyVerb.Phrase.class,
      KeyRehearseVerb.class,
      KeyRestoreVerb.class,
      KeyVerb.Rotate.class,
      KeyVerb.Move.class,
      KeyVerb.Show.class
    })
final class KeyVerb {

  /** {@code key phrase}. */
  @Command(
      name = "phrase",
      description = {
        "Make a recovery phrase, show it on this terminal and ask for its last group.",
        "Only then it counts, and an earlier phrase ends. It rebuilds the site key when the machine"
            + " is gone."
      },
      mixinStandardHelpOptions = true)
  static final class Phrase implements Callable<Integer> {
    private static final int TRIES = 3;
    private static final int GROUP = 4;

    @Mixin private final HomeOption home = new HomeOption();

    @Override
    public Integer call() {
      if (!Terminal.isOurs()) {
        throw UserError.refused(
            "the recovery phrase is shown on a terminal only",
            "run `huisclos key phrase` in a terminal, not through a pipe or a file");
      }
      Admin.call(home.home(), "key.may-have-phrase", Admin.arguments());
      // Made here and shown before it counts: a terminal that is lost on the way loses nothing.
      try (RecoveryPhrase phrase = RecoveryPhrase.generate()) {
        String text = phrase.dangerouslyReveal();
        System.out.println();
        System.out.println("  " + text);
        System.out.println();
        System.out.println("Write it down and keep it away from this machine.");
        confirm(text.substring(text.length() - GROUP));
        Admin.call(home.home(), "key.phrase", Admin.arguments().put("phrase", text));
      }
      System.out.println("It counts from now on, and is not shown again.");
      return 0;
    }

    private static void confirm(String last) {
      for (int i = 0; i < TRIES; i++) {
        char[] typed = Terminal.askUnseen("its last four letters, once you have it: ");
        boolean right = new String(typed).strip().toUpperCase(Locale.ROOT).equals(last);
        Arrays.fill(typed, ' ');
        if (right) {
          return;
        }
        System.out.println("These are not its last four.");
      }
      throw UserError.refused(
          "the phrase was not taken; an earlier one still counts", "run `huisclos key phrase`");
    }
  }

  /** {@code key rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Make a new site key, wrap the key ring by it and retire the old one, while serving.",
        "Nothing is encrypted again. The recovery phrase ends with the old key."
      },
      mixinStandardHelpOptions = true)
  static final class Rotate implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "key.rotate", Admin.arguments());
      System.out.println("rotated: the site key is now " + result.path("key").asString());
      System.out.println(
          result.path("phraseEnded").asBoolean()
              ? "The recovery phrase has ended with the old key: run `huisclos key phrase`."
              : "There is no recovery phrase: run `huisclos key phrase`.");
      System.out.println("Replace backups of keys/: with the old key they still open.");
      return 0;
    }
  }

  /** {@code key move}. */
  @Command(
      name = "move",
      description = {
        "Keep the site key elsewhere; the settings follow. The phrase stays good.",
        "home, file:/PATH, credential:NAME (systemd), or",
        "pkcs11:token=LABEL;object=KEY?module-path=/LIB.so&pin-source=file:/PATH"
      },
      mixinStandardHelpOptions = true)
  static final class Move implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--to", required = true, paramLabel = "SOURCE", description = "Where to.")
    private String to = "";

    @Override
    public Integer call() {
      print(Admin.call(home.home(), "key.move", Admin.arguments().put("to", to)));
      return 0;
    }
  }

  /** {@code key show}. */
  @Command(
      name = "show",
      description = "Where the site key lies, and what that protects against. Never the key.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "key.show", Admin.arguments());
      if (json) {
        Output.json(result);
      } else {
        print(result);
      }
      return 0;
    }
  }

  private static void print(JsonNode result) {
    System.out.println("site key  " + result.path("key").asString());
    System.out.println(
        "kept in   "
            + result.path("source").asString()
            + ", "
            + Output.printable(result.path("file").asString()));
    System.out.println("protects  against " + result.path("protects").asString());
    System.out.println("leaves    " + result.path("leaves").asString());
    System.out.println(
        "phrase    "
            + (result.path("phraseTaken").asBoolean()
                ? "taken"
                : "not taken: run `huisclos key phrase`"));
  }
}

package huisclos.app;

import huisclos.app.client.Terminal;
import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.vault.CorruptKeyFileException;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteRecovery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code huisclos key restore}: the site key again, from {@code keys/site.recovery} and the phrase.
 */
@Command(
    name = "restore",
    description = {
      "Rebuild a lost keys/site.key from keys/site.recovery and the recovery phrase.",
      "The phrase is asked for on a terminal, else read from standard input."
    },
    mixinStandardHelpOptions = true)
final class KeyRestoreVerb implements Callable<Integer> {
  @Mixin private final HomeOption option = new HomeOption();

  @Override
  public Integer call() throws IOException {
    Home home = option.home();
    home.requireOwner();
    if (!Files.exists(home.siteRecovery())) {
      throw UserError.refused(
          "there is no " + home.siteRecovery(), "put it back from a copy of the home");
    }
    try (HomeLock _ = HomeLock.take(home)) {
      if (Files.exists(home.siteKey())) {
        throw UserError.refused(home.siteKey() + " is there", "nothing has to be restored");
      }
      try (RecoveryPhrase phrase = ask();
          SiteKey key = SiteRecovery.rebuild(home.siteRecovery(), phrase)) {
        key.save(home.siteKey());
      } catch (CorruptKeyFileException e) {
        throw UserError.refused(String.valueOf(e.getMessage()), "");
      }
    }
    System.out.println("restored " + home.siteKey());
    return 0;
  }

  private static RecoveryPhrase ask() throws IOException {
    try {
      if (Terminal.isOurs()) {
        char[] typed = Terminal.askUnseen("recovery phrase: ");
        try {
          return RecoveryPhrase.parse(new String(typed));
        } finally {
          Arrays.fill(typed, ' ');
        }
      }
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      return RecoveryPhrase.parse(line == null ? "" : line);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(String.valueOf(e.getMessage()), "");
    }
  }
}

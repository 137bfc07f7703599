package huisclos.app;

import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.app.home.Settings;
import huisclos.app.home.Site;
import huisclos.vault.CorruptKeyFileException;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteKeyFiles;
import huisclos.vault.SiteRecovery;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code huisclos key restore}: the site key again, from {@code keys/site.recovery} and the phrase.
 */
@Command(
    name = "restore",
    description = {
      "Rebuild a lost site key, where the settings keep it, from keys/site.recovery and the"
          + " recovery phrase.",
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
      SiteKeyFiles files = Site.keyFiles(home, Settings.read(home));
      if (Files.exists(files.key())) {
        throw UserError.refused(files.key() + " is there", "nothing has to be restored");
      }
      try (RecoveryPhrase phrase = PhraseInput.ask();
          SiteKey key = SiteRecovery.rebuild(home.siteRecovery(), phrase)) {
        files.put(key);
        System.out.println("restored " + files.key());
      } catch (CorruptKeyFileException e) {
        throw UserError.refused(String.valueOf(e.getMessage()), "");
      }
    }
    return 0;
  }
}

package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.home.Home;
import huisclos.vault.BlobEntry;
import huisclos.vault.ContainerInfo;
import huisclos.vault.CorruptKeyFileException;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteKeyMismatchException;
import huisclos.vault.SiteRecovery;
import huisclos.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code huisclos key rehearse}: proves that the phrase rebuilds the key in use, and that this key
 * opens what is kept. Needs neither the site key nor its token; changes nothing.
 */
@Command(
    name = "rehearse",
    description = {
      "Prove that the recovery phrase rebuilds the site key in use and opens a sample of objects.",
      "Asks for the phrase on a terminal, else reads it from standard input. Changes nothing."
    },
    mixinStandardHelpOptions = true)
final class KeyRehearseVerb implements Callable<Integer> {
  private static final int MAX_SAMPLE = 1_000;
  private static final int CONTAINERS = 3;

  @Mixin private final HomeOption option = new HomeOption();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "How many objects to open and read to their ends (default: 5).")
  private int sample = 5;

  @Override
  public Integer call() throws IOException {
    Home home = option.home();
    home.requireOwner();
    if (sample < 0 || sample > MAX_SAMPLE) {
      throw UserError.usage("--sample must be 0 to 1000", "");
    }
    if (!Files.exists(home.siteRecovery())) {
      throw UserError.refused(
          "there is no " + home.siteRecovery() + ": no phrase was taken, or a rotation ended it",
          "run `huisclos key phrase`");
    }
    try (RecoveryPhrase phrase = PhraseInput.ask()) {
      String inUse =
          Admin.call(home, "key.rehearsed", Admin.arguments()).path("keyInUse").asString();
      return rehearse(home, phrase, inUse);
    }
  }

  private int rehearse(Home home, RecoveryPhrase phrase, String inUse) throws IOException {
    try (SiteKey rebuilt = SiteRecovery.rebuild(home.siteRecovery(), phrase);
        Vault vault = Vault.openReadOnly(home.root(), rebuilt)) {
      if (!rebuilt.id().equals(inUse)) {
        throw UserError.refused(
            "the phrase rebuilds a key that is no longer in use", "run `huisclos key phrase`");
      }
      int opened = open(vault);
      System.out.println(
          "the phrase rebuilds the site key in use; it opened "
              + opened
              + (opened == 1 ? " object" : " objects")
              + " of the archive");
      return 0;
    } catch (SiteKeyMismatchException e) {
      throw UserError.refused(
          "the phrase rebuilds a key that doesn't open this home", "run `huisclos key phrase`");
    } catch (CorruptKeyFileException e) {
      throw UserError.refused(String.valueOf(e.getMessage()), "nothing was changed");
    }
  }

  /** Reads some objects to their ends, from some containers; a damaged one is an error. */
  private int open(Vault vault) throws IOException {
    List<ContainerInfo> containers = new ArrayList<>(vault.containers(0));
    Collections.shuffle(containers);
    List<BlobEntry> entries = new ArrayList<>();
    for (ContainerInfo container : containers.subList(0, Math.min(CONTAINERS, containers.size()))) {
      var _ = vault.scan(0, container.number(), 0, false, entries::add);
    }
    Collections.shuffle(entries);
    int opened = 0;
    for (BlobEntry entry : entries.subList(0, Math.min(sample, entries.size()))) {
      vault.open(entry).verify();
      opened++;
    }
    return opened;
  }
}

package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.SettingsEditor;
import huisclos.app.home.Site;
import huisclos.trail.Action;
import huisclos.vault.CorruptKeyFileException;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKeyFiles;
import huisclos.vault.SiteKeySource;
import huisclos.vault.SiteRecovery;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The site key: where it lies, its recovery phrase, its rotation. */
final class KeyOps {
  private KeyOps() {}

  /** Seals the site key by a phrase that was shown and read back; it is kept nowhere. */
  static JsonNode phrase(Site site, JsonNode arguments) throws Exception {
    site.requireLastingKey();
    try (RecoveryPhrase phrase = RecoveryPhrase.parse(arguments.path("phrase").asString(""))) {
      // On record first: sealing ends the phrase before this one.
      site.recordOperator(Action.KEY_PHRASE, "key phrase");
      SiteRecovery.seal(site.siteKey(), phrase, site.home().siteRecovery());
      return AdminWire.JSON.createObjectNode();
    } catch (IllegalArgumentException e) {
      throw UserError.usage(String.valueOf(e.getMessage()), "");
    }
  }

  /** Refuses before a phrase is shown that could not be taken. */
  static JsonNode mayHavePhrase(Site site, JsonNode arguments) {
    site.requireLastingKey();
    return AdminWire.JSON.createObjectNode();
  }

  /** Puts a rehearsal on record; it was held by whoever has the phrase. */
  static JsonNode rehearsed(Site site, JsonNode arguments) throws Exception {
    site.recordOperator(Action.KEY_REHEARSE, "key rehearse");
    return AdminWire.JSON.createObjectNode().put("keyInUse", site.siteKey().id());
  }

  static JsonNode rotate(Site site, JsonNode arguments) throws Exception {
    site.requireLastingKey();
    site.recordOperator(Action.KEY_ROTATE, "key rotate");
    boolean phraseEnds = Files.exists(site.home().siteRecovery());
    site.backups().still().lock();
    try {
      site.changeSiteKey(SiteKeyFiles::rotate);
    } catch (CorruptKeyFileException e) {
      throw UserError.refused(String.valueOf(e.getMessage()), "nothing was changed");
    } finally {
      site.backups().still().unlock();
    }
    return AdminWire.JSON
        .createObjectNode()
        .put("key", site.siteKey().id())
        .put("phraseEnded", phraseEnds);
  }

  static JsonNode move(Site site, JsonNode arguments) throws Exception {
    site.requireLastingKey();
    String text = arguments.path("to").asString("");
    String source = text.equals("home") ? "" : text;
    SiteKeySource to;
    try {
      to = SiteKeySource.parse(source);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(String.valueOf(e.getMessage()), "or `home` for HOME/keys/site.key");
    }
    String from = site.keyFiles().key().toString();
    site.recordOperator(Action.KEY_MOVE, "key move");
    try {
      site.moveSiteKey(to, () -> SettingsEditor.siteKey(site.home(), source));
    } catch (FileAlreadyExistsException e) {
      throw UserError.refused(
          e.getFile() + ": another site key lies there", "name another file, or take it away");
    } catch (CorruptKeyFileException e) {
      throw UserError.refused(
          String.valueOf(e.getMessage()), "the key stays where it is, in " + from);
    } catch (IOException e) {
      throw UserError.refused(
          "the key could not be moved (" + e.getClass().getSimpleName() + "): " + e.getMessage(),
          "see `huisclos key show` for where it is; repeat when that is mended");
    }
    return show(site, arguments);
  }

  static JsonNode show(Site site, JsonNode arguments) {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    SiteKeySource source = SiteKeyPlace.source(site);
    result.put("key", site.siteKey().id());
    result.put("source", SiteKeyPlace.word(source));
    result.put("file", site.keyFiles().key().toString());
    result.put("protects", SiteKeyPlace.protects(source));
    result.put("leaves", SiteKeyPlace.leaves(source));
    result.put("phraseTaken", site.recoveryPhraseTaken());
    return result;
  }
}

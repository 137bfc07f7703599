package huisclos.app.admin;

import huisclos.app.home.Site;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteRecovery;
import tools.jackson.databind.JsonNode;

/** The site key's recovery phrase. */
final class KeyOps {
  private KeyOps() {}

  /** Makes a phrase, seals the site key by it and answers with the phrase; it is kept nowhere. */
  static JsonNode phrase(Site site, JsonNode arguments) throws Exception {
    site.requireLastingKey();
    try (RecoveryPhrase phrase = RecoveryPhrase.generate()) {
      // On record first: sealing ends the phrase before this one.
      site.recordOperator(huisclos.trail.Action.KEY_PHRASE, "key phrase");
      SiteRecovery.seal(site.siteKey(), phrase, site.home().siteRecovery());
      return AdminWire.JSON.createObjectNode().put("phrase", phrase.dangerouslyReveal());
    }
  }
}
